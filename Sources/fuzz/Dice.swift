import Torch

/// The random choices that make one input or that are made while it is read, determined by a number or
/// by the input alone, so that each can be made again.
struct Dice: RandomNumberGenerator {
  private var numbers: KeyedNumbers

  init(seed: UInt64, part: String, number: Int = 0) {
    numbers = KeyedNumbers(RandomKey(seed: seed)("fuzz " + part, number))
  }

  /// The choices made while `input` is read.
  init(reading input: [UInt8]) {
    var digest = StateDigest()
    for byte in input { digest.combine(UInt64(byte)) }
    self.init(seed: digest.value, part: "read")
  }

  mutating func next() -> UInt64 { numbers.next() }

  mutating func below(_ count: Int) -> Int { numbers.below(count) }

  /// A number of `range`.
  mutating func among(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

  /// True once in `count` times.
  mutating func once(in count: Int) -> Bool { below(count) == 0 }

  mutating func pick<Element>(_ items: [Element]) -> Element { numbers.pick(items) }
}

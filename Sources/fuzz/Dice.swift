import Torch

/// The random choices that make one input, determined by seed, part and number alone, so that
/// every input can be made again without those before it.
struct Dice: RandomNumberGenerator {
  private var numbers: KeyedNumbers

  init(seed: UInt64, part: String, number: Int) {
    numbers = KeyedNumbers(RandomKey(seed: seed)("fuzz " + part, number))
  }

  mutating func next() -> UInt64 { numbers.next() }

  mutating func below(_ count: Int) -> Int { numbers.below(count) }

  /// A number of `range`.
  mutating func among(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

  /// True once in `count` times.
  mutating func once(in count: Int) -> Bool { below(count) == 0 }

  mutating func pick<Element>(_ items: [Element]) -> Element { numbers.pick(items) }
}

import Torch

/// The random choices behind one input: seed, part and number alone decide all of them, so that
/// every input can be made again without those before it.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64, part: String, number: Int) {
    state = RandomKey(seed: seed)("fuzz " + part, number).bits
  }

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 to `count` - 1; 0 if there is none.
  mutating func below(_ count: Int) -> Int {
    Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(max(1, count))).high)
  }

  /// A number of `range`.
  mutating func among(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

  /// True once in `count` times.
  mutating func once(in count: Int) -> Bool { below(count) == 0 }

  mutating func pick<Element>(_ items: [Element]) -> Element { items[below(items.count)] }
}

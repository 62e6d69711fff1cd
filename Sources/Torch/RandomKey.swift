/// Identifies a stream of random numbers: the same key always gives the same numbers.
///
/// Keys are derived from keys by purpose and position, so that a stream has no state to save and does
/// not depend on what is drawn elsewhere.
package struct RandomKey: Sendable, Hashable {
  package let bits: UInt64

  /// The root of all streams of a session.
  package init(seed: UInt64) { bits = Self.mix(seed ^ 0x5245_5645_5249_4531) }

  /// The key with these bits, such as that of a saved object.
  package init(bits: UInt64) { self.bits = bits }

  /// The key for `purpose` at the position that `numbers` give.
  package func callAsFunction(_ purpose: String, _ numbers: Int...) -> RandomKey {
    // FNV-1a over the purpose, then one round of mixing for the key and for each number.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in purpose.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    var bits = Self.mix(self.bits ^ Self.mix(hash))
    for number in numbers {
      bits = Self.mix(bits &+ 0x9e37_79b9_7f4a_7c15 ^ Self.mix(UInt64(bitPattern: Int64(number))))
    }
    return RandomKey(bits: bits)
  }

  /// The finaliser of SplitMix64.
  ///
  /// Source: Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195.
  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

/// The sequence of random numbers of one key, for choices outside of tensors.
package struct KeyedNumbers: RandomNumberGenerator {
  private var key: RandomKey

  package init(_ key: RandomKey) { self.key = key }

  package init(seed: UInt64) { self.init(RandomKey(seed: seed)) }

  package mutating func next() -> UInt64 {
    key = key("next")
    return key.bits
  }

  /// A number from 0 to `count` - 1; 0 if there is none.
  package mutating func below(_ count: Int) -> Int {
    Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(max(1, count))).high)
  }

  /// One of `items`, which must not be empty.
  package mutating func pick<Element>(_ items: [Element]) -> Element { items[below(items.count)] }
}

/// A 64-bit hash of a sequence of values, against accidents, not against attacks.
package struct StateDigest: Sendable {
  package private(set) var value: UInt64 = 0x243f_6a88_85a3_08d3

  package init() {}

  /// Adds a number.
  package mutating func combine(_ number: UInt64) {
    value = (value ^ number) &* 0x9e37_79b9_7f4a_7c15
    value = (value ^ (value >> 29)) &* 0xbf58_476d_1ce4_e5b9
    value ^= value >> 32
  }

  /// Adds a text and its end.
  package mutating func combine(_ text: String) {
    for byte in text.utf8 { combine(UInt64(byte) + 1) }
    combine(0)
  }

  /// Sixteen hexadecimal digits.
  package static func text(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

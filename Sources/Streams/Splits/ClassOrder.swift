import Catalog

/// The order in which classes come.
package enum ClassOrder: Sendable, Equatable, SettingValue {
  /// As they are numbered, or as they are listed in `classes`.
  case natural
  /// Shuffled; the same permutation as NumPy's `random.seed(n); random.permutation(classes)`.
  case shuffled(seed: UInt32)
  /// The classes that these numbers mean.
  case listed([Int])

  /// Reads `natural`, a whole number (the seed) or a list of class numbers.
  package init?(_ setting: Value) {
    switch setting {
    case .name("natural"), .text("natural"): self = .natural
    case .integer(let seed):
      guard let seed = UInt32(exactly: seed) else { return nil }
      self = .shuffled(seed: seed)
    case .list, .range:
      guard let classes = setting.integers else { return nil }
      self = .listed(classes)
    default: return nil
    }
  }

  /// The setting that reads back as this order.
  package var setting: Value? {
    switch self {
    case .natural: .name("natural")
    case .shuffled(let seed): .integer(Int(seed))
    case .listed(let classes): .list(classes.map { .integer($0) })
    }
  }

  /// The classes in this order.
  ///
  /// - Throws: `StreamsError` if a list has repeats, unknown classes or leaves one out.
  func arranged(_ pool: [Int], names: [String]) throws -> [Int] {
    switch self {
    case .natural: return pool
    case .shuffled(let seed):
      var random = MersenneTwister(seed: seed)
      return random.shuffled(pool)
    case .listed(let numbers):
      let classes = ClassNames(names)
      let places = try ClassGroups.places(numbers, "order", classes)
      try ClassGroups.check(places, "order", classes)
      let wanted = Set(pool)
      if let stranger = places.first(where: { !wanted.contains($0) }) {
        throw StreamsError.option(
          "order: class '\(names[stranger])' is not among classes=; omit it")
      }
      let given = Set(places)
      if let missing = pool.first(where: { !given.contains($0) }) {
        throw StreamsError.option(
          "order omits class '\(names[missing])': list all \(pool.count), or choose with classes="
        )
      }
      return places
    }
  }
}

/// The generator behind the class orders of published results (Matsumoto and Nishimura, 1998).
struct MersenneTwister {
  private var words: [UInt32]
  private var next = 624

  init(seed: UInt32) {
    words = [seed]
    for index in 1..<624 {
      let last = words[index - 1]
      words.append(1_812_433_253 &* (last ^ (last >> 30)) &+ UInt32(index))
    }
  }

  mutating func word() -> UInt32 {
    if next == 624 { twist() }
    var value = words[next]
    next += 1
    value ^= value >> 11
    value ^= (value << 7) & 0x9D2C_5680
    value ^= (value << 15) & 0xEFC6_0000
    return value ^ (value >> 18)
  }

  /// 0...largest, by masking and trying again as NumPy does.
  mutating func integer(upTo largest: UInt32) -> UInt32 {
    guard largest > 0 else { return 0 }
    let mask = UInt32.max >> UInt32(largest.leadingZeroBitCount)
    while true {
      let value = word() & mask
      if value <= largest { return value }
    }
  }

  mutating func shuffled(_ items: [Int]) -> [Int] {
    var items = items
    for last in items.indices.dropFirst().reversed() {
      items.swapAt(last, Int(integer(upTo: UInt32(last))))
    }
    return items
  }

  private mutating func twist() {
    for index in 0..<624 {
      let joined = (words[index] & 0x8000_0000) | (words[(index + 1) % 624] & 0x7FFF_FFFF)
      let odd: UInt32 = joined & 1 == 1 ? 0x9908_B0DF : 0
      words[index] = words[(index + 397) % 624] ^ (joined >> 1) ^ odd
    }
    next = 0
  }
}

import Catalog

/// How far a number may be from the recorded one: `absolute + relative * |recorded|`.
package struct Tolerance: Sendable, Equatable {
  package var relative = 0.0
  package var absolute = 0.0

  /// Reads `rel=1e-4,abs=1e-6`, either part alone, or parts apart by blanks; nil if it is neither.
  package init?(_ text: String) {
    let parts = text.split { $0 == "," || $0 == " " }
    guard !parts.isEmpty else { return nil }
    for part in parts {
      let words = part.split(separator: "=", omittingEmptySubsequences: false)
      guard words.count == 2, let value = Double(words[1]), value >= 0, value.isFinite else {
        return nil
      }
      switch words[0] {
      case "rel": relative = value
      case "abs": absolute = value
      default: return nil
      }
    }
  }

  /// Reads `#~ loss rel=1e-3`.
  package static func line(_ line: String) -> (name: String, tolerance: Tolerance)? {
    let words = line.unicodeScalars.dropFirst(3).split(separator: " ", maxSplits: 1)
    guard words.count == 2, let tolerance = Tolerance(String(words[1])) else { return nil }
    return (String(words[0]), tolerance)
  }

  /// Whether `now` is near enough to `recorded`: lists entry by entry, whole numbers and texts only
  /// if they are equal.
  package func allows(_ recorded: Value, _ now: Value) -> Bool {
    switch (recorded, now) {
    case (.list(let left), .list(let right)):
      return left.count == right.count && zip(left, right).allSatisfy { allows($0, $1) }
    case (.number(let left), .number(let right)):
      return recorded == now || abs(left - right) <= absolute + relative * abs(left)
    default: return recorded == now
    }
  }
}

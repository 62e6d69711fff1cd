import Foundation

/// Numbers formatted for people.
package enum Format {
  /// `value` with up to four significant digits, whole numbers in full up to a million:
  /// 0.1987, 12.5, 60000, 1e-05, "nan", "inf".
  package static func number(_ value: Double) -> String {
    guard value.isFinite else { return word(value) }
    let size = value.magnitude
    let pattern = size >= 1000 && size < 999_999.5 ? "%.0f" : "%.4g"
    return withoutNegativeZero(String(format: pattern, value))
  }

  /// `value` with commas between groups of three digits: 60,000.
  package static func count(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    var grouped = value < 0 ? "-" : ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place).isMultiple(of: 3) { grouped += "," }
      grouped.append(digit)
    }
    return grouped
  }

  /// `count` with commas and the noun in singular or plural: "1 step", "2,000 steps".
  package static func count(_ count: Int, _ word: String) -> String {
    Format.count(count) + " " + word + (count == 1 ? "" : "s")
  }

  /// A time of `seconds` in its one or two largest units: "40 ms", "0.4 s", "12 s",
  /// "3 min 20 s", "2 h 5 min", "3 d 4 h".
  package static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite else { return word(seconds) }
    guard seconds >= 0 else { return "-" + duration(-seconds) }
    guard seconds > 0 else { return "0 s" }
    if seconds < 0.001 { return "<1 ms" }
    if seconds < 0.0995 { return String(format: "%.0f ms", seconds * 1000) }
    if seconds < 9.95 { return String(format: "%.1f s", seconds) }
    if seconds < 59.5 { return String(format: "%.0f s", seconds) }
    if seconds < 3599.5 { return pair(seconds, of: 60, "min", "s") }
    if seconds < 86_370 { return pair(seconds / 60, of: 60, "h", "min") }
    if seconds < 86_400_000 { return pair(seconds / 3600, of: 24, "d", "h") }
    return number(seconds / 86_400) + " d"
  }

  /// `value` with exactly `digits` digits (0...17) after the point; very large ones as `number`.
  static func fixed(_ value: Double, digits: Int) -> String {
    guard value.isFinite, value.magnitude < 1e15 else { return number(value) }
    let places = min(17, max(0, digits))
    return withoutNegativeZero(String(format: "%.\(places)f", value))
  }

  private static func word(_ value: Double) -> String {
    value.isNaN ? "nan" : value < 0 ? "-inf" : "inf"
  }

  private static func pair(
    _ value: Double, of size: Int, _ large: String, _ small: String
  ) -> String {
    let (whole, rest) = Int(value.rounded()).quotientAndRemainder(dividingBy: size)
    return rest == 0 ? "\(whole) \(large)" : "\(whole) \(large) \(rest) \(small)"
  }

  private static func withoutNegativeZero(_ text: String) -> String {
    text.hasPrefix("-") && text.allSatisfy { "-0.".contains($0) } ? String(text.dropFirst()) : text
  }
}

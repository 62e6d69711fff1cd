/// A curve in one line of text.
public enum Sparkline {
  /// One mark for each value, or for each of `width` equal groups' means if there are more values
  /// than cells; lowest to highest finite value, a space where a group has no finite value.
  public static func text(_ values: [Double], width: Int, unicode: Bool = true) -> String {
    let means = grouped(values, into: min(max(0, width), values.count))
    let finite = means.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else {
      return CellText.spaces(means.count)
    }
    let marks = unicode ? blocks : symbols
    return String(
      means.map { mean -> Character in
        guard mean.isFinite else { return " " }
        // Halves keep the span finite for the largest values.
        let span = high / 2 - low / 2
        let fraction = span > 0 ? (mean / 2 - low / 2) / span : 0.4
        return marks[min(marks.count - 1, Int(fraction * Double(marks.count)))]
      })
  }

  private static func grouped(_ values: [Double], into count: Int) -> [Double] {
    guard count > 0, count < values.count else { return count > 0 ? values : [] }
    return (0..<count).map { group in
      let start = bound(group, values.count, count)
      let members = values[start..<bound(group + 1, values.count, count)].filter(\.isFinite)
      return members.reduce(0) { $0 + $1 / Double(members.count) } / (members.isEmpty ? 0 : 1)
    }
  }

  private static func bound(_ group: Int, _ total: Int, _ count: Int) -> Int {
    group * (total / count) + min(group, total % count)
  }

  private static let blocks = Array("▁▂▃▄▅▆▇█")
  private static let symbols = Array("_.-=+*#@")
}

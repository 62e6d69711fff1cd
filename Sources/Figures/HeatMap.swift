import Foundation

/// A matrix of values shown as colours, such as accuracies of tasks after each task.
package struct HeatMap: Sendable, Equatable {
  /// The heading.
  package let title: String
  /// Names of the rows, from the top.
  package let rowLabels: [String]
  /// Names of the columns, from the left.
  package let columnLabels: [String]
  /// The values [row][column], nil where there is none; rows may be of different lengths.
  package let values: [[Double?]]
  /// The values of the darkest and of the brightest colour.
  package let range: ClosedRange<Double>

  /// Makes a map; values of the range 0...1 are shown as whole percentages.
  package init(
    title: String, rowLabels: [String], columnLabels: [String], values: [[Double?]],
    range: ClosedRange<Double>
  ) {
    self.title = title
    self.rowLabels = rowLabels
    self.columnLabels = columnLabels
    self.values = values
    self.range = range
  }

  var rowCount: Int { max(values.count, rowLabels.count) }

  var columnCount: Int { max(columnLabels.count, values.map(\.count).max() ?? 0) }

  /// The value at a place; nil for a missing one and outside the rows there are.
  subscript(row: Int, column: Int) -> Double? {
    guard values.indices.contains(row), values[row].indices.contains(column) else { return nil }
    return values[row][column]
  }

  /// Where `value` lies in the range, 0...1; nil for NaN.
  func fraction(_ value: Double) -> Double? {
    guard !value.isNaN else { return nil }
    guard range.lowerBound.isFinite, range.upperBound.isFinite else { return 0.5 }
    // Halves keep the span finite for the largest values.
    let (low, high) = (range.lowerBound / 2, range.upperBound / 2)
    guard high > low else { return 0.5 }
    return min(1, max(0, (value / 2 - low) / (high - low)))
  }

  /// `value` as written in a cell.
  package func text(_ value: Double) -> String {
    guard value.isFinite else { return Format.number(value) }
    if range == 0...1, value.magnitude < 100 { return Format.fixed(value * 100, digits: 0) }
    return String(format: "%.2g", value)
  }

  /// The map with at most `count` rows: those up to the newest that holds a value.
  package func newest(rows count: Int) -> HeatMap {
    guard rowCount > count, count > 0 else { return self }
    let end = min(rowCount, max(count, values.count))
    return HeatMap(
      title: title, rowLabels: Array(rowLabels.prefix(end).suffix(count)),
      columnLabels: columnLabels,
      values: (end - count..<end).map { values.indices.contains($0) ? values[$0] : [] },
      range: range)
  }

  /// The map in blocks of `size` x `size` cells, each the mean of the numbers in it.
  func condensed(_ size: Int) -> HeatMap {
    func blocks(_ count: Int) -> [Range<Int>] {
      stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
    }
    func names(_ labels: [String], _ count: Int) -> [String] {
      guard !labels.isEmpty else { return [] }
      return blocks(count).map { block in
        let (first, last) = (block.lowerBound, min(block.upperBound, labels.count) - 1)
        guard first < labels.count else { return "" }
        return first == last ? labels[first] : "\(labels[first])..\(labels[last])"
      }
    }
    return HeatMap(
      title: title, rowLabels: names(rowLabels, rowCount),
      columnLabels: names(columnLabels, columnCount),
      values: blocks(rowCount).map { rows in
        blocks(columnCount).map { mean(rows: rows, columns: $0) }
      }, range: range)
  }

  private func mean(rows: Range<Int>, columns: Range<Int>) -> Double? {
    let values = rows.flatMap { row in columns.compactMap { self[row, $0] } }
    let numbers = values.filter { !$0.isNaN }
    guard !numbers.isEmpty else { return values.first }
    return numbers.reduce(0) { $0 + $1 / Double(numbers.count) }
  }
}

extension HeatMap {
  /// Accuracies, `[experience trained][experience tested]`, in 0...1; experiences that are not
  /// trained yet are left blank, and labels that do not fit become numbers.
  ///
  /// - Parameter isGrowing: whether rows that are not there yet are shown, too.
  package static func accuracies(
    _ accuracies: [[Double]], labels given: [String] = [], isGrowing: Bool = false
  ) -> HeatMap {
    let columns = accuracies.map(\.count).max() ?? (isGrowing ? given.count : 0)
    let labels = given.count == columns ? given : (0..<columns).map { "\($0 + 1)" }
    return HeatMap(
      title: "Accuracy (%): trained up to row, tested on column",
      rowLabels: isGrowing ? labels : Array(labels.prefix(accuracies.count)),
      columnLabels: labels,
      values: accuracies.enumerated().map { i, row in
        row.enumerated().map { j, value in j <= i ? value : nil }
      }, range: 0...1)
  }
}

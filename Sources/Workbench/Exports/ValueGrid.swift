import Catalog
import Journal
import Figures

/// Values in rows and columns that come up in any order, as a table.
struct ValueGrid {
  private let corner: String
  private var rows: [String] = []
  private var columns: [String] = []
  private var known: (rows: Set<String>, columns: Set<String>) = ([], [])
  private var cells: [String: [String: NamedValue]] = [:]
  /// The largest number of each column, which sets the digits of all its numbers.
  private var largest: [String: Double] = [:]

  /// - Parameter corner: what the rows are, over their names.
  init(corner: String) { self.corner = corner }

  var isEmpty: Bool { cells.isEmpty }

  mutating func add(_ value: NamedValue, row: String, column: String) {
    if known.rows.insert(row).inserted { rows.append(row) }
    if known.columns.insert(column).inserted { columns.append(column) }
    cells[row, default: [:]][column] = value
    if let size = value.value.double?.magnitude, size.isFinite {
      largest[column] = max(largest[column] ?? 0, size)
    }
  }

  func table() -> Table {
    Table(
      header: [corner] + columns.map(Self.title),
      rows: rows.map { row in
        [.text(row)]
          + columns.map { column in cells[row]?[column].map { cell($0, column) } ?? .text("") }
      })
  }

  /// What a value is called in a report.
  private static func title(_ name: String) -> String {
    name == "time" ? "time, s" : Report.title(name)
  }

  private func cell(_ value: NamedValue, _ column: String) -> Table.Cell {
    guard case .number(let number) = value.value else {
      if case .integer(let number) = value.value { return .integer(number) }
      return .text(ExhibitReader.text(value))
    }
    switch largest[column] ?? 0 {
    case 0: return .number(number, digits: 4)
    case ..<0.001: return .text(Format.number(number))
    case ..<10: return .number(number, digits: 4)
    case ..<100: return .number(number, digits: 2)
    default: return .number(number, digits: 0)
    }
  }
}

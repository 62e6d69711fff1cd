/// Rows of cells under a header; rows may be of different lengths.
package struct Table: Sendable, Equatable {
  /// One entry of a table.
  package enum Cell: Sendable, Equatable {
    /// Words, aligned left.
    case text(String)
    /// A number with a fixed count of digits after the point, aligned right.
    case number(Double, digits: Int)
    /// A whole number, aligned right.
    case integer(Int)

    /// The cell as it is written.
    package var string: String {
      switch self {
      case .text(let text): text
      case .number(let value, let digits): Format.fixed(value, digits: digits)
      case .integer(let value): String(value)
      }
    }

    /// Whether it is a number, aligned right.
    package var isNumeric: Bool {
      if case .text = self { false } else { true }
    }
  }

  /// Names of the columns; not shown if all are empty.
  package let header: [String]
  /// The cells, row by row.
  package let rows: [[Cell]]

  /// Makes a table from column names and rows.
  package init(header: [String], rows: [[Cell]]) {
    self.header = header
    self.rows = rows
  }
}

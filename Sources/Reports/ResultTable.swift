import Catalog
import Text

/// Results as CSV in long form: one number a row, those of several journals below each other.
///
/// Source: RFC 4180; lines end in line feeds.
enum ResultTable: Exporter {
  static let card = Card(
    "csv", "a table of all results in long form, one number a row, for pandas, R or DuckDB",
    example: "export to \"runs.csv\"", source: "RFC 4180",
    notes: "Columns: " + ResultRow.columns.joined(separator: ", "))
  static let endings = ["csv"]
  static let takesSeveral = true

  static func files(_ reports: [Report]) -> [ExportedFile] {
    var text = ResultRow.columns.joined(separator: ",") + "\n"
    for row in reports.flatMap({ ResultReader($0).rows }) {
      text += row.fields.map { quoted($0.map(Self.word) ?? "") }.joined(separator: ",") + "\n"
    }
    return [ExportedFile(bytes: Array(text.utf8))]
  }

  private static func word(_ field: ResultRow.Field) -> String {
    switch field {
    case .text(let text): SafeText.line(text)
    case .number(let number): number.isFinite ? Self.digits(number) : "\(number)"
    }
  }

  /// A number that reads back as it is, whole ones without a fraction.
  static func digits(_ number: Double) -> String {
    Int(exactly: number).map { "\($0)" } ?? "\(number)"
  }

  private static func quoted(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else {
      return text
    }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}

extension ResultRow {
  /// What stands in one column.
  enum Field: Equatable {
    case text(String)
    case number(Double)
  }

  /// What stands in each column; nil: nothing.
  var fields: [Field?] {
    func number(_ value: Int?) -> Field? { value.map { .number(Double($0)) } }
    return [
      .text(run), seed.map { .text("\($0)") }, .text(command), .text(object), .text(measure),
      number(learned), number(tested), number(step), .number(value),
    ]
  }
}

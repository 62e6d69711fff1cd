import Catalog
import Text

/// The rows of `ResultTable` as JSON, one object a line.
enum ResultLines: Exporter {
  static let card = Card(
    "jsonl", "the same rows as JSON, one object a line", example: "export to \"runs.jsonl\"",
    source: "JSON Lines")
  static let endings = ["jsonl", "ndjson"]
  static let takesSeveral = true

  static func files(_ reports: [Report]) -> [ExportedFile] {
    let lines = reports.flatMap { ResultReader($0).rows }.map { row in
      let members = zip(ResultRow.columns, row.fields).map { name, field in
        "\"\(name)\":" + word(field, isNumber: name == "seed")
      }
      return "{" + members.joined(separator: ",") + "}\n"
    }
    return [ExportedFile(bytes: Array(lines.joined().utf8))]
  }

  /// JSON has no words for infinities and for what is not a number.
  private static func word(_ field: ResultRow.Field?, isNumber: Bool) -> String {
    switch field {
    case nil: "null"
    case .text(let text): isNumber ? text : QuotedText.json(text)
    case .number(let number): number.isFinite ? ResultTable.digits(number) : "null"
    }
  }
}

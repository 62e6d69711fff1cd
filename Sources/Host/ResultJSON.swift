import Catalog
import Experiments
import Figures
import Journal
import Text
import Workbench

/// One result as one line of JSON.
enum ResultJSON {
  static func line(number: Int?, _ result: Session.Result) -> String {
    var members: [(String, String)] = []
    if let number { members.append(("number", "\(number)")) }
    if !result.path.isEmpty { members.append(("path", "\(result.path)")) }
    members.append(("command", text(result.statement.description)))
    members.append(("values", object(result.outcome.values.map { ($0.name, value($0.value)) })))
    let figures = result.outcome.records.compactMap { record -> String? in
      guard case .figure(let figure) = record.content else { return nil }
      return try? figure.json()
    }
    members.append(("figures", "[" + figures.joined(separator: ",") + "]"))
    members.append(("state", object(result.digests.map { ($0.name, text($0.digest)) })))
    return object(members)
  }

  /// A look, line by line.
  static func line(_ figures: [Figure]) -> String {
    let lines = figures.flatMap { $0.lines(TextStyle()) }
    return object([("look", "[" + lines.map(text).joined(separator: ",") + "]")])
  }

  /// One value of an experiment.
  static func line(_ row: ExperimentResult.Row) -> String {
    let statistics = row.statistics
    let (deviation, margin) = (statistics.deviation, statistics.margin)
    return object([
      ("with", text(row.group)), ("number", "\(row.quantity.command)"),
      ("command", text(row.command)), ("value", text(row.quantity.name)),
      ("n", "\(statistics.count)"), ("mean", value(.number(statistics.mean))),
      ("sd", deviation.map { value(.number($0)) } ?? "null"),
      ("low", margin.map { value(.number(statistics.mean - $0)) } ?? "null"),
      ("high", margin.map { value(.number(statistics.mean + $0)) } ?? "null"),
      ("values", "[" + row.values.map { value(.number($0)) }.joined(separator: ",") + "]"),
    ])
  }

  private static func object(_ members: [(String, String)]) -> String {
    "{" + members.map { text($0) + ":" + $1 }.joined(separator: ",") + "}"
  }

  private static func value(_ result: Value) -> String {
    switch result {
    case .integer(let value): "\(value)"
    // JSON has no words for infinities and for what is not a number.
    case .number(let value): value.isFinite ? "\(value)" : "null"
    case .text, .name, .range: text(String(result) ?? result.description)
    case .flag(let value): value ? "true" : "false"
    case .list(let items): "[" + items.map(value).joined(separator: ",") + "]"
    }
  }

  private static func text(_ text: String) -> String { QuotedText.json(text) }
}

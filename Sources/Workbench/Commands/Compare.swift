import Catalog
import Figures
import Journal
import Language
import Learning

/// `compare A,B,C`: the newest measures of several learners side by side.
struct Compare: Command {
  static let card = Card(
    "compare", "compare the results of several learners",
    operands: [.init("learners", .objects(["learner"]), "the learners, as in base,ours")],
    prepositions: [
      .init(
        "on", .object(["data"]), optional: true,
        "also evaluate all of them on this data set, as they are now"),
      .init(
        "with", .object(["learner"]), optional: true, "a learner to compare the others with"),
      .init(
        "to", .objectOrPath(["learner"]), optional: true,
        "a file for the table (.csv, .md, .tex or .html), or a learner as after with"),
    ],
    parameters: [MeasureNames.parameter, MeasureNames.joint, OutputFile.replace],
    example: "compare base,ours",
    notes: """
      compare base,keep with ours also gives base.last_difference and base.average_difference, the \
      results of base minus those of ours, and the same for keep. vary reports the mean and \
      confidence interval of each difference over seeds; both of its learners run with the same \
      seed.
      compare base,ours on d to "table.md" writes one table with what the results depend on: data, \
      split, order, scenario, training, versions. Where there is no learner base, but base.1, base.2 \
      and so on, these are the runs of one method: the table has their mean with its 95 % confidence \
      interval, and marks the best value of a column where the intervals of differences between \
      equal numbers, as base.1 and ours.1, all exclude 0.
      """)

  /// What is compared in tables and journals: numbers that every training gives, and bytes.
  static let columns = Measures.all.filter {
    $0.isRecorded && $0.form == .number && [.share, .bytes].contains($0.unit)
  }.map(\.name)
  private static let compared = ["last", "average"]

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in context: CommandContext) throws -> Outcome {
    let rows = try ComparisonRows(arguments, in: context)
    let isPlain =
      arguments.prepositions["on"] == nil && path == nil && rows.rows.allSatisfy { !$0.isGroup }
    var outcome = isPlain ? try plain(in: context) : try rows.outcome(path, in: context)
    if let differences = LearnerObject.differences(rows.learners) {
      context.control.warn(differences)
      outcome.figures.append(.text(differences))
    }
    return outcome
  }

  /// The file to write; nil if there is none.
  private var path: String? {
    if case .text(let path)? = arguments.prepositions["to"] { path } else { nil }
  }

  /// The learner to compare with, and where it is in the line.
  private var reference: (name: String, span: Span)? {
    if let name = arguments.prepositions["with"].flatMap(String.init) {
      return (name, arguments.span(.preposition("with")))
    }
    guard case .name(let name)? = arguments.prepositions["to"] else { return nil }
    return (name, arguments.span(.preposition("to")))
  }

  private func plain(in context: CommandContext) throws -> Outcome {
    let measure = try reference.map { try measures(of: $0.name, at: $0.span, in: context).measures }
    let compared = measure == nil ? [] : Self.compared
    let shown = try self.shown(in: context)
    var rows: [[Table.Cell]] = []
    var values: [NamedValue] = []
    for name in arguments.names(0) {
      let (learner, run, own) = try measures(of: name, at: arguments.span(0), in: context)
      func cell(_ column: String, _ value: Double?) -> Table.Cell {
        guard let value else { return .text("") }
        guard Measures[column]?.unit != .bytes else {
          values.append(NamedValue("\(name).\(column)", .integer(Int(value))))
          return .integer(Int(value))
        }
        values.append(NamedValue("\(name).\(column)", .number(value)))
        return .number(value, digits: 4)
      }
      var row: [Table.Cell] = [.text(name), .text(learner.card.name), .integer(run.completed)]
      let cells = Self.columns.map { ($0, cell($0, own[$0])) }
      row += cells.filter { shown.contains($0.0) }.map(\.1)
      for column in compared {
        let difference = own[column].flatMap { own in measure?[column].map { own - $0 } }
        row.append(cell("\(column)_difference", difference))
      }
      rows.append(row)
      var record = run.record
      record.joint = try arguments.joint(for: run, until: run.completed, in: context.workspace)
      values += arguments[MeasureNames.parameter].values(record).map {
        NamedValue("\(name).\($0.name)", $0.value)
      }
    }
    let header = ["learner", "method", "learned"] + shown + compared.map { "\($0) diff" }
    return Outcome(values, figures: [.table(Table(header: header, rows: rows))])
  }

  /// The columns of the table: without those that mean nothing in the scenario of any learner, and
  /// with differences, which take their room, without most.
  private func shown(in context: CommandContext) throws -> [String] {
    guard reference == nil else { return Self.compared + ["bytes"] }
    let scenarios = try arguments.names(0).map {
      try measures(of: $0, at: arguments.span(0), in: context).run.stream.scenario
    }
    return Self.columns.filter { name in
      Measures[name].map { !$0.scenarios.isDisjoint(with: scenarios) } ?? true
    }
  }

  /// What the learner `name` has reached so far, by the names of the measures.
  private func measures(
    of name: String, at span: Span, in context: CommandContext
  ) throws -> (learner: LearnerObject, run: LearningRun, measures: [String: Double]) {
    let learner = try context.workspace.object(
      name, as: LearnerObject.self, kind: .learner, at: span)
    let run = try learner.learned()
    let pairs = Measures.recorded(run.record).compactMap { value in
      NamedValue(value).value.double.map { (value.name, $0) }
    }
    return (learner, run, Dictionary(pairs) { first, _ in first })
  }
}

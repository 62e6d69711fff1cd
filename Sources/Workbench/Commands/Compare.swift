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
      .init("to", .object(["learner"]), optional: true, "a learner to compare the others with")
    ],
    parameters: [MeasureNames.parameter], example: "compare base,ours",
    notes: """
      compare base,keep to ours also gives base.last_difference and base.average_difference, the \
      results of base minus those of ours, and the same for keep. vary reports the mean and \
      confidence interval of each difference over seeds; both of its learners run with the same \
      seed.
      """)

  /// What is compared in tables and journals: numbers that every training gives.
  private static let columns = Measures.all.filter { $0.isRecorded && $0.form == .number }.map(
    \.name)
  private static let compared = ["last", "average"]

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in context: CommandContext) throws -> Outcome {
    let measure = try arguments.prepositions["to"].flatMap(String.init).map {
      try measures(of: $0, at: arguments.span(.preposition("to")), in: context).measures
    }
    let compared = measure == nil ? [] : Self.compared
    let shown = try self.shown(in: context)
    var rows: [[Table.Cell]] = []
    var learners: [LearnerObject] = []
    var values: [NamedValue] = []
    for name in Self.names(arguments.operands[0]) {
      let (learner, run, own) = try measures(of: name, at: arguments.span(0), in: context)
      learners.append(learner)
      func cell(_ column: String, _ value: Double?) -> Table.Cell {
        guard let value else { return .text("") }
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
      values += arguments[MeasureNames.parameter].values(run.record).map {
        NamedValue("\(name).\($0.name)", $0.value)
      }
    }
    let header = ["learner", "method", "learned"] + shown + compared.map { "\($0) diff" }
    let differences = LearnerObject.differences(learners)
    if let differences { context.control.warn(differences) }
    return Outcome(
      values,
      figures: [.table(Table(header: header, rows: rows))]
        + (differences.map { [.text($0)] } ?? []))
  }

  /// The columns of the table: without those that mean nothing in the scenario of any learner, and
  /// with differences, which take their room, without most.
  private func shown(in context: CommandContext) throws -> [String] {
    guard arguments.prepositions["to"] == nil else { return Self.compared }
    let scenarios = try Self.names(arguments.operands[0]).map {
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

  /// The names in `a` or `a,b`.
  static func names(_ value: Value) -> [String] {
    guard case .list(let items) = value else { return String(value).map { [$0] } ?? [] }
    return items.compactMap(String.init)
  }
}

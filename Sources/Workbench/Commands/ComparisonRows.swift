import Catalog
import Experiments
import Figures
import Journal
import Language
import Learning
import Torch

/// `compare A,B on DATA to FILE`: what its table is made of.
struct ComparisonRows {
  /// A learner, or the learners `name.1`, `name.2` and so on.
  struct Row {
    let name: String
    let learners: [(pair: String, object: LearnerObject)]
    let isGroup: Bool
  }

  let rows: [Row]
  private let arguments: Arguments
  private let workspace: Workspace

  var learners: [LearnerObject] { rows.flatMap { $0.learners.map(\.object) } }

  /// Finds the learners that the line names.
  ///
  /// - Throws: `Diagnostic` at a name that is neither a learner nor a group of them.
  init(_ arguments: Arguments, in context: CommandContext) throws {
    (self.arguments, workspace) = (arguments, context.workspace)
    rows = try arguments.names(0).map { name in
      let members = Self.members(of: name, in: context.workspace)
      guard members.isEmpty else { return Row(name: name, learners: members, isGroup: true) }
      let learner = try context.workspace.object(
        name, as: LearnerObject.self, kind: .learner, at: arguments.span(0))
      return Row(name: name, learners: [("", learner)], isGroup: false)
    }
  }

  /// The learners `name.1`, `name.2` and so on, by number, where nothing else has the name.
  private static func members(
    of name: String, in workspace: Workspace
  ) -> [(pair: String, object: LearnerObject)] {
    guard workspace[name] == nil else { return [] }
    let found = workspace.objects.compactMap { object -> (number: Int, object: LearnerObject)? in
      guard let learner = object as? LearnerObject, object.name.hasPrefix(name + "."),
        let number = Int(object.name.dropFirst(name.count + 1))
      else { return nil }
      return (number, learner)
    }
    return found.sorted { $0.number < $1.number }.map { ("\($0.number)", $0.object) }
  }

  /// The table, its values and, if there is a `path`, its file.
  func outcome(_ path: String?, in context: CommandContext) throws -> Outcome {
    let file = try path.flatMap { _ in
      try OutputFile(arguments, endings: ComparisonTable.endings, in: context)
    }
    let (table, values) = try measured(in: context)
    let notes = troubles(in: context)
    notes.forEach(context.control.warn)
    var figures: [Figure] = [
      .text(table.facts.joined(separator: "\n")), .table(table.turned),
      .text(([table.legend].compactMap(\.self) + notes).joined(separator: "\n")),
    ]
    if let file {
      let differences = [LearnerObject.differences(learners)].compactMap(\.self)
      let text = table.text(as: file.ending, notes: notes + differences)
      figures.append(.text(try file.write(Array(text.utf8), in: context)))
    }
    return Outcome(values, figures: figures)
  }

  /// What is wrong with generators and memories.
  private func troubles(in context: CommandContext) -> [String] {
    learners.flatMap { learner in
      learner.troubles(device: context.device).map { "\(learner.name): \($0)" }
    }
  }

  private func measured(
    in context: CommandContext
  ) throws -> (table: ComparisonTable, values: [NamedValue]) {
    let names = arguments[MeasureNames.parameter]
    let data = try arguments.prepositions["on"].flatMap(String.init).map {
      try workspace.experiences($0, at: arguments.span(.preposition("on")))
    }
    let extra = data.map { _ in ["accuracy"] } ?? []
    var values: [NamedValue] = []
    var filled: [ComparisonTable.Row] = []
    for row in rows {
      var result = ComparisonTable.Row(name: row.name, learners: row.learners)
      for (_, learner) in row.learners {
        let run = try learner.learned()
        var record = run.record
        record.joint = try arguments.joint(for: run, until: run.completed, in: workspace)
        var own = Measures.recorded(record).map(NamedValue.init).filter {
          Compare.columns.contains($0.name)
        }
        own += names.values(record)
        if let (data, number) = data {
          own.append(
            NamedValue("accuracy", .number(try accuracy(of: run, on: data, number))))
        }
        values += own.map { NamedValue("\(learner.name).\($0.name)", $0.value) }
        let numbers = Dictionary(own.map { ($0.name, $0.value.double) }) { first, _ in first }
        for column in Compare.columns + names.names + extra {
          result.values[column, default: []].append(numbers[column] ?? nil)
        }
      }
      filled.append(result)
      if row.isGroup { values += summary(result) }
    }
    let scenarios = learners.compactMap(\.run).map(\.stream.scenario)
    let columns = (extra + Compare.columns + names.names).filter { name in
      (Measures[name].map { !$0.scenarios.isDisjoint(with: scenarios) } ?? true)
        && filled.contains { !$0.runs(name).isEmpty }
    }
    let facts = try facts(data.map { $0.data })
    return (ComparisonTable(rows: filled, columns: columns, facts: facts), values)
  }

  /// The accuracy of a learner as it is now on test images.
  private func accuracy(of run: LearningRun, on data: DataObject, _ number: Int?) throws -> Double {
    let chosen = data.stream.experiences.filter { number == nil || $0.index + 1 == number }
    let isOwn = LearnerObject.isSame(run.stream, data.stream)
    let answers = AnswerCounts.sum(
      try chosen.map {
        try isOwn ? run.evaluate($0, $0.test) : run.evaluate($0.test, of: data.stream)
      })
    return Double(answers.correct) / Double(max(1, answers.count))
  }

  /// Mean and interval of each measure over the runs of one method.
  private func summary(_ row: ComparisonTable.Row) -> [NamedValue] {
    row.values.keys.sorted().flatMap { measure -> [NamedValue] in
      guard let found = Statistics(row.runs(measure).map(\.value)) else { return [] }
      let range = Measures[measure]?.range ?? 0...1
      return [NamedValue("\(row.name).\(measure)", .number(found.mean))]
        + (found.interval(within: range).map {
          [
            NamedValue(
              "\(row.name).\(measure)_interval", .numbers([$0.lowerBound, $0.upperBound]))
          ]
        } ?? [])
    }
  }

  /// Each text once.
  private func unique(_ texts: [String]) -> String {
    texts.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      .joined(separator: " or ")
  }

  /// What the results depend on, a line each.
  private func facts(_ data: DataObject?) throws -> [String] {
    func nameless(_ declaration: Invocation) -> String {
      var words = declaration
      words.binding = nil
      return words.description
    }
    let trained = learners.compactMap(\.data)
    var lines: [String] = []
    var seen: Set<String> = []
    for object in trained + [data].compactMap(\.self)
    where seen.insert(nameless(object.declaration)).inserted {
      let stream = object.stream
      let groups = Measures.labels(stream).joined(separator: " | ")
      let role = trained.contains { $0 === object } ? "data" : "evaluated on"
      lines.append(
        "\(role): \(nameless(object.declaration)): \(object.summary); classes in order \(groups)")
    }
    let training = rows.map { row in
      (row.name, unique(row.learners.map { $0.object.standing.training ?? "not recorded" }))
    }
    if Set(training.map(\.1)).count == 1 {
      lines.append("training: \(training[0].1)")
    } else {
      lines.append(
        "training: " + training.map { "\($0.0) \($0.1)" }.joined(separator: "; "))
    }
    lines += rows.map { row in
      let declarations = row.learners.map { learner -> String in
        var words = learner.object.declaration
        if row.isGroup { words.arguments.removeAll { $0.role == .option(Declarations.seed.name) } }
        return nameless(words)
      }
      let runs = row.learners.map(\.pair).joined(separator: ", ")
      return "\(row.name): \(unique(declarations))" + (row.isGroup ? " (runs \(runs))" : "")
    }
    let circumstances = Circumstances(workspace).facts.filter { $0.name != "data" }
    lines.append(
      "reverie \(Release.version), "
        + circumstances.map { "\($0.name) \($0.value)" }.joined(separator: ", "))
    return lines
  }
}

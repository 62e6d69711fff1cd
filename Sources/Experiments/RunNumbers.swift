import Catalog
import Journal
import Language
import Learning

/// Which number of a run: `last` of the fifth command.
package struct Quantity: Sendable, Hashable {
  /// The place of the command, from 1.
  package let command: Int
  /// `last` or `accuracy.1.2`; in a block with its turn.
  package let name: String
  /// Whether it is an entry of a list.
  package let isEntry: Bool

  /// The least and the greatest value that there can be, if it is that of a measure: `last`,
  /// `ours.last`, or the accuracy over the first classes, `a10`.
  var range: ClosedRange<Double>? {
    let word = name.prefix { $0 != " " }.split(separator: ".").last { Int($0) == nil } ?? ""
    if let measure = Measures[String(word)] { return measure.range }
    return word.hasPrefix("a") && Int(word.dropFirst()) != nil ? 0...1 : nil
  }
}

/// The numbers that one run of an experiment gave.
package struct RunNumbers: Sendable {
  package let run: PlannedRun
  /// In the order of the journal.
  package let quantities: [Quantity]
  package let values: [Quantity: Double]
  /// The texts of the commands, by their places.
  package let commands: [Int: String]
  /// For each learner, in the order of their last trainings, what that reported.
  let learners: [(name: String, values: [NamedValue])]
  /// The declarations of data and the trainings, as they were written.
  let setting: [String]
  /// `RunDigest` of the journal.
  let digest: String

  /// Reads what stands in a run's journal: times, texts and facts about data are left out.
  init(_ run: PlannedRun, _ document: JournalDocument) {
    self.run = run
    digest = RunDigest.of(document)
    var quantities: [Quantity] = []
    var values: [Quantity: Double] = [:]
    var commands: [Int: String] = [:]
    var learners: [(name: String, values: [NamedValue])] = []
    var setting: [String] = []
    for (place, command) in document.commands.enumerated() {
      if case .invocation(let invocation) = command.statement,
        invocation.binding?.kind == "data"
          || invocation.binding == nil && invocation.verb == "train"
      {
        setting.append(command.text)
      }
      let results = command.values.sorted { $0.key.lexicographicallyPrecedes($1.key) }
      for (name, values) in Self.trainings(command, results) {
        learners.removeAll { $0.name == name }
        learners.append((name, values))
      }
      if case .invocation(let invocation) = command.statement, invocation.binding != nil {
        continue
      }
      for (path, named) in results {
        let turn = path.isEmpty ? "" : " of turn \(JournalText.path(path))"
        for value in named where !value.isVolatile {
          for (name, number) in Self.flattened(value.name, value.value) {
            let quantity = Quantity(
              command: place + 1, name: name + turn, isEntry: name != value.name)
            if values.updateValue(number, forKey: quantity) == nil { quantities.append(quantity) }
          }
        }
      }
      commands[place + 1] = command.text
    }
    (self.quantities, self.values, self.commands) = (quantities, values, commands)
    (self.learners, self.setting) = (learners, setting)
  }

  private static func flattened(_ name: String, _ value: Value) -> [(String, Double)] {
    switch value {
    case .integer(let number): [(name, Double(number))]
    case .number(let number): [(name, number)]
    case .list(let items):
      items.enumerated().flatMap { flattened("\(name).\($0.offset + 1)", $0.element) }
    case .text, .name, .flag, .range: []
    }
  }

  /// What trainings in a command reported, by learner.
  private static func trainings(
    _ command: JournalDocument.Command, _ results: [(key: [Int], value: [NamedValue])]
  ) -> [(name: String, values: [NamedValue])] {
    results.compactMap { path, values in
      guard case .invocation(let invocation) = statement(command.statement, at: path),
        invocation.binding == nil, invocation.verb == "train",
        let learner = invocation.operands.first
      else { return nil }
      return (learner.value.description, values)
    }
  }

  /// The statement at a place of a block.
  private static func statement(_ statement: Statement, at path: [Int]) -> Statement {
    guard path.count > 1, let inner = statement.inner(turn: path[0], place: path[1]) else {
      return statement
    }
    return self.statement(inner, at: Array(path.dropFirst(2)))
  }
}

import Catalog
import Figures
import Journal
import Language

/// `journal`: where this session is recorded, and what its newest commands gave.
enum JournalPlace: SessionCommand {
  static let last = Parameter(
    "last", .integer(0...10_000), default: 3,
    "number of newest commands to show with their results")

  static let card = Card(
    "journal", "show where this session is recorded and its newest results", scope: .session,
    parameters: [last], example: "journal last=10")

  static func run(_ arguments: Arguments, in interpreter: Interpreter) throws {
    guard let path = interpreter.session.journal?.path else {
      return interpreter.show(.text("nothing is recorded"))
    }
    let place = Figure.text("recording to \(path)")
    let document = try JournalDocument(file: path)
    interpreter.session.tell(.look([place] + figures(document, last: arguments[last])))
  }

  /// What is recorded of the newest commands; those that failed stand among them.
  private static func figures(_ document: JournalDocument, last count: Int) -> [Figure] {
    let first = max(0, document.commands.count - count)
    var figures: [Figure] = []
    func addFailures(before place: Int) {
      for attempt in document.attempts where attempt.place.commands == place && count > 0 {
        let message = attempt.message.map { "failed: \($0)" } ?? "running"
        figures.append(.text("[\(attempt.number)] \(attempt.text)\n  \(message)"))
      }
    }
    for (index, command) in document.commands.enumerated().dropFirst(first) {
      if index > first { addFailures(before: index) }
      let number = command.number.map { "[\($0)] " } ?? ""
      let results = command.figures.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        .flatMap { $0.value.compactMap(figure) }
      let isTold = !results.isEmpty || command.values.isEmpty
      figures.append(.text(number + command.text + (isTold ? "" : "\n  " + values(command))))
      figures += results
    }
    addFailures(before: document.commands.count)
    return figures
  }

  private static func figure(_ record: FigureRecord) -> Figure? {
    if case .figure(let figure) = record.content { figure } else { nil }
  }

  private static func values(_ command: JournalDocument.Command) -> String {
    command.values.sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .flatMap { $0.value.map { "\($0.name)=\($0.value)" } }.joined(separator: " ")
  }
}

import Journal
import Language

/// The commands of a journal, which stand for the first ones of the file that it was run from.
///
/// What was typed is compared, so that it does not matter how the journal spells it: `undo` as
/// `back 3`, `pin` with what it pinned.
final class RecordedPast {
  private let resumption: Resumption
  /// For each learner the last command whose state a snapshot has.
  private let last: [String: Int]
  private var position = 0
  /// The command that the session died in, until the file has come to it.
  private var unfinished: String?
  /// Lines of prose after the last command of the journal, until the file has come to them.
  private var prose: [Substring]
  private let whenOver: () -> Void

  /// - Parameters:
  ///   - last: for each learner the last command whose state a snapshot has; states before it need
  ///     not be computed.
  ///   - whenOver: told once, before the first command that the journal does not hold.
  init(_ resumption: Resumption, last: [String: Int], whenOver: @escaping () -> Void) {
    (self.resumption, self.last, self.whenOver) = (resumption, last, whenOver)
    unfinished = resumption.unfinished
    prose = Self.lines(resumption.document.closing)
    if isOver { whenOver() }
  }

  /// Whether the next command of the file is one that the journal holds with its results.
  var isReplaying: Bool { position < resumption.document.commands.count }

  /// Whether the file has come to where the journal ends.
  var isOver: Bool { !isReplaying && unfinished == nil }

  /// What the journal holds of the file's next command; nil if that is to run.
  ///
  /// - Throws: `Failure` if the journal has another one.
  func command(for statement: Statement) throws(Failure) -> RecordedCommand? {
    guard isReplaying else {
      if let unfinished {
        try compare(statement, with: unfinished)
        self.unfinished = nil
        whenOver()
      }
      return nil
    }
    let command = resumption.document.commands[position]
    try compare(statement, with: command.typed ?? command.text)
    try requireWhole(command, at: statement.span)
    let index = position
    return RecordedCommand(command: command) { [last] name in last[name].map { index < $0 } ?? false
    }
  }

  /// What went wrong with a command of the journal, with its place in that.
  func failure(_ error: any Error) -> Failure {
    Failure(syntax: error).inside(resumption.text, resumption.path)
  }

  /// Goes on to the next command.
  func advance() {
    position += 1
    if isOver { whenOver() }
  }

  /// What of the file's next prose the journal does not hold yet.
  func rest(of text: String) -> String {
    guard isOver else { return "" }
    var lines = Self.lines(text)[...]
    while let line = lines.first, line == prose.first {
      lines.removeFirst()
      prose.removeFirst()
    }
    if !lines.isEmpty { prose = [] }
    return lines.joined(separator: "\n")
  }

  /// Text by lines, by scalars: a line feed may be part of a longer character.
  private static func lines(_ text: String) -> [Substring] {
    text.isEmpty
      ? []
      : text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        .map { Substring($0) }
  }

  private func compare(_ statement: Statement, with typed: String) throws(Failure) {
    guard statement.description != typed, statement.description != canonicalSpelling(of: typed)
    else { return }
    let line = typed.prefix { $0 != "\n" }
    let advice =
      if case .bind(true, _, _, _) = statement {
        "restore it, or run the changed file as a new session"
      } else { "use the file that it was run from" }
    throw Failure(
      Diagnostic(
        "\(resumption.path) has another command here: \(line)", at: statement.span,
        suggestion: advice))
  }

  /// The spelling of today of what an older program wrote.
  private func canonicalSpelling(of typed: String) -> String? {
    guard let parsed = try? Parser.statements(in: typed).first?.statement,
      let statement = try? canonical(parsed, in: Commands.vocabulary, lenient: false)
    else { return nil }
    return (resumption.document.version == 1 ? FirstVersion.today(statement) : statement)
      .description
  }

  /// - Throws: `Failure` if the recorded command is only a part of the one that was typed.
  private func requireWhole(_ command: JournalDocument.Command, at span: Span) throws(Failure) {
    guard let typed = command.typed.flatMap({ try? Parser.statements(in: $0).first?.statement })
    else { return }
    switch (typed, command.statement) {
    case (.loop, .loop), (.choice, .choice), (.bind, _), (.expect, _), (.definition, _): return
    case (.invocation(let typed), .invocation(let recorded))
    where typed.limitsSteps || !recorded.limitsSteps:
      return
    default:
      throw Failure(
        Diagnostic(
          "\(resumption.path) holds only what was done when this command was stopped: "
            + "\(command.text.prefix { $0 != "\n" })", at: span,
          suggestion: "resume it without the file"))
    }
  }
}

extension Invocation {
  /// Whether it says after how many steps to stop.
  fileprivate var limitsSteps: Bool { arguments.contains { $0.role == .option(Train.stop.name) } }
}

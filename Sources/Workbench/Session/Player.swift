import Journal
import Language

/// Plays the commands of a session or journal through an interpreter: whole, or step by step.
///
/// `run`, `check`, `verify`, `step` and `resume` all play files with it.
package final class Player {
  package let document: JournalDocument
  /// The place of the command that comes next.
  package private(set) var position: Int
  private let interpreter: Interpreter
  private let isLenient: Bool
  private let source: (text: String, label: String)
  /// The session's newest command when the file began, and after each of its journaled commands.
  private var numbers: [Int]
  /// For each step taken, what `numbers` and the session's newest command were before it.
  private var taken: [(numbers: [Int], newest: Int)] = []

  /// Makes ready to play `document`, which is the text of `source`, from its command `first` on.
  ///
  /// - Parameters:
  ///   - continues: whether `back 3` in it means the session's third command, not its own.
  ///   - lenient: whether abbreviations are taken.
  /// - Throws: `Failure` at the first word that is wrong; nothing has run then.
  package init(
    _ document: JournalDocument, of source: (text: String, label: String),
    in interpreter: Interpreter, from first: Int = 0, continues: Bool = false,
    lenient: Bool = false
  ) throws(Failure) {
    (self.document, self.source, self.interpreter) = (document, source, interpreter)
    (position, isLenient) = (first, lenient)
    let newest = interpreter.session.number - 1
    numbers = continues ? Array(0...newest) : [newest]
    try Self.check(
      document, of: source, lenient: lenient,
      defined: interpreter.session.workspace.definitions,
      objects: interpreter.session.workspace.objects.map(\.name))
    if document.returns { interpreter.session.keepTimeline() }
  }

  /// Reads a session or journal file to play it.
  package convenience init(file path: String, in interpreter: Interpreter) throws(Failure) {
    let text = try SessionFile.read(path)
    try self.init(JournalDocument(text, file: path), of: (text, path), in: interpreter)
  }

  /// The name of what is played.
  package var label: String { source.label }

  /// The command that comes next; nil at the end.
  package var next: JournalDocument.Command? {
    position < document.commands.count ? document.commands[position] : nil
  }

  /// Whether no more is to run: `quit` was said, or work is to stop.
  var isStopped: Bool { interpreter.isStopped }

  /// Plays on to the end, or to the command at place `last`.
  package func play(until last: Int? = nil) throws(Failure) {
    while next != nil, !isStopped {
      try step()
      if position - 1 == last { return }
    }
    if !isStopped, !document.closing.isEmpty { try interpreter.say(document.closing) }
  }

  /// Runs the next command; if it fails, it stays the next one.
  ///
  /// - Parameters:
  ///   - text: what a person wrote in its place.
  ///   - recorded: what a journal holds about it, where that stands for running it.
  @discardableResult
  func step(
    _ text: String? = nil, replaying recorded: RecordedCommand? = nil
  ) throws(Failure) -> [Session.Result] {
    let command = document.commands[position]
    let before = (numbers, interpreter.session.number - 1)
    var results: [Session.Result] = []
    if let text {
      results = try interpreter.prompt(text)
    } else {
      do throws(Failure) {
        if recorded == nil, !command.prose.isEmpty { try interpreter.say(command.prose) }
        results = try interpreter.run(
          statement(of: command), replaying: recorded, lenient: isLenient)
      } catch { throw error.inside(source.text, source.label) }
    }
    advance(from: before)
    return results
  }

  /// The command as the session takes it.
  private func statement(of command: JournalDocument.Command) throws(Failure) -> ParsedStatement {
    let parsed = try command.parsed.returning(to: numbers)
    guard document.version == 1 else { return parsed }
    return ParsedStatement(statement: FirstVersion.today(parsed.statement), span: parsed.span)
  }

  /// Runs the next command, or `text` in its place; `back` undoes it.
  package func step(writing text: String?) throws(Failure) {
    interpreter.session.keepTimeline()
    try step(text)
  }

  /// Passes the next command over.
  package func skip() { advance(from: (numbers, interpreter.session.number - 1)) }

  private func advance(from before: (numbers: [Int], newest: Int)) {
    taken.append(before)
    if Session.isJournaled(document.commands[position].statement) {
      numbers.append(interpreter.session.number - 1)
    }
    position += 1
  }

  /// Undoes the newest step, with the state as it was before it; false at the beginning.
  package func back() throws(Failure) -> Bool {
    guard let last = taken.last else { return false }
    if last.newest < interpreter.session.number - 1 {
      try interpreter.prompt("back \(last.newest)")
    }
    taken.removeLast()
    numbers = last.numbers
    position -= 1
    return true
  }

  /// Checks every word and option of `document`; nothing is run.
  ///
  /// - Parameters:
  ///   - defined: what is defined already.
  ///   - objects: the names of objects that are there already.
  /// - Throws: `Failure` at the first word that is wrong.
  package static func check(
    _ document: JournalDocument, of source: (text: String, label: String), lenient: Bool = false,
    defined: Definitions = Definitions(), objects: [String] = []
  ) throws(Failure) {
    var definitions = defined
    var vocabulary = Commands.vocabulary.adding(definitions, objects: objects)
    do {
      for command in document.commands {
        let statement = try canonical(command.statement, in: vocabulary, lenient: lenient)
        guard statement.mayDefine else { continue }
        definitions.add(statement, depth: 0)
        vocabulary = Commands.vocabulary.adding(definitions, objects: objects)
      }
    } catch { throw Failure(syntax: error).inside(source.text, source.label) }
  }
}

extension ParsedStatement {
  /// The statement of a file as the session takes it: `back 3` means the file's third command.
  ///
  /// - Parameter numbers: what the session's newest command was when the file began, and after each
  ///   of its commands so far.
  /// - Throws: `Failure` if that command has not run.
  func returning(to numbers: [Int]) throws(Failure) -> ParsedStatement {
    guard case .invocation(var invocation) = statement, invocation.binding == nil,
      invocation.verb == Back.card.name,
      case .literal(.integer(let number))? = invocation.arguments.first?.value
    else { return self }
    guard numbers.indices.contains(number) else {
      throw Failure(
        Diagnostic(
          "the file has no command \(number) before this one",
          at: invocation.arguments[0].valueSpan,
          suggestion: "write a number from 0 to \(numbers.count - 1)"))
    }
    invocation.arguments[0].value = .literal(.integer(numbers[number]))
    return ParsedStatement(statement: .invocation(invocation), span: span)
  }
}

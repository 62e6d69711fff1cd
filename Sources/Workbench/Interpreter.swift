import Foundation
import Language

/// Text in, statements through the session: what every front end feeds.
public final class Interpreter {
  public let session: Session
  /// Whether `quit` was said.
  public private(set) var hasQuit = false
  /// Verbs that only the front end can do, such as `set`; returns whether it did.
  public var own: (Invocation) throws -> Bool = { _ in false }
  /// Files that are being run, to notice one that runs itself.
  private var open: [String] = []

  public init(_ session: Session) { self.session = session }

  /// Runs what a person typed; abbreviations are taken.
  public func prompt(_ text: String) throws(Failure) {
    do {
      try run(Parser.prompt(text), lenient: true)
    } catch {
      throw Failure(syntax: error).inside(text, "prompt")
    }
  }

  /// Runs the text of a script.
  public func script(_ text: String, label: String) throws(Failure) {
    do {
      try play(JournalDocument(text))
    } catch {
      throw Failure(syntax: error).inside(text, label)
    }
  }

  /// Runs a session or journal file; stops at the first failure or when `shouldStop` says so.
  public func file(_ path: String) throws(Failure) {
    let text = try Self.read(path)
    let identity = URL(fileURLWithPath: path).standardizedFileURL.path
    guard !open.contains(identity), open.count < 16 else {
      throw Failure(Diagnostic("\(path) runs itself", at: Span(lower: 0, upper: 0)))
    }
    open.append(identity)
    defer { open.removeLast() }
    try script(text, label: path)
  }

  /// The text of a file.
  public static func read(_ path: String) throws(Failure) -> String {
    let nowhere = Span(lower: 0, upper: 0)
    var status = stat()
    guard !path.utf8.contains(0), stat(path, &status) != 0 || status.st_mode & S_IFMT != S_IFCHR
    else {
      throw Failure(
        Diagnostic("\(path.replacing("\0", with: "?")) cannot be read as a file", at: nowhere),
        trouble: .syntax)
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      let isFolder =
        (try? URL(fileURLWithPath: path).resourceValues(forKeys: [.isDirectoryKey]))
        .flatMap(\.isDirectory) ?? false
      throw Failure(
        Diagnostic(
          isFolder ? "\(path) is a folder, not a session file" : "\(path) cannot be read",
          at: nowhere), trouble: .syntax)
    }
    guard let text = String(bytes: data, encoding: .utf8) else {
      throw Failure(Diagnostic("\(path) is not UTF-8 text", at: nowhere), trouble: .syntax)
    }
    return text
  }

  private func play(_ document: JournalDocument) throws {
    for command in document.commands {
      _ = try canonical(command.statement, in: WordList.vocabulary, lenient: false)
    }
    for command in document.commands {
      if !command.prose.isEmpty { try session.say(command.prose) }
      try run([command.parsed], lenient: false)
      if hasQuit || session.bench.workspace.attention.shouldStop() { return }
    }
    if !document.closing.isEmpty { try session.say(document.closing) }
  }

  private func run(_ statements: [ParsedStatement], lenient: Bool) throws {
    for parsed in statements {
      let statement = try canonical(parsed.statement, in: WordList.vocabulary, lenient: lenient)
      if case .invocation(let invocation) = statement, try isOwn(invocation) {
        if hasQuit { return }
      } else {
        try session.run(statement)
      }
      if session.bench.workspace.attention.shouldStop() { return }
    }
  }

  /// Does the verbs that act on the session and not on its objects.
  private func isOwn(_ invocation: Invocation) throws -> Bool {
    guard invocation.binding == nil,
      let card = SessionVerbs.cards.first(where: { $0.name == invocation.verb })
    else { return false }
    let arguments = try Arguments(
      invocation, card: card, values: Evaluator(session.bench.workspace))
    switch invocation.verb {
    case SessionVerbs.quit.name: hasQuit = true
    case SessionVerbs.run.name: try file(arguments.text(0) ?? "")
    case SessionVerbs.check.name:
      let count = try Self.check(arguments.text(0) ?? "")
      show(.text("\(arguments.text(0) ?? ""): \(count) commands, nothing wrong"))
    case SessionVerbs.export.name: show(.text(try export(arguments)))
    case SessionVerbs.journal.name:
      show(.text(session.journal.map { "recording to \($0.path)" } ?? "nothing is recorded"))
    case SessionVerbs.history.name:
      show(.text(session.history.map { "[\($0.number)] \($0.text)" }.joined(separator: "\n")))
    default:
      guard try own(invocation) else {
        throw Diagnostic(
          "'\(invocation.verb)' works only at the prompt of a terminal", at: invocation.verbSpan)
      }
    }
    return true
  }

  private func export(_ arguments: Arguments) throws -> String {
    guard let path = arguments.text(0) ?? session.journal?.path else {
      throw WorkbenchError("nothing is recorded here: name a journal to export")
    }
    return try Exports.write(path, to: arguments.prepositions["to"].flatMap(String.init) ?? "")
  }

  private func show(_ outcome: Outcome) {
    session.tell(
      .end(
        number: nil,
        Session.Result(
          path: [], statement: .invocation(Invocation(verb: "")), outcome: outcome, digests: [])))
  }

  /// Checks every word and option of a file and returns the number of commands.
  ///
  /// - Throws: `Failure` at the first word that is wrong; nothing is run.
  public static func check(_ path: String) throws(Failure) -> Int {
    let text = try read(path)
    do {
      let document = try JournalDocument(text)
      for command in document.commands {
        _ = try canonical(command.statement, in: WordList.vocabulary, lenient: false)
      }
      return document.commands.count
    } catch {
      throw Failure(syntax: error).inside(text, path)
    }
  }
}

extension Failure {
  /// What was thrown while a text was read or run; a bare diagnostic is a matter of syntax.
  init(syntax error: any Error) {
    if let diagnostic = error as? Diagnostic {
      self.init(diagnostic, trouble: .syntax)
    } else {
      self.init(error, at: Span(lower: 0, upper: 0))
    }
  }
}

import Figures
import Foundation
import Language

/// Text in, statements through the session: what every front end feeds.
package final class Interpreter {
  package let session: Session
  /// Whether `quit` was said.
  package private(set) var hasQuit = false
  /// Does a verb that only a front end can do, such as `step`; returns whether it did.
  package var frontEnd: (Arguments) throws -> Bool = { _ in false }
  /// Files that are being run, to notice one that runs itself.
  private var open: [String] = []
  /// Whether the commands that run are those of a file.
  package var isPlayingFile: Bool { !open.isEmpty }

  package init(_ session: Session) { self.session = session }

  /// Runs what a person typed; abbreviations are taken.
  package func prompt(_ text: String) throws(Failure) {
    session.keepTimeline()
    do {
      try run(Parser.prompt(text), lenient: true)
    } catch {
      throw Failure(syntax: error).inside(text, "prompt")
    }
  }

  /// Runs the text of a script.
  ///
  /// - Parameter continues: whether `back 3` in it means the session's third command, not its own.
  package func script(_ text: String, label: String, continues: Bool = false) throws(Failure) {
    do {
      try play(JournalDocument(text), continues: continues)
    } catch {
      throw Failure(syntax: error).inside(text, label)
    }
  }

  /// Runs a session or journal file; stops at the first failure or when `shouldStop` says so.
  ///
  /// - Parameters:
  ///   - last: the number of a command of the file, or the name of a mark, after which it ends.
  ///   - fast: whether trainings with the same inputs are taken from snapshots.
  package func file(_ path: String, until last: String? = nil, fast: Bool = false) throws(Failure) {
    guard fast else { return try file(path, until: last) }
    try session.answering(from: path) { () throws(Failure) in try file(path, until: last) }
  }

  private func file(_ path: String, until last: String?) throws(Failure) {
    let text = try Self.read(path)
    let identity = URL(fileURLWithPath: path).standardizedFileURL.path
    guard !open.contains(identity), open.count < 16 else {
      throw Failure(Diagnostic("\(path) runs itself", at: .nowhere))
    }
    open.append(identity)
    defer { open.removeLast() }
    do {
      let document = try JournalDocument(text)
      if open.count == 1 {
        try session.bench.workspace.checkOverrides(in: document.commands.map(\.statement))
      }
      try play(document, until: last.map { try document.place(of: $0) })
    } catch {
      throw Failure(syntax: error).inside(text, path)
    }
  }

  /// The text of a file.
  package static func read(_ path: String) throws(Failure) -> String {
    var status = stat()
    guard !path.utf8.contains(0), stat(path, &status) != 0 || status.st_mode & S_IFMT != S_IFCHR
    else {
      throw Failure(
        Diagnostic("\(path.replacing("\0", with: "?")) cannot be read as a file", at: .nowhere),
        trouble: .syntax)
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      let isFolder =
        (try? URL(fileURLWithPath: path).resourceValues(forKeys: [.isDirectoryKey]))
        .flatMap(\.isDirectory) ?? false
      throw Failure(
        Diagnostic(
          isFolder ? "\(path) is a folder, not a session file" : "\(path) cannot be read",
          at: .nowhere), trouble: .syntax)
    }
    guard let text = String(bytes: data, encoding: .utf8) else {
      throw Failure(Diagnostic("\(path) is not UTF-8 text", at: .nowhere), trouble: .syntax)
    }
    return text
  }

  /// Runs what is left of a session after the commands that are recorded by now.
  package func rest(_ rest: SessionRest) throws(Failure) {
    do {
      try play(rest.document, from: rest.start(after: session.number - 1), continues: true)
    } catch {
      throw rest.located(error)
    }
  }

  private func play(
    _ document: JournalDocument, from first: Int = 0, until last: Int? = nil,
    continues: Bool = false
  ) throws {
    for command in document.commands {
      _ = try canonical(command.statement, in: WordList.vocabulary, lenient: false)
    }
    if hasQuit || session.bench.workspace.control.shouldStop() { return }
    session.prepare(for: document)
    var numbers = continues ? Array(0..<session.number) : [session.number - 1]
    for (index, command) in document.commands.enumerated().dropFirst(first) {
      if !command.prose.isEmpty { try session.say(command.prose) }
      try run([command.parsed.returning(to: numbers)], lenient: false)
      if Session.isJournaled(command.statement) { numbers.append(session.number - 1) }
      if index == last { return }
      if hasQuit || session.bench.workspace.control.shouldStop() { return }
    }
    if !document.closing.isEmpty { try session.say(document.closing) }
  }

  private func run(_ statements: [ParsedStatement], lenient: Bool) throws {
    for parsed in statements {
      let statement = try canonical(parsed.statement, in: WordList.vocabulary, lenient: lenient)
      if case .invocation(let invocation) = statement, try sessionVerb(invocation) {
        if hasQuit { return }
      } else {
        try session.run(statement)
      }
      if session.bench.workspace.control.shouldStop() { return }
    }
  }

  /// Does a verb that acts on the session and not on its objects; false if it is none.
  private func sessionVerb(_ invocation: Invocation) throws -> Bool {
    guard invocation.binding == nil, let type = SessionVerbs.named(invocation.verb) else {
      return false
    }
    let values = Evaluator(session.bench.workspace)
    try type.run(Arguments(invocation, card: type.card, values: values), in: self)
    return true
  }

  /// Has the front end do what it alone can.
  ///
  /// - Throws: `Diagnostic` if there is none that can.
  func askFrontEnd(_ arguments: Arguments) throws {
    guard try frontEnd(arguments) else {
      throw Diagnostic(
        "'\(arguments.card.name)' works only at the prompt of a terminal",
        at: arguments.invocation.verbSpan)
    }
  }

  /// Ends the session after the command at work.
  func quit() { hasQuit = true }

  func show(_ figures: Figure...) { session.tell(.look(figures)) }

  /// Checks every word and option of a file and returns the number of commands.
  ///
  /// - Throws: `Failure` at the first word that is wrong; nothing is run.
  package static func check(_ path: String) throws(Failure) -> Int {
    let text = try read(path)
    return try check(JournalDocument(text, file: path), text, path)
  }

  /// Checks every word and option of `document`, which is the `text` of the file at `path`.
  ///
  /// - Throws: `Failure` at the first word that is wrong.
  @discardableResult
  package static func check(
    _ document: JournalDocument, _ text: String, _ path: String
  ) throws(Failure) -> Int {
    do {
      for command in document.commands {
        _ = try canonical(command.statement, in: WordList.vocabulary, lenient: false)
      }
      return document.commands.count
    } catch {
      throw Failure(syntax: error).inside(text, path)
    }
  }
}

extension JournalDocument {
  /// For each command the number that it takes when the file runs; nil for those, such as `list`,
  /// that no journal keeps.
  var numbers: [Int?] {
    var number = 0
    return commands.map { command in
      guard Session.isJournaled(command.statement) else { return nil }
      number += 1
      return number
    }
  }

  /// The place in `commands` of the one that a number or the name of a mark means.
  ///
  /// - Throws: `Diagnostic` if the file has none.
  func place(of word: String) throws(Diagnostic) -> Int {
    let numbers = numbers
    let place =
      Int(word).map { number in numbers.firstIndex { $0 == number } }
      ?? commands.lastIndex { command in
        guard case .invocation(let invocation) = command.statement, invocation.binding == nil
        else { return false }
        return invocation.verb == Mark.card.name
          && invocation.operands.first?.value.description == word
      }
    guard let place else {
      throw Diagnostic(
        "the file has no command and no mark '\(word)'", at: .nowhere,
        suggestion: "write a number from 1 to \(numbers.compactMap(\.self).count)")
    }
    return place
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
      case .integer(let number)? = invocation.arguments.first?.value
    else { return self }
    guard numbers.indices.contains(number) else {
      throw Failure(
        Diagnostic(
          "the file has no command \(number) before this one",
          at: invocation.arguments[0].valueSpan,
          suggestion: "write a number from 0 to \(numbers.count - 1)"))
    }
    invocation.arguments[0].value = .integer(numbers[number])
    return ParsedStatement(statement: .invocation(invocation), span: span)
  }
}

extension Failure {
  /// What was thrown while a text was read or run; a bare diagnostic is a matter of syntax.
  init(syntax error: any Error) {
    if let diagnostic = error as? Diagnostic {
      self.init(diagnostic, trouble: .syntax)
    } else {
      self.init(error, at: .nowhere)
    }
  }
}

import Language

/// Goes through a session or journal command by command.
package final class Stepper {
  /// The command that comes next.
  package struct Step {
    /// Its place in the file, from 1, and how many there are.
    package let (place, count): (Int, Int)
    package let text: String
    /// Prose that stands before it.
    package let prose: String
    /// What the file records about it, line by line.
    package let recorded: [String]
  }

  package let path: String
  private let document: JournalDocument
  private var position = 0
  /// For each step taken, the session's newest command before and after it.
  private var taken: [(before: Int, after: Int)] = []

  /// Reads the file.
  ///
  /// - Throws: `Failure` at the first word that is wrong.
  package init(_ path: String) throws(Failure) {
    self.path = path
    _ = try Interpreter.check(path)
    document = try JournalDocument(file: path)
  }

  /// Nil at the end of the file.
  package var next: Step? {
    guard position < document.commands.count else { return nil }
    let command = document.commands[position]
    let recorded = command.values.sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .map { path, values in
        (path.isEmpty ? "" : JournalText.path(path) + "  ") + JournalText.words(values)
      }
    return Step(
      place: position + 1, count: document.commands.count, text: command.text,
      prose: command.prose, recorded: recorded)
  }

  /// Runs the next command, or `text` in its place; if it fails, it stays the next one.
  package func run(_ text: String? = nil, in interpreter: Interpreter) throws(Failure) {
    guard let next else { return }
    let before = interpreter.session.number - 1
    if text == nil, !next.prose.isEmpty { try interpreter.session.say(next.prose) }
    let line = if let text { text } else { try line(after: before) }
    try interpreter.prompt(line)
    taken.append((before, interpreter.session.number - 1))
    position += 1
  }

  /// The next command with the session's numbers in place of the file's.
  private func line(after newest: Int) throws(Failure) -> String {
    var numbers = [taken.first?.before ?? newest]
    for (command, step) in zip(document.commands, taken)
    where Session.isJournaled(command.statement) {
      numbers.append(step.after)
    }
    return try document.commands[position].parsed.returning(to: numbers).statement.description
  }

  /// Passes the next command over.
  package func skip(in interpreter: Interpreter) {
    guard next != nil else { return }
    let newest = interpreter.session.number - 1
    taken.append((newest, newest))
    position += 1
  }

  /// Undoes the newest step, with the state as it was before it; false at the beginning.
  package func back(in interpreter: Interpreter) throws(Failure) -> Bool {
    guard let last = taken.last else { return false }
    if last.before < last.after { try interpreter.prompt("back \(last.before)") }
    taken.removeLast()
    position -= 1
    return true
  }
}

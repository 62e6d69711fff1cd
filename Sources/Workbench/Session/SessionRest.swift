import Journal
import Language

/// What is left of a session file from which a journal was run.
package struct SessionRest {
  let source: (text: String, label: String)
  let document: JournalDocument
  /// The commands of the file that a journal keeps, by their places in it.
  private let places: [Int]

  /// Reads the file at `path` and compares its beginning with all commands of `resumption`.
  ///
  /// - Throws: `Failure` at the first command that is another one in the journal.
  package init(of path: String, after resumption: Resumption) throws(Failure) {
    let text = try SessionFile.read(path)
    source = (text, path)
    do {
      document = try JournalDocument(text)
      let commands = document.commands
      places = commands.indices.filter { Session.isJournaled(commands[$0].statement) }
      for (place, done) in zip(places, try JournalDocument(resumption.script).commands) {
        let statement = try canonical(
          commands[place].statement, in: WordList.vocabulary, lenient: false)
        guard Self.isSame(statement, done.statement) else {
          throw Diagnostic(
            "\(resumption.path) has another command here: \(done.text.prefix { $0 != "\n" })",
            at: statement.span, suggestion: "take the file that it was run from")
        }
      }
    } catch {
      throw Failure(syntax: error).inside(text, path)
    }
  }

  /// The place of the first command that is left when `done` were recorded.
  func start(after done: Int) -> Int { places.dropFirst(done).first ?? document.commands.count }

  /// Whether two statements are one but for the param's value or object's maker that --set changes.
  private static func isSame(_ statement: Statement, _ other: Statement) -> Bool {
    switch (statement, other) {
    case (.bind(true, let name, _, _), .bind(true, let otherName, _, _)):
      return name == otherName
    case (.invocation(var invocation), .invocation(let otherInvocation))
    where invocation.binding != nil:
      invocation.verb = otherInvocation.verb
      return Statement.invocation(invocation).description == other.description
    default: return statement.description == other.description
    }
  }
}

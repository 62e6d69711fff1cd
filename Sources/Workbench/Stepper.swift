import Language

/// Goes through a session or journal command by command.
public final class Stepper {
  /// The command that comes next.
  public struct Step {
    /// Its place in the file, from 1, and how many there are.
    public let (place, count): (Int, Int)
    public let text: String
    /// Prose that stands before it.
    public let prose: String
    /// What the file records about it, line by line.
    public let recorded: [String]
  }

  public let path: String
  private let document: JournalDocument
  private var position = 0
  /// For each step taken, the session's newest command before it; nil if it was skipped.
  private var taken: [Int?] = []

  /// Reads the file.
  ///
  /// - Throws: `Failure` at the first word that is wrong.
  public init(_ path: String) throws(Failure) {
    self.path = path
    _ = try Interpreter.check(path)
    document = try JournalDocument(file: path)
  }

  /// Nil at the end of the file.
  public var next: Step? {
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
  public func run(_ text: String? = nil, in interpreter: Interpreter) throws(Failure) {
    guard let next else { return }
    let before = interpreter.session.number - 1
    if text == nil, !next.prose.isEmpty { try interpreter.session.say(next.prose) }
    try interpreter.prompt(text ?? next.text)
    taken.append(interpreter.session.number - 1 > before ? before : nil)
    position += 1
  }

  /// Passes the next command over.
  public func skip() {
    guard next != nil else { return }
    taken.append(nil)
    position += 1
  }

  /// Undoes the newest step, with the state as it was before it; false at the beginning.
  public func back(in interpreter: Interpreter) throws(Failure) -> Bool {
    guard let before = taken.last else { return false }
    if let before { try interpreter.prompt("back \(before)") }
    taken.removeLast()
    position -= 1
    return true
  }
}

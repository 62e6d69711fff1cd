import Catalog
import Digests
import Figures
import Journal
import Language

/// A session file as a lesson: prose, commands that the lesson runs, and steps for the student.
///
/// `#?` lines ask for a prediction, `#*` lines set a task, `#-` lines are its hints; all are
/// comments, so that the file runs as any session. The lines that follow are the solution.
package struct Lesson: Sendable {
  /// A prediction: the answer is the value of the `let` below the question.
  package struct Question: Sendable {
    package let number: Int
    package let text: String
    /// Nothing if a number is asked for.
    package let choices: [(letter: String, text: String)]
    /// How far a number may be off.
    package let tolerance: Double
    package let variable: String
    package let answer: Value
  }

  /// Something to do: done when every check holds or, without one, when the last command of the
  /// solution has run on the same objects.
  package struct Task: Sendable {
    package let number: Int
    package let text: String
    package let hints: [String]
    /// Places of the commands that do it, and of the `expect` lines after them.
    package let solution: [Int]
    package let checks: [Int]
  }

  package enum Item: Sendable {
    case prose(String)
    /// The place of a command that the lesson runs.
    case command(Int)
    case question(Question)
    case task(Task)
  }

  package let name: String
  package let path: String
  package let text: String
  /// The first heading; without one, the name.
  package let title: String
  /// The beginning of the SHA-256 of its file.
  package let digest: String
  package let document: JournalDocument
  package let items: [Item]

  /// Reads the text of the file at `path`.
  ///
  /// - Throws: `Failure` at the line that is wrong.
  package init(_ text: String, path: String) throws(Failure) {
    (self.path, self.text) = (path, text)
    name = Self.name(of: path)
    digest = String(sha256(Array(text.utf8)).prefix(16))
    document = try JournalDocument(text, file: path)
    do throws(Diagnostic) {
      items = try LessonReader.items(text, document)
    } catch { throw Failure(syntax: error).inside(text, path) }
    let headings = items.lazy.compactMap { item -> Substring? in
      guard case .prose(let text) = item else { return nil }
      return text.split(separator: "\n").first { $0.hasPrefix("# ") }?.dropFirst(2)
    }
    title = headings.first.map(String.init) ?? name
  }

  /// Reads a file.
  package init(file path: String) throws(Failure) {
    try self.init(SessionFile.read(path), path: path)
  }

  /// `forgetting` of `Sessions/lessons/forgetting.session`.
  package static func name(of path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.hasSuffix(".session") ? String(file.dropLast(".session".count)) : file
  }

  /// The predictions and tasks, in order; the first has number 1.
  package var steps: [Item] { items.filter { $0.step != nil } }

  /// The command at `place`.
  package func command(_ place: Int) -> String { document.commands[place].text }

  /// Whether the file asks or sets anything.
  package var hasSteps: Bool { items.contains { $0.step != nil } }
}

extension Lesson.Item {
  /// Its number among the steps; nil if it is none.
  package var step: Int? {
    switch self {
    case .question(let question): question.number
    case .task(let task): task.number
    case .prose, .command: nil
    }
  }

  /// What it is called in lists: `prediction guess`, or the task's text.
  package var label: String {
    switch self {
    case .question(let question): "prediction \(question.variable)"
    case .task(let task): task.text
    case .prose, .command: ""
    }
  }
}

extension Lesson.Question {
  /// Whether a prediction is right.
  package func isRight(_ given: Value) -> Bool {
    if let given = given.double, let answer = answer.double {
      return abs(given - answer) <= tolerance
    }
    return given == answer
  }

  /// Whether a value can be an answer at all.
  package func accepts(_ given: Value) -> Bool {
    choices.isEmpty ? given.double != nil : choices.contains { $0.letter == String(given) }
  }

  /// What to type.
  package var form: String {
    guard let last = choices.last else { return "a number" }
    return choices.dropLast().map(\.letter).joined(separator: ", ") + " or " + last.letter
  }

  /// The right answer in words: `0, give or take 10` or `b) the newest pair`.
  package var solution: String {
    if let choice = choices.first(where: { $0.letter == String(answer) }) {
      return "\(choice.letter)) \(choice.text)"
    }
    return "\(answer)" + (tolerance > 0 ? ", give or take \(Format.number(tolerance))" : "")
  }
}

import Foundation
import Journal
import Language

/// What a student's journal is worth, in the form of Exercism's test runners, version 3.
package struct LessonGrade: Codable, Equatable, Sendable {
  package enum Status: String, Codable, Sendable { case pass, fail, error }

  /// A prediction or a task.
  package struct Test: Codable, Equatable, Sendable {
    package let name: String
    package let status: Status
    /// Why it is no pass.
    package var message: String?
    package let taskID: Int

    enum CodingKeys: String, CodingKey {
      case name, status, message
      case taskID = "task_id"
    }
  }

  package let version: Int
  package let status: Status
  /// Why nothing could be graded.
  package let message: String?
  package let tests: [Test]

  /// A journal that cannot be graded, for this reason.
  package init(error message: String) {
    (version, status, self.message, tests) = (3, .error, message, [])
  }

  /// Grades a journal whose results are known to be true.
  package init(_ lesson: Lesson, _ document: JournalDocument) {
    let record = LessonRecord(of: lesson, in: document)
    version = 3
    message = nil
    tests = lesson.steps.compactMap { item in
      switch item {
      case .question(let question):
        return Self.grade(question, record.steps[question.number - 1])
      case .task(let task):
        return Self.grade(task, record.steps[task.number - 1], lesson, document)
      case .prose, .command: return nil
      }
    }
    status = tests.allSatisfy { $0.status == .pass } ? .pass : .fail
  }

  private static func grade(_ question: Lesson.Question, _ step: LessonRecord.StepRecord) -> Test {
    let message: String? =
      if let answer = step.answer {
        question.isRight(answer)
          ? nil : "predicted \(answer); the answer is \(question.solution)"
      } else {
        step.isSkipped ? "skipped: no prediction was made" : "not answered"
      }
    return Test(
      name: "prediction: " + question.text,
      status: message == nil ? .pass : .fail, message: message, taskID: question.number)
  }

  private static func grade(
    _ task: Lesson.Task, _ step: LessonRecord.StepRecord, _ lesson: Lesson,
    _ document: JournalDocument
  ) -> Test {
    let statements = step.commands.map { document.commands[$0].statement }
    let checks = task.checks.map { lesson.document.commands[$0].statement }
    let holds =
      checks.isEmpty
      ? statements.contains { task.isDone(by: $0, of: lesson) }
      : checks.allSatisfy(statements.contains)
    let message: String? =
      if step.isSkipped {
        "skipped: the lesson did it"
      } else {
        step.isDone && holds ? nil : "not done"
      }
    return Test(
      name: "task: " + task.text, status: message == nil ? .pass : .fail, message: message,
      taskID: task.number)
  }

  /// Why `document` cannot be graded as work on `lesson`, as far as reading shows; nil if it can.
  ///
  /// - Parameters:
  ///   - review: what reading shows of the journal.
  ///   - app: the version of this program.
  package static func obstacle(
    _ lesson: Lesson, _ document: JournalDocument, damage: String?, shortfall: String?,
    app: String
  ) -> String? {
    guard document.isJournal else { return "this is a session file, not a student's journal" }
    if let damage { return "the journal was changed after it was recorded: \(damage)" }
    if let shortfall { return "the journal is incomplete: it \(shortfall)" }
    if let version = document.facts["app"], version != app {
      return "the journal was recorded with reverie \(version), this is \(app)"
    }
    guard let digest = LessonRecord(of: lesson, in: document).digest else {
      return "the journal is not of the lesson \(lesson.name)"
    }
    guard digest == lesson.digest else {
      return "the journal is of another version of the lesson \(lesson.name)"
    }
    return nil
  }

  /// The JSON text, keys sorted.
  package func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }
}

extension Lesson.Task {
  /// Whether `statement` does what the last command of the solution does: the same verb on the same
  /// operands; for tasks without checks.
  package func isDone(by statement: Statement, of lesson: Lesson) -> Bool {
    guard checks.isEmpty, let last = solution.last,
      case .invocation(let wanted) = lesson.document.commands[last].statement,
      case .invocation(let given) = statement
    else { return false }
    return given.verb == wanted.verb && given.binding?.kind == wanted.binding?.kind
      && given.operands.map(\.value) == wanted.operands.map(\.value)
  }
}

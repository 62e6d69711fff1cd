import Catalog
import Figures
import Journal
import Language

/// `lesson [NAME]`: the list of lessons, or one of them.
package enum StartLesson: SessionCommand {
  package static let restart = Parameter(
    "restart", .flag, default: false, "start over instead of continuing")

  package static let card = Card(
    "lesson", "start or continue a lesson; without a name: list the lessons", scope: .session,
    operands: [
      .init("name", .path, optional: true, "a lesson, or a lesson file in quotes")
    ],
    parameters: [restart], example: "lesson forgetting",
    elsewhere: ["tutorial", "course", "learn"],
    notes: """
      A lesson shows prose, runs some commands, asks for predictions and sets tasks. Any command \
      may be typed at any time. A prediction is answered by typing a number or a letter. A task is \
      done when its effect is there, however it was reached.
      hint shows the next hint and at last the solution; skip does the step; next goes on; try lets \
      you play, and back then restores the lesson's objects; progress shows your steps; leave ends \
      the lesson. Progress is kept: lesson NAME continues.
      """)

  package static func run(_ arguments: Arguments, in interpreter: Interpreter) throws {
    guard let name = arguments.text(0) else {
      interpreter.session.tell(.look(interpreter.lessonTable))
      return
    }
    try interpreter.startLesson(name, again: arguments[restart])
  }
}

/// `next`: on with the lesson.
enum NextStep: SessionCommand {
  static let card = Card(
    "next", "go on with the lesson, or show the open step again", scope: .lesson, example: "next",
    elsewhere: ["continue", "nxt"])

  static func run(_ arguments: Arguments, in interpreter: Interpreter) throws {
    try interpreter.activeLesson(at: arguments.invocation.verbSpan).next()
  }
}

/// `hint`: the next hint, at last the solution.
enum Hint: SessionCommand {
  static let card = Card(
    "hint", "show the next hint of a lesson's task, at last the solution", scope: .lesson,
    example: "hint", elsewhere: ["solution"])

  static func run(_ arguments: Arguments, in interpreter: Interpreter) throws {
    try interpreter.activeLesson(at: arguments.invocation.verbSpan).hint()
  }
}

/// `skip`: the lesson does the step.
enum SkipStep: SessionCommand {
  static let card = Card(
    "skip", "have the lesson do the open step", scope: .lesson, example: "skip")

  static func run(_ arguments: Arguments, in interpreter: Interpreter) throws {
    try interpreter.activeLesson(at: arguments.invocation.verbSpan).skip()
  }
}

/// `try`: play, and come back.
enum Trial: SessionCommand {
  static let card = Card(
    "try", "experiment freely in a lesson; back restores its objects", scope: .lesson,
    example: "try", elsewhere: ["play"])

  static func run(_ arguments: Arguments, in interpreter: Interpreter) throws {
    try interpreter.activeLesson(at: arguments.invocation.verbSpan).startTrial()
  }
}

/// `progress`: the steps of the lesson under way, or of all lessons.
enum LessonOverview: SessionCommand {
  static let card = Card(
    "progress", "show your progress in the lesson, or in all lessons", scope: .lesson,
    example: "progress")

  static func run(_ arguments: Arguments, in interpreter: Interpreter) {
    interpreter.session.tell(.look(interpreter.guide?.overview ?? interpreter.lessonTable))
  }
}

/// `leave`: the end of a lesson, with everything as it is.
enum LeaveLesson: SessionCommand {
  static let card = Card(
    "leave", "leave the lesson; the session and its objects stay", scope: .lesson,
    example: "leave")

  static func run(_ arguments: Arguments, in interpreter: Interpreter) throws {
    let guide = try interpreter.activeLesson(at: arguments.invocation.verbSpan)
    try interpreter.leaveLesson()
    interpreter.show(.text("Left. lesson \(guide.lesson.name) continues where you were."))
  }
}

/// `grade LESSON JOURNAL`, in a process of its own.
package enum Grade: SessionCommand {
  package static let card = Card(
    "grade", "grade a student's journal of a lesson by re-running it", scope: .session,
    operands: [
      .init("lesson", .path, "a lesson, or a lesson file in quotes"),
      .init("journal", .path, "the student's journal, in quotes"),
    ],
    prepositions: [
      .init("to", .path, optional: true, "the file for the results (default: results.json)")
    ],
    example: "grade forgetting \"anna.journal\" to \"anna.json\"",
    notes: """
      Every value and state of the journal is computed again and must be the same bit for bit; then \
      each prediction and task passes or fails. The results are written in the form of Exercism's \
      test runners, version 3. A journal that was changed, is incomplete, or belongs to another \
      lesson or another version has status error and a message. The exit code is 0 whatever the \
      results are; another one means that nothing could be graded.
      """)
}

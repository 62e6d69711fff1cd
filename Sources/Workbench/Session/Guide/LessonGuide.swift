import Catalog
import Figures
import Journal
import Language

/// A lesson under way in a session: shows prose, runs the lesson's commands, and waits at each step
/// for what the student does.
final class LessonGuide {
  /// Where the lesson stands.
  var position: Int
  let lesson: Lesson
  /// Holds this lesson.
  unowned let interpreter: Interpreter
  var steps: [LessonRecord.StepRecord]
  /// Predictions that were made and not yet compared with what came out.
  private var open: [Lesson.Question] = []
  /// The newest command before the step that is open, to which skipping may return.
  var base = 0
  /// The newest command when a trial began; nil: nothing is tried out.
  var trial: Int?
  /// Whether the next prose waits until it is asked for.
  var isPaused = false

  init(_ lesson: Lesson, in interpreter: Interpreter, from record: LessonRecord? = nil) {
    (self.lesson, self.interpreter) = (lesson, interpreter)
    position = record?.position ?? 0
    steps = record?.steps ?? .init(repeating: .init(), count: lesson.steps.count)
    base = interpreter.session.number - 1
    isPaused = record != nil
  }

  var session: Session { interpreter.session }

  /// What the lesson waits for; nil while it waits for `next`.
  var step: Lesson.Item? {
    guard !isPaused || trial != nil, lesson.items.indices.contains(position),
      lesson.items[position].step != nil
    else { return nil }
    return lesson.items[position]
  }

  /// Shows prose and runs commands up to the next step, the next page, or the end.
  func advance() throws(Failure) {
    var hasRun = false
    isPaused = false
    while lesson.items.indices.contains(position) {
      switch lesson.items[position] {
      case .prose(let text):
        if hasRun {
          resolve()
          return try pause()
        }
        try session.say(text)
      case .command(let place):
        guard try show(place) else { return try pause() }
        if case .expect = lesson.document.commands[place].statement { break }
        hasRun = true
      case .question, .task:
        if hasRun { resolve() }
        return try ask(isNew: true)
      }
      position += 1
    }
    resolve()
    try finish()
  }

  private func pause() throws(Failure) {
    isPaused = true
    try note(.at(position))
    keep()
    tell("next goes on with the lesson.", footer)
  }

  /// Runs a command of the lesson; false if it was stopped, so that it is to be repeated.
  private func show(_ place: Int) throws(Failure) -> Bool {
    let command = lesson.document.commands[place]
    do {
      try interpreter.run(command.parsed, of: lesson)
    } catch {
      guard case .expect = command.statement else { throw error }
      // Another seed or another machine may come out otherwise; the lesson goes on.
      tell("Here it came out otherwise: \(error.diagnostic.message).")
    }
    return !session.control.shouldStop()
  }

  /// Shows what the lesson waits for.
  func ask(isNew: Bool = false) throws(Failure) {
    guard lesson.items.indices.contains(position) else { return }
    let lines: [String]
    switch lesson.items[position] {
    case .question(let question):
      let choices = question.choices.map { "  \($0.letter)) \($0.text)" }
      lines = ["Prediction \(count(question.number)): " + question.text] + choices
    case .task(let task): lines = ["Task \(count(task.number)): " + task.text]
    case .prose, .command: return
    }
    isPaused = false
    if isNew {
      try session.say(lines.joined(separator: "\n"), shown: false)
      base = session.number - 1
      try note(.at(position))
      keep()
    }
    let type: [String] =
      if case .question(let question) = lesson.items[position] {
        ["Type \(question.form)."]
      } else { [] }
    tell([""] + lines + type + [footer])
  }

  func count(_ number: Int) -> String { "\(number) of \(lesson.steps.count)" }

  /// The words that act on the lesson.
  var footer: String {
    "\(lesson.name): hint · skip · next · try · progress · leave · help lesson"
  }

  /// After a command of the student's.
  func after(_ statement: Statement) throws(Failure) {
    guard trial == nil, let step else { return }
    switch step {
    case .question(let question):
      guard case .bind(_, question.variable, let given, _) = statement else { return }
      guard case .literal(let value) = given, question.accepts(value) else {
        return tell("The answer must be \(question.form).")
      }
      steps[question.number - 1].answer = value
      open.append(question)
      try close(question.number)
    case .task(let task):
      guard isDone(task, by: statement) else {
        if let remark = remark(on: statement, for: task) { tell(remark) }
        return
      }
      try check(task)
      tell("Task \(count(task.number)) is done.")
      resolve()
      try close(task.number)
    case .prose, .command: return
    }
  }

  private func isDone(_ task: Lesson.Task, by statement: Statement) -> Bool {
    guard !task.checks.isEmpty else { return task.isDone(by: statement, of: lesson) }
    guard Session.isJournaled(statement) else { return false }
    let evaluator = Evaluator(session.workspace)
    return task.checks.allSatisfy { place in
      guard case .expect(let expression, let span) = lesson.document.commands[place].statement
      else { return false }
      return ((try? evaluator.number(expression, at: span)) ?? 0) != 0
    }
  }

  /// Why a command like the last one of the solution has not done the task; nil for other commands.
  private func remark(on statement: Statement, for task: Lesson.Task) -> String? {
    guard case .invocation(let given) = statement, given.binding == nil,
      let last = task.solution.last,
      case .invocation(let wanted) = lesson.document.commands[last].statement,
      given.verb == wanted.verb
    else { return nil }
    let evaluator = Evaluator(session.workspace)
    for place in task.checks {
      guard case .expect(let expression, let span) = lesson.document.commands[place].statement
      else { continue }
      do throws(Diagnostic) {
        if try evaluator.number(expression, at: span) != 0 { continue }
        return "Not done yet: \(expression) does not hold. hint helps."
      } catch { return "Not done yet: \(error.message). hint helps." }
    }
    return "Not done yet: \(wanted.verb) with other objects is asked for. hint helps."
  }

  /// Records the checks of a task, which hold.
  func check(_ task: Lesson.Task) throws(Failure) {
    for place in task.checks {
      try interpreter.run(lesson.document.commands[place].parsed, of: lesson)
    }
  }

  /// Goes on after a step.
  func close(_ number: Int) throws(Failure) {
    try note(.done(number))
    steps[number - 1].isDone = true
    position += 1
    try advance()
  }

  /// Compares predictions with what came out.
  func resolve() {
    for question in open {
      guard let given = steps[question.number - 1].answer else { continue }
      let verdict = question.isRight(given) ? "right" : "not this time"
      tell("You predicted \(given): \(verdict). Answer: \(question.solution).")
    }
    open = []
  }

  private func finish() throws(Failure) {
    try note(.at(position))
    try note(.end)
    keep(isFinished: true)
    tell([""] + summary + (session.journal.map { ["To hand it in: \($0.path)"] } ?? []))
    interpreter.endLesson()
  }

  private var summary: [String] {
    let questions = lesson.steps.compactMap { item -> Lesson.Question? in
      if case .question(let question) = item { question } else { nil }
    }
    let right = questions.count { question in
      steps[question.number - 1].answer.map(question.isRight) ?? false
    }
    let tasks = lesson.steps.count - questions.count
    let own = lesson.steps.count { item in
      guard case .task(let task) = item else { return false }
      return !steps[task.number - 1].isSkipped
    }
    return [
      "End of \(lesson.name): \(right) of \(questions.count) predictions right, "
        + "\(own) of \(tasks) tasks done by yourself.",
      "All objects are still here; list shows them. lesson lists the lessons.",
    ]
  }

  /// Keeps how far the student is; a folder that cannot be written is reported once.
  func keep(isFinished: Bool = false) {
    let done = steps.count { $0.isDone }
    interpreter.keep(
      LessonShelf.Progress(
        digest: lesson.digest, done: done, steps: steps.count, isFinished: isFinished,
        journal: session.journal?.path), of: lesson)
  }

  func note(_ note: LessonNote) throws(Failure) { try session.note(note) }

  func tell(_ lines: String...) { tell(lines) }

  func tell(_ lines: [String]) {
    session.tell(.look([.text(lines.joined(separator: "\n"))]))
  }
}

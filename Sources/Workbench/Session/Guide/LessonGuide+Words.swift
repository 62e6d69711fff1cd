import Catalog
import Figures
import Journal
import Language

/// What the words of a lesson do.
extension LessonGuide {
  /// Goes on where the lesson waits for it.
  func next() throws(Failure) {
    try requireNoTrial()
    if isPaused { return try advance() }
    try ask()
  }

  /// Shows the next hint, and at last the solution.
  func hint() throws(Failure) {
    try requireNoTrial()
    guard let step else { return tell("No step is open: next goes on with the lesson.") }
    guard case .task(let task) = step else {
      return tell("A prediction has no hints: say what you expect, or skip.")
    }
    let shown = steps[task.number - 1].hints
    steps[task.number - 1].hints += 1
    try note(.hint(task.number))
    if shown < task.hints.count {
      let rest = task.hints.count - shown - 1
      return tell(
        "Hint \(shown + 1): " + task.hints[shown],
        rest > 0 ? "hint shows another one." : "hint shows the solution.")
    }
    tell(
      ["The solution:"] + task.solution.map { "  " + lesson.command($0) }
        + ["Type it yourself, or skip."])
  }

  /// Does the step, and says what it made.
  func skip() throws(Failure) {
    try requireNoTrial()
    guard let step else { return tell("There is nothing to skip: next goes on with the lesson.") }
    let before = session.workspace.objects.map(\.name)
    switch step {
    case .question(let question):
      try skipped(question.number)
      tell("Skipped without a prediction.")
      try close(question.number)
    case .task(let task):
      try skipped(task.number)
      try solve(task)
      guard !session.control.shouldStop() else {
        return tell("Stopped; skip does it again.", footer)
      }
      let made = session.workspace.objects.filter { !before.contains($0.name) }
        .map { "\($0.kind.noun) \($0.name)" }
      tell(
        "Task \(count(task.number)) was done for you"
          + (made.isEmpty ? "." : ": it made \(made.joined(separator: ", ")).")
      )
      resolve()
      try close(task.number)
    case .prose, .command: return
    }
  }

  private func skipped(_ number: Int) throws(Failure) {
    try note(.skip(number))
    steps[number - 1].isSkipped = true
  }

  /// Runs the solution; if that fails as the objects are not the lesson's any more, from those.
  private func solve(_ task: Lesson.Task) throws(Failure) {
    func run() throws(Failure) {
      for place in task.solution where !session.control.shouldStop() {
        try interpreter.run(lesson.document.commands[place].parsed, of: lesson)
      }
      if !session.control.shouldStop() { try check(task) }
    }
    do {
      try run()
    } catch {
      guard base < session.number - 1, session.timeline != nil else { throw error }
      try goBack(to: base)
      try run()
    }
  }

  /// Lets the student play.
  func startTrial() throws(Failure) {
    guard trial == nil else {
      return tell("You are trying things out: back returns to the lesson.")
    }
    try note(.trial)
    trial = session.number - 1
    tell(
      "Try anything; the lesson is silent meanwhile.",
      "back returns to it, with every object exactly as it is now.")
  }

  /// Restores the lesson's objects.
  func endTrial(isAsked: Bool = true) throws(Failure) {
    guard let number = trial else { return }
    if number < session.number - 1 { try goBack(to: number) }
    try note(.back)
    trial = nil
    guard isAsked else { return }
    if isPaused { return tell("Back in the lesson: next goes on.", footer) }
    try ask()
  }

  private func goBack(to number: Int) throws(Failure) {
    do throws(Diagnostic) {
      for parsed in try Parser.statements(in: "\(Back.card.name) \(number)") {
        do { try interpreter.run(parsed, of: lesson) } catch { throw error.diagnostic }
      }
    } catch { throw Failure(error) }
  }

  private func requireNoTrial() throws(Failure) {
    guard trial != nil else { return }
    throw Failure(
      Diagnostic("you are trying things out: back returns to the lesson", at: .nowhere))
  }

  /// Ends the lesson before its end.
  func leave() throws(Failure) {
    try endTrial(isAsked: false)
    try note(.leave)
    keep()
  }

  /// What became of each step.
  var overview: [Figure] {
    let rows = lesson.steps.map { item -> [Table.Cell] in
      let step = steps[(item.step ?? 1) - 1]
      let state: String =
        if step.isSkipped {
          "skipped"
        } else if let answer = step.answer {
          "predicted \(answer)"
        } else if step.isDone {
          "done" + (step.hints > 0 ? ", \(Format.count(step.hints, "hint"))" : "")
        } else { item.step == self.step?.step ? "open" : "" }
      return [.integer(item.step ?? 0), .text(state), .text(item.label)]
    }
    return [.table(Table(header: ["", "", lesson.title], rows: rows))]
  }
}

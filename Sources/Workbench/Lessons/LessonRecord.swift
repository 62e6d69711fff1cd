import Catalog
import Journal
import Language

/// What a journal holds of a lesson: where it stopped, and what became of each step.
package struct LessonRecord {
  /// What became of a step.
  package struct StepRecord {
    package var isDone = false
    package var isSkipped = false
    package var hints = 0
    /// What was predicted.
    package var answer: Value?
    /// The commands of the journal between the step before and the end of this one; trials are left
    /// out.
    package var commands: [Int] = []
  }

  /// The digest of the lesson's file when the newest begin was recorded; nil: it never began.
  package private(set) var digest: String?
  /// The place in the lesson's items at which it waits.
  package private(set) var position = 0
  package private(set) var steps: [StepRecord]
  package private(set) var isFinished = false
  /// The first command of a trial that was not closed; nil: there is none.
  package private(set) var openTrial: Int?

  /// Reads what `document` holds of the newest time that `lesson` was begun in it.
  package init(of lesson: Lesson, in document: JournalDocument) {
    let questions = lesson.items.compactMap { item -> Lesson.Question? in
      if case .question(let question) = item { question } else { nil }
    }
    steps = [StepRecord](repeating: StepRecord(), count: lesson.steps.count)
    var isActive = false
    var (next, first) = (0, 0)
    func close(_ step: Int, before place: Int) {
      guard steps.indices.contains(step - 1) else { return }
      if place > first { steps[step - 1].commands += Array(first..<place) }
      (next, first) = (step, place)
    }
    for (place, note) in document.lessonNotes {
      if case .begin(let digest, let name) = note {
        isActive = name == lesson.name
        guard isActive else { continue }
        (self.digest, position, next, first, isFinished) = (digest, 0, 0, place, false)
        steps = [StepRecord](repeating: StepRecord(), count: lesson.steps.count)
        openTrial = nil
      }
      guard isActive else { continue }
      switch note {
      case .begin, .leave: break
      case .at(let item): position = min(max(0, item), lesson.items.count)
      case .skip(let step) where steps.indices.contains(step - 1):
        steps[step - 1].isSkipped = true
      case .hint(let step) where steps.indices.contains(step - 1): steps[step - 1].hints += 1
      case .done(let step) where steps.indices.contains(step - 1):
        close(step, before: place)
        steps[step - 1].isDone = true
      case .trial:
        // What was done so far belongs to the step that is open.
        if steps.indices.contains(next), place > first { steps[next].commands += first..<place }
        (openTrial, first) = (place, place)
      case .back: (openTrial, first) = (nil, place)
      case .end: isFinished = true
      case .skip, .hint, .done: break
      }
    }
    for question in questions {
      steps[question.number - 1].answer =
        steps[question.number - 1].commands.lazy.compactMap {
          guard
            case .bind(_, question.variable, .literal(let value), _) =
              document.commands[$0].statement
          else { return nil }
          return value
        }.first
    }
  }
}

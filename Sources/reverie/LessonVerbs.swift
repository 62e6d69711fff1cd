import Foundation
import Host
import Journal
import Language
import ProcessControl
import Terminal
import Workbench

/// `reverie lesson [NAME]`: the list, or a session that begins with the lesson.
extension StartLesson: ProcessVerb {
  static func run(_ arguments: Arguments, _ options: Options) throws -> Int32 {
    guard let name = arguments.text(0) else {
      let front = try TerminalHost(options.recordingNothing)
      return front.finish { try front.interpreter.prompt(card.name) }
    }
    let places = Places(home: options.home)
    let shelf = LessonShelf(folders: places.lessons, state: places.progress)
    // The session goes on under the circumstances under which it began.
    var facts: [String: String] = [:]
    if !arguments[restart], let lesson = try? shelf.lesson(name),
      let progress = shelf.progress(lesson), !progress.isFinished, let path = progress.journal,
      let document = try? JournalDocument(file: path)
    {
      facts = document.facts
    }
    let front = try TerminalHost(options, facts: facts)
    let line = arguments.resolved.description
    guard !front.screen.isInteractive else { return Shell(front).run(first: line) }
    let code = front.attempt { try front.interpreter.prompt(line) }
    guard code == 0 else { return front.finish { throw ArgumentFailure.code(code) } }
    return front.standardInput()
  }
}

/// `reverie grade LESSON JOURNAL`.
extension Grade: ProcessVerb {
  static func run(_ arguments: Arguments, _ options: Options) throws -> Int32 {
    let (name, file) = (arguments.text(0) ?? "", arguments.text(1) ?? "")
    return Verifier.attempt(file) {
      let places = Places(home: options.home)
      let lesson = try LessonShelf(folders: places.lessons, state: nil).lesson(name)
      let grade = try grade(lesson, file, options)
      if let code = Interrupt.exitCode { return code }
      let target = arguments.prepositions["to"].flatMap(String.init) ?? "results.json"
      do {
        try Data(grade.json().utf8).write(to: URL(fileURLWithPath: target), options: .atomic)
      } catch { throw WorkbenchError("\(target) cannot be written") }
      for line in report(grade) { Console.say(line) }
      Console.say("\(file): \(grade.status.rawValue), written to \(target)")
      return 0
    }
  }

  /// Reads the journal, runs it again, and looks at what the student did.
  private static func grade(
    _ lesson: Lesson, _ file: String, _ options: Options
  ) throws -> LessonGrade {
    let document: JournalDocument
    let text = try SessionFile.read(file)
    do { document = try JournalDocument(text, file: file) } catch {
      return LessonGrade(error: "the journal cannot be read: \(error.diagnostic.message)")
    }
    let review = JournalReview(document)
    let obstacle = LessonGrade.obstacle(
      lesson, document, damage: review.damages.first?.description, shortfall: review.shortfall,
      app: SessionHost.version)
    if let obstacle { return LessonGrade(error: obstacle) }
    let found = try Verifier.finding(file, options, exact: true)
    if let difference = found.verification.differences.first {
      return LessonGrade(
        error: "running the journal again gives other results: "
          + "\(difference)".replacing("\n ", with: ","))
    }
    if let picture = found.pictures.differences.first { return LessonGrade(error: picture) }
    return LessonGrade(lesson, document)
  }

  /// A line for each test.
  private static func report(_ grade: LessonGrade) -> [String] {
    grade.tests.map { test in
      "  \(test.status.rawValue)  \(test.name)" + (test.message.map { ": \($0)" } ?? "")
    } + (grade.message.map { ["  error: \($0)"] } ?? [])
  }
}

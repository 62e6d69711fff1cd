import Catalog
import Figures
import Journal
import Language

/// How a session enters, continues and leaves lessons.
extension Interpreter {
  /// Starts a lesson, or goes on where it was left.
  ///
  /// - Throws: `Failure` if there is none, if it is not whole, or what its first commands throw.
  func startLesson(_ word: String, again: Bool) throws(Failure) {
    let lesson = try shelf.lesson(word)
    try Self.requireSolutions(lesson)
    if let guide, guide.lesson.path == lesson.path, guide.lesson.digest == lesson.digest, !again {
      return try guide.remind()
    }
    try leaveLesson()
    if !again, try continued(lesson) { return }
    session.keepTimeline()
    try session.note(.begin(digest: lesson.digest, name: lesson.name))
    let taken = lesson.objects.filter { session.workspace[$0] != nil }
    if !taken.isEmpty {
      session.tell(
        .look([
          .text(
            "The lesson uses the names \(taken.joined(separator: ", ")); what you have there is "
              + "replaced. To have it again afterwards: back \(session.number - 1)")
        ]))
    }
    let guide = LessonGuide(lesson, in: self)
    self.guide = guide
    try guide.advance()
  }

  /// Goes on with a lesson that was left; false if it starts over.
  private func continued(_ lesson: Lesson) throws(Failure) -> Bool {
    if let guide = leftLessons.removeValue(forKey: lesson.path),
      guide.lesson.digest == lesson.digest
    {
      self.guide = guide
      try session.note(.at(guide.position))
      try guide.remind()
      return true
    }
    guard let progress = shelf.progress(lesson), !progress.isFinished, progress.done > 0,
      let path = progress.journal, let document = try? JournalDocument(file: path)
    else { return false }
    let record = LessonRecord(of: lesson, in: document)
    guard record.digest == lesson.digest, JournalReview(document).damages.isEmpty else {
      return false
    }
    if path != session.journal?.path {
      guard session.number == 1, session.workspace.objects.isEmpty else {
        session.tell(
          .look([
            .text(
              "You did \(progress.done) of \(progress.steps) steps in another session.\n"
                + "To go on there: quit, then reverie lesson \(lesson.name)\n"
                + "To start over here: lesson \(lesson.name) restart=yes")
          ]))
        return true
      }
      try replay(document, path, before: record.openTrial)
    }
    let guide = LessonGuide(lesson, in: self, from: record)
    self.guide = guide
    session.tell(
      .look([.text("\(lesson.title): \(progress.done) of \(progress.steps) steps are done.")]))
    try guide.remind()
    return true
  }

  /// Plays the journal of an earlier session in this one, with its notes on lessons.
  ///
  /// - Parameter last: the command at which to end; nil: after all.
  private func replay(
    _ document: JournalDocument, _ path: String, before last: Int?
  ) throws(Failure) {
    let end = last ?? document.commands.count
    var notes = document.lessonNotes.filter { $0.place <= end && $0.note != .leave }
    if last != nil { notes.removeAll { $0.place == end && $0.note == .trial } }
    let tell = session.tell
    session.tell = { _ in }
    isGuiding = true
    defer {
      session.tell = tell
      isGuiding = false
    }
    session.keepTimeline()
    try session.answering(from: path) { () throws(Failure) in
      let player = try Player(file: path, in: self)
      func take() throws(Failure) {
        while let note = notes.first, note.place <= player.position {
          try session.note(note.note)
          notes.removeFirst()
        }
      }
      while player.next != nil, player.position < end, !player.isStopped {
        try take()
        try player.step()
      }
      try take()
      guard player.position == end else {
        throw Failure(Diagnostic("stopped: the lesson is as it was left", at: .nowhere))
      }
    }
  }

  /// Leaves the lesson under way, if there is one.
  func leaveLesson() throws(Failure) {
    guard let guide else { return }
    try guide.leave()
    self.guide = nil
    leftLessons[guide.lesson.path] = guide
  }

  /// The lesson came to its end.
  func endLesson() { guide = nil }

  /// What to say when the session ends in a lesson.
  package var unfinishedLesson: String? {
    guide.map { "lesson \($0.lesson.name) is not over; to go on: reverie lesson \($0.lesson.name)" }
  }

  /// Runs a command of a lesson, as that of a file.
  func run(_ parsed: ParsedStatement, of lesson: Lesson) throws(Failure) {
    isGuiding = true
    defer { isGuiding = false }
    do { _ = try run(parsed) } catch { throw error.inside(lesson.text, lesson.path) }
  }

  /// Whether `back` alone ended a trial.
  func endsTrial(_ invocation: Invocation) throws(Failure) -> Bool {
    guard let guide, guide.trial != nil, !isPlayingFile, invocation.binding == nil,
      invocation.verb == Back.card.name, invocation.arguments.isEmpty
    else { return false }
    try guide.endTrial()
    return true
  }

  /// The lesson under way.
  ///
  /// - Throws: `Diagnostic` at `span` if there is none.
  func activeLesson(at span: Span) throws(Diagnostic) -> LessonGuide {
    guard let guide else {
      throw Diagnostic("no lesson is under way", at: span, suggestion: "lesson lists the lessons")
    }
    return guide
  }

  /// Keeps how far the student is; that it cannot be kept is said once.
  func keep(_ progress: LessonShelf.Progress, of lesson: Lesson) {
    do { try shelf.keep(progress, of: lesson) } catch {
      if !hasWarnedOfProgress { session.control.warn("\(error)") }
      hasWarnedOfProgress = true
    }
  }

  /// Makes sure that each task can be recognised in a journal.
  ///
  /// - Throws: `Failure` at the first one that cannot.
  static func requireSolutions(_ lesson: Lesson) throws(Failure) {
    for case .task(let task) in lesson.items where task.checks.isEmpty {
      let last = lesson.document.commands[task.solution[task.solution.count - 1]]
      guard case .invocation = last.statement, Session.isJournaled(last.statement) else {
        throw Failure(
          Diagnostic(
            "nothing shows that this task was done", at: last.parsed.span,
            suggestion: "end it with an expect that holds then, as in: expect ours.last > 0.5"),
          trouble: .syntax
        ).inside(lesson.text, lesson.path)
      }
    }
  }

  /// Every lesson with how far the reader is.
  var lessonTable: [Figure] {
    let rows = shelf.all().map { name, lesson -> [Table.Cell] in
      switch lesson {
      case .success(let lesson): return [.text(name), .text(lesson.title), .text(state(lesson))]
      case .failure(let failure): return [.text(name), .text(failure.oneLine), .text("")]
      }
    }
    guard !rows.isEmpty else {
      return [
        .text("No lessons are found beside the program; lesson \"FILE\" starts one of yours.")
      ]
    }
    return [
      .table(Table(header: ["lesson", "", ""], rows: rows)),
      .text("lesson \(shelf.all()[0].name) starts one; leave ends it at any time."),
    ]
  }

  private func state(_ lesson: Lesson) -> String {
    guard let progress = shelf.progress(lesson) else { return "" }
    return progress.isFinished ? "done" : "\(progress.done) of \(progress.steps)"
  }
}

extension Lesson {
  /// Names of the objects that it declares.
  fileprivate var objects: [String] {
    document.commands.compactMap { command in
      guard case .invocation(let invocation) = command.statement else { return nil }
      return invocation.binding?.name
    }
  }
}

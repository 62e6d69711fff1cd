import Catalog
import Figures
import Journal
import Language

/// `check FILE`: a dry run.
package enum Check: SessionCommand {
  package static let card = Card(
    "check", "check a session without training and estimate its steps and images", scope: .session,
    operands: [.sessionFile], example: "check \"Sessions/tour.session\"",
    notes: """
      A dry run: every command is resolved as in a run, with its names, options, fields, files and \
      data; only the headers of image files are read. Training steps are counted but not computed, \
      results are placeholders, and nothing is written or recorded. Only a run can tell whether an \
      expect holds, training diverges, an image is damaged or a number computed from results is \
      out of range. Of loops with thousands of iterations, only the first ones are checked; of an \
      if that depends on results, both blocks.
      """)

  package static func run(_ arguments: Arguments, in interpreter: Interpreter) throws {
    try interpreter.check(arguments.text(0) ?? "")
  }
}

extension Interpreter {
  /// Rehearses a file and shows the plan.
  ///
  /// - Throws: `Failure` where a run would fail, or if a journal is not whole.
  package func check(_ file: String) throws(Failure) {
    let text = try SessionFile.read(file)
    let document = try JournalDocument(text, file: file)
    try Interpreter.requireSolutions(Lesson(text, path: file))
    let review = JournalReview(document)
    if document.commands.isEmpty, document.isJournal || file.hasSuffix(".journal") {
      throw Failure(
        Diagnostic("\(file): nothing is recorded in this file", at: .nowhere), trouble: .incomplete)
    }
    let plan: WorkPlan
    do throws(Failure) {
      plan = try rehearse(file)
    } catch {
      guard let trouble = review.trouble, trouble == .damaged else { throw error }
      session.tell(.look(review.figures(of: file)))
      throw Self.failure(file, trouble)
    }
    let counts = "\(file): \(document.commands.count) commands, "
    let verdict = document.hasDigests ? "complete, no errors found" : "no errors found"
    session.tell(
      .look(
        plan.figures + review.figures(of: file)
          + (review.trouble == nil ? [.text(counts + verdict)] : [])))
    if let trouble = review.trouble { throw Self.failure(file, trouble) }
  }

  /// Plays a file without computing or writing anything.
  func rehearse(_ file: String) throws(Failure) -> WorkPlan {
    let dry = try dry()
    var plan: WorkPlan?
    try dry.playing(file) { player throws(Failure) in
      plan = try WorkPlan(player, in: dry.session)
    }
    guard let plan else { throw Failure(Diagnostic("\(file) was not checked", at: .nowhere)) }
    return plan
  }

  /// An interpreter with a new session of the same configuration, which rehearses what it is given.
  ///
  /// - Parameter overrides: values for `param`s and makers besides those of this session.
  func dry(_ overrides: [String: Expression] = [:]) throws(Failure) -> Interpreter {
    var configuration = session.workspace.configuration
    configuration.overrides.merge(overrides) { $1 }
    let workspace = Workspace(configuration, rehearsal: Rehearsal())
    let dry = Interpreter(Session(workspace))
    dry.session.rehearse = { [unowned dry] file, overrides in
      let other = try dry.dry(overrides)
      try other.playing(file) { player throws(Failure) in
        _ = try WorkPlan(player, in: other.session)
      }
    }
    dry.session.control = session.control
    dry.session.manual = session.manual
    dry.shelf = LessonShelf(folders: shelf.folders, state: nil)
    dry.session.control.report = { _ in }
    do { dry.session.redirected = try RedirectedFiles() } catch { throw Failure(wrapping: error) }
    // What only a front end can do needs its files.
    dry.frontEnd = frontEnd.mapValues { _ in
      { arguments in
        for (place, operand) in arguments.card.operands.enumerated() where operand.domain == .path {
          guard let path = arguments.text(place), workspace.rehearsal?.makes(path) != true else {
            continue
          }
          _ = try SessionFile.read(path)
        }
      }
    }
    return dry
  }

  private static func failure(_ file: String, _ trouble: Failure.Trouble) -> Failure {
    let advice =
      trouble == .damaged
      ? "restore the file, or re-run it and save its results with: accept"
      : "finish it with: resume"
    return Failure(
      Diagnostic("\(file): \(trouble.meaning); \(advice)", at: .nowhere), trouble: trouble)
  }
}

extension JournalReview {
  /// The report, a figure for each line.
  fileprivate func figures(of file: String) -> [Figure] {
    report.map { Figure.text("\(file): \($0)") }
  }
}

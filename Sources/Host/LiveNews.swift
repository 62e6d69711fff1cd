import Figures
import Foundation
import Journal
import Language
import Learning
import Reports
import Workbench

/// What a running session tells its page and no journal holds: how a training goes, samples at the
/// end of each experience, and the live objects.
///
/// Everything is drawn on the session's thread from what is there; nothing depends on it.
final class LiveNews {
  /// How often a training is shown, at most.
  private static let interval = Duration.milliseconds(200)
  /// With more classes, samples are drawn without asking for a class.
  private static let mostClasses = 20

  private let mail: LiveMail
  private var progressText = ProgressText(unicode: true, hasBar: false)
  private var lastShown = ContinuousClock.now - interval
  /// Progress that was not shown.
  private var skipped: TrainingReport?
  /// Learners that have no images to show.
  private var imageless: Set<String> = []

  init(_ mail: LiveMail) { self.mail = mail }

  /// A command begins or ended.
  func tell(_ event: Session.Event, in session: Session) {
    switch event {
    case .begin: (skipped, imageless) = (nil, [])
    case .end:
      if let skipped { show(skipped, in: session) }
      tellObjects(in: session)
    case .look, .prose, .done: return
    }
  }

  /// What there is to see before anything happens.
  func tellObjects(in session: Session) {
    guard !session.workspace.objects.isEmpty || !session.workspace.variables.isEmpty,
      let (outcome, _, _) = try? session.context().run(Invocation(verb: "list", arguments: []))
    else { return send(.objects([]), on: "objects") }
    send(.objects(outcome.figures), on: "objects")
  }

  /// A step was taken, or an experience measured.
  func tell(_ report: TrainingReport, in session: Session) {
    guard report.progress.isMeasured || .now - lastShown >= Self.interval else {
      skipped = report
      return
    }
    show(report, in: session)
    if report.progress.isMeasured { showSamples(report, in: session) }
  }

  private func show(_ report: TrainingReport, in session: Session) {
    let now = ContinuousClock.now
    (lastShown, skipped) = (now, nil)
    guard let run = (session.workspace[report.learner] as? LearnerObject)?.run else { return }
    let losses = run.history.figures()
    let training = LiveEvent.Training(
      learner: report.learner, done: report.progress.done, planned: report.progress.planned,
      words: progressText.line(report, at: now, cells: 10_000),
      figures: Measures.figures(of: run.record, stream: run.stream) + losses)
    send(.training(training), on: "training")
  }

  private func showSamples(_ report: TrainingReport, in session: Session) {
    let name = report.learner
    guard !imageless.contains(name), let run = (session.workspace[name] as? LearnerObject)?.run
    else { return }
    guard let sheet = samples(of: name, run, in: session.context()) else {
      imageless.insert(name)
      return
    }
    let png = sheet.png(zoom: 1, gap: FigureFiles.gap)
    guard png.count < FigureFiles.mostBytes else { return }
    let experience = report.progress.experience + 1
    let captions = sheet.captions.filter { !$0.isEmpty }
    send(
      .samples(
        LiveEvent.Samples(
          learner: name, command: session.number, experience: experience,
          experiences: report.progress.experiences, png: Data(png),
          description: (["images from \(name) after experience \(experience)"] + captions)
            .joined(separator: " "))),
      on: "samples \(name) \(session.number) \(experience)")
  }

  /// What `sample` shows: four images of each class, or sixteen where the learner cannot be asked
  /// for a class; nil: it has no generator.
  private func samples(
    of name: String, _ run: LearningRun, in context: CommandContext
  ) -> ImageSheet? {
    let options = [("each", 4), ("n", 16)].drop {
      $0.0 == "each" && run.stream.headSize > Self.mostClasses
    }
    for (option, count) in options {
      let invocation = Invocation(
        verb: "sample",
        arguments: [
          Argument(.operand, .literal(.name(name))),
          Argument(.option(option), .literal(.integer(count))),
        ])
      if case .images(let sheet)? = try? context.run(invocation).outcome.figures.first {
        return sheet
      }
    }
    return nil
  }

  private func send(_ event: LiveEvent, on subject: String) {
    // What is too large to be written is not shown.
    if let line = try? event.line() { mail.send(line, on: subject) }
  }
}

import Figures
import Workbench

/// A training's progress in words.
struct ProgressText {
  /// Where the training that is being told began, to know its rate.
  private var start: (learner: String, done: Int, at: ContinuousClock.Instant)?
  /// Steps done when it was last told; fewer belong to another training of the same learner.
  private var lastDone = 0
  let unicode: Bool

  init(unicode: Bool) { self.unicode = unicode }

  /// Learner, experience, how much is done, steps per second, time left, the accuracy so far, the
  /// parts of the loss.
  mutating func line(_ report: TrainingReport, at now: ContinuousClock.Instant) -> String {
    let progress = report.progress
    let goesOn = progress.done > lastDone || (progress.isMeasured && progress.done == lastDone)
    if start?.learner != report.learner || !goesOn {
      start = (report.learner, progress.done - 1, now)
    }
    lastDone = progress.done
    let fraction = Double(progress.done) / Double(max(1, progress.planned))
    let words = [
      report.learner, "\(progress.experience + 1)/\(progress.experiences)",
      ProgressBar.text(fraction, width: 10, unicode: unicode), "\(progress.step)/\(progress.steps)",
    ]
    let results = [Self.accuracy(report), Self.losses(report)].filter { !$0.isEmpty }
    return (words + rate(report, at: now) + results).joined(separator: "  ")
  }

  private func rate(_ report: TrainingReport, at now: ContinuousClock.Instant) -> [String] {
    guard let start else { return [] }
    let progress = report.progress
    let elapsed = (now - start.at).components
    let seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    let steps = Double(progress.done - start.done)
    guard seconds > 0.5, steps > 0 else { return [] }
    let left = Double(progress.planned - progress.done) * seconds / steps
    return ["\(Int(steps / seconds)) steps/s", Format.duration(left) + " left"]
  }

  /// What is told after each experience where nothing can be redrawn.
  static func experience(_ report: TrainingReport) -> String {
    let progress = report.progress
    return "\(report.learner): experience \(progress.experience + 1) of \(progress.experiences), "
      + [Format.count(progress.steps, "step"), losses(report), accuracy(report)]
      .filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// Of the newest experience that was measured.
  private static func accuracy(_ report: TrainingReport) -> String {
    report.progress.overall.last.map { "accuracy \(Format.number($0))" } ?? ""
  }

  private static func losses(_ report: TrainingReport) -> String {
    report.progress.losses.parts.map { "\($0.name) \(Format.number($0.value))" }
      .joined(separator: ", ")
  }
}

import Figures
import Workbench

/// A training's progress in one line.
enum ProgressText {
  private nonisolated(unsafe) static var start:
    (learner: String, done: Int, at: ContinuousClock.Instant)?

  /// Learner, experience, how much is done, the parts of the loss, steps per second, time left.
  static func line(_ report: TrainingReport, clock now: ContinuousClock.Instant) -> String {
    let progress = report.progress
    if start?.learner != report.learner || progress.done <= (start?.done ?? 0) {
      start = (report.learner, progress.done - 1, now)
    }
    let fraction = Double(progress.done) / Double(max(1, progress.planned))
    let losses = progress.losses.parts.map { "\($0.name) \(Format.number($0.value))" }
    var words = [
      report.learner, "\(progress.experience + 1)/\(progress.experiences)",
      ProgressBar.text(fraction, width: 10), "\(progress.step)/\(progress.steps)",
      losses.joined(separator: " "),
    ]
    if let start {
      let elapsed = (now - start.at).components
      let seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
      let steps = Double(progress.done - start.done)
      if seconds > 0.5 {
        let left = Double(progress.planned - progress.done) * seconds / steps
        words += ["\(Int(steps / seconds)) steps/s", Format.duration(left) + " left"]
      }
    }
    return words.joined(separator: "  ")
  }

  /// What is told after each experience where nothing can be redrawn.
  static func experience(_ report: TrainingReport) -> String {
    let progress = report.progress
    let losses = progress.losses.parts.map { "\($0.name) \(Format.number($0.value))" }
    return "\(report.learner): experience \(progress.experience + 1) of \(progress.experiences), "
      + "\(progress.steps) steps, " + losses.joined(separator: ", ")
  }
}

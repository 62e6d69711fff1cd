import Figures
import Text
import Workbench

/// A training's progress on one line.
package struct ProgressText {
  /// Where the training shown now began, to compute its rate.
  private var start: (learner: String, done: Int, at: ContinuousClock.Instant)?
  /// Steps done at the last update; fewer belong to another training of the same learner.
  private var lastDone = 0
  let unicode: Bool
  /// Whether a bar shows how much is done.
  private let hasBar: Bool

  package init(unicode: Bool, hasBar: Bool = true) {
    (self.unicode, self.hasBar) = (unicode, hasBar)
  }

  /// Learner, experience, how much is done, steps per second, time left, the accuracy so far, the
  /// parts of the loss; without the less important ones where there are only `cells`.
  package mutating func line(
    _ report: TrainingReport, at now: ContinuousClock.Instant, cells: Int
  ) -> String {
    let progress = report.progress
    let goesOn = progress.done > lastDone || (progress.isMeasured && progress.done == lastDone)
    if start?.learner != report.learner || !goesOn {
      start = (report.learner, progress.done - 1, now)
    }
    lastDone = progress.done
    let fraction = Double(progress.done) / Double(max(1, progress.planned))
    let rate = rate(report, at: now)
    let parts = [
      Part(report.learner, keptLonger: 4),
      Part("\(progress.experience + 1)/\(progress.experiences)", keptLonger: 5),
      Part(hasBar ? ProgressBar.text(fraction, width: 10, unicode: unicode) : "", keptLonger: 0),
      Part("\(progress.step)/\(progress.steps)", keptLonger: 6),
      Part(rate.speed, keptLonger: 1), Part(rate.left, keptLonger: 3),
      Part(Self.accuracy(report), keptLonger: 2), Part(Self.losses(report), keptLonger: 7),
    ]
    return Self.joined(parts.filter { !$0.text.isEmpty }, cells: cells)
  }

  private struct Part {
    let text: String
    let keptLonger: Int

    init(_ text: String, keptLonger: Int) { (self.text, self.keptLonger) = (text, keptLonger) }
  }

  /// Leaves out parts, the least important first, until the others fit.
  private static func joined(_ parts: [Part], cells: Int) -> String {
    let line = parts.map(\.text).joined(separator: "  ")
    guard CellWidth.of(line) > cells, parts.count > 1,
      let least = parts.indices.min(by: { parts[$0].keptLonger < parts[$1].keptLonger })
    else { return line }
    var fewer = parts
    fewer.remove(at: least)
    return joined(fewer, cells: cells)
  }

  private func rate(
    _ report: TrainingReport, at now: ContinuousClock.Instant
  ) -> (speed: String, left: String) {
    guard let start else { return ("", "") }
    let progress = report.progress
    let elapsed = (now - start.at).components
    let seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    let steps = Double(progress.done - start.done)
    guard seconds > 0.5, steps > 0 else { return ("", "") }
    let left = Double(progress.planned - progress.done) * seconds / steps
    return ("\(Int(steps / seconds)) steps/s", Format.duration(left) + " left")
  }

  /// What is printed after each experience where nothing can be redrawn.
  package static func experience(_ report: TrainingReport) -> String {
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

import Host
import Models
import Testing

@testable import Learning
@testable import Workbench

/// How far a training is, told line by line or on a line that is drawn over itself.
@Suite struct ProgressTests {
  @Test func `every training of a learner that is created again is reported`() throws {
    let program = try Program()
    let run = try program.run(
      "--no-journal", "--threads", "1",
      input: """
        data d = digits split=5 limit=40
        model net = mlp hidden=16
        for s in 1..3 {
          learner l = finetune model=net rate=($s / 1000)
          train l on d.1 steps=2
        }

        """)
    #expect(run.status == 0, "\(run)")
    #expect(run.output.ranges(of: "l: experience 1 of 5").count == 3, "\(run.output)")
  }

  @Test func `each experience is reported with its accuracy once it is measured`() throws {
    let run = try Program().run(
      "--no-journal", "--threads", "1",
      input: """
        data d = digits split=5 limit=40
        model net = mlp hidden=16
        learner l = finetune model=net
        train l on d.2 epochs=2
        train l on d steps=1

        """)
    let told = run.output.split(separator: "\n").filter { $0.contains("l: experience ") }
    #expect(told.count == 5 && told.allSatisfy { $0.contains("accuracy 0.") }, "\(run)")
    // The accuracy of the results is that of the line before.
    let last = try #require(told[1].split(separator: " ").last)
    #expect(run.output.contains("last " + last), "\(run)")
  }

  @Test func `rate and time left are those of the training at work`() {
    let start = ContinuousClock.now
    var text = ProgressText(unicode: true)
    func line(_ done: Int, seconds: Int) -> String {
      let progress = TrainingProgress(
        experience: 0, experiences: 1, step: done, steps: 100, done: done, planned: 100,
        losses: Losses(), overall: [], isMeasured: false)
      return text.line(
        TrainingReport(learner: "l", progress: progress), at: start + .seconds(seconds),
        cells: 200)
    }
    _ = line(1, seconds: 0)
    #expect(line(51, seconds: 5).contains("10 steps/s  4.8 s left"))
    // Another training of the same learner, a minute later.
    #expect(!line(1, seconds: 65).contains("steps/s"))
    #expect(line(21, seconds: 75).contains("2 steps/s  38 s left"))
  }

  @Test(arguments: [79, 60, 40, 20])
  func `a narrow terminal keeps the losses`(cells: Int) {
    let start = ContinuousClock.now
    var text = ProgressText(unicode: true)
    func line(_ done: Int, seconds: Int) -> String {
      let progress = TrainingProgress(
        experience: 1, experiences: 5, step: done, steps: 2000, done: done, planned: 10000,
        losses: Losses(["current": 1.25]), overall: [0.5], isMeasured: false)
      return text.line(
        TrainingReport(learner: "brain-inspired", progress: progress),
        at: start + .seconds(seconds), cells: cells)
    }
    _ = line(1, seconds: 0)
    let shown = line(1501, seconds: 10)
    #expect(shown.count <= cells && shown.contains("current 1.25"), "\(shown)")
  }
}

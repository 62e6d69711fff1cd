import Foundation
import Language
import Learning
import Streams
import Workbench

/// How much resident memory grows while one kind of work is repeated: percent of what it is after a
/// tenth of the work.
enum MemoryGrowth {
  /// Over 2,000 steps of generative replay in one experience.
  static func steps() throws -> Double {
    let session = Session(Workspace(.init(data: DataDirectory("."))))
    var memory: (early: Int, late: Int) = (1, 1)
    session.control.report = { report in
      if report.progress.step == 200 { memory.early = residentPages() }
      if report.progress.step == 2000 { memory.late = residentPages() }
    }
    let interpreter = Interpreter(session)
    // The first experience has no replay; what it needs is not growth.
    try interpreter.script(
      """
      data d = digits split=5
      learner ours = generative-replay
      train ours on d.1 steps=1
      train ours on d.2 steps=2000
      """, label: "steps")
    return percent(memory)
  }

  /// Over 200 declarations of a learner under one name, each trained for a step.
  static func declarations() throws -> Double {
    let interpreter = Interpreter(Session(Workspace(.init(data: DataDirectory(".")))))
    try interpreter.script("data d = digits split=5", label: "declarations")
    var memory: (early: Int, late: Int) = (1, 1)
    for number in 1...200 {
      try interpreter.script(
        "learner x = generative-replay\ntrain x on d.1 steps=1", label: "declarations")
      if number == 20 { memory.early = residentPages() }
    }
    memory.late = residentPages()
    return percent(memory)
  }

  private static func percent(_ memory: (early: Int, late: Int)) -> Double {
    100 * (Double(memory.late) / Double(memory.early) - 1)
  }

  private static func residentPages() -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    return text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 1
  }
}

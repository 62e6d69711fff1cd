import Foundation
import Journal

/// Where a run of an experiment stands.
package enum RunState: Sendable, Equatable {
  case done(RunEnd)
  case failed(RunEnd)
  case running
  /// In a queue, and why.
  case waiting(String)
  /// Begun, and at work no longer.
  case stopped
  case new

  /// Whether it needs to be started.
  package var isOpen: Bool {
    switch self {
    case .failed, .stopped, .new: true
    case .done, .running, .waiting: false
    }
  }
}

/// Where all runs of an experiment stand.
package struct ExperimentStatus: Sendable {
  package let states: [(run: PlannedRun, state: RunState)]
  /// What could not be found out.
  package let remark: String?
  private let axes: [Axis]
  private let folder: String

  /// Looks at every run; a queue is asked only about those that have no end.
  package init(_ experiment: ExperimentFolder, queue: SlurmQueue? = nil) {
    (axes, folder) = (experiment.axes, experiment.path)
    let queued = queue?.states ?? [:]
    remark = queue?.remark
    states = experiment.runs.map { run in
      let place = experiment.folder(of: run)
      if let found = queued[run.number], place.end?.status != .ok { return (run, found) }
      if let end = place.end { return (run, end.status == .ok ? .done(end) : .failed(end)) }
      return (run, place.isLocked ? .running : place.isBegun ? .stopped : .new)
    }
  }

  /// Runs with a good end.
  package var finished: [PlannedRun] {
    states.compactMap { if case .done = $0.state { $0.run } else { nil } }
  }

  /// Runs that nobody works on and that have no good end.
  package var open: [PlannedRun] { states.filter(\.state.isOpen).map(\.run) }
  package var isWhole: Bool { finished.count == states.count }

  /// `done 10 · running 1 · failed 1`.
  package var summary: String {
    let names = states.map { Self.name($0.state) }
    let counts = ["done", "running", "waiting", "failed", "stopped", "not started"].compactMap {
      name -> String? in
      let count = names.count { $0 == name }
      return count > 0 || name == "done" ? "\(name) \(count)" : nil
    }
    let all = states.count
    return "\(all) run\(all == 1 ? "" : "s"): " + counts.joined(separator: " · ")
  }

  /// A line on each run that failed, was stopped or waits for a reason.
  package var troubles: [String] {
    states.compactMap { run, state in
      let name = "run \(run.number) (\(run.text(axes)))"
      switch state {
      case .failed(let end):
        return
          "\(name) failed: \(end.why ?? "it exited with \(end.code); see logs/\(run.number).log")"
      case .stopped: return "\(name) was stopped and can go on"
      case .waiting(let why) where !why.isEmpty: return "\(name) waits: \(why)"
      case .done, .running, .waiting, .new: return nil
      }
    }
  }

  private static func name(_ state: RunState) -> String {
    switch state {
    case .done: "done"
    case .failed: "failed"
    case .running: "running"
    case .waiting: "waiting"
    case .stopped: "stopped"
    case .new: "not started"
    }
  }
}

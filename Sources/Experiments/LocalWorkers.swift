import Foundation
import Journal

/// Runs tasks of an experiment on this machine, each in a process of its own, several at a time.
package struct LocalWorkers {
  /// The program that runs.
  package static let ownProgram =
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
  /// The environment variable naming the process that this one must not outlive.
  package static let parentVariable = "REVERIE_PARENT"
  /// The environment variable that tells a process that it is a run of an experiment.
  package static let experimentVariable = "REVERIE_EXPERIMENT"

  /// The program that does a task.
  var program = Self.ownProgram
  /// Whether to stop; asked again and again, as Ctrl-C pressed twice or three times means more.
  let shouldStop: () -> Bool
  /// Told after each run how many have ended, of how many, and which ended.
  let told: (_ done: Int, _ all: Int, _ run: PlannedRun) -> Void

  package init(
    shouldStop: @escaping () -> Bool, told: @escaping (Int, Int, PlannedRun) -> Void
  ) {
    (self.shouldStop, self.told) = (shouldStop, told)
  }

  /// Does `runs`, so many at one time; without a number as many as the cores hold.
  ///
  /// When a stop is requested, running processes are stopped and no more are started.
  /// - Returns: whether all were started and nobody asked to stop.
  /// - Throws: `Failure` if the program cannot be started.
  @discardableResult
  package func run(
    _ runs: [PlannedRun], of experiment: ExperimentFolder, atOnce count: Int?
  ) throws(Failure) -> Bool {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let threads = experiment.description.circumstances.threads ?? 1
    let most = max(1, count ?? cores / max(1, threads))
    var waiting = runs[...]
    var working: [(run: PlannedRun, process: Process)] = []
    var done = 0
    var isStopping = false
    while !working.isEmpty || !waiting.isEmpty && !isStopping {
      if shouldStop(), !isStopping {
        isStopping = true
        for worker in working { worker.process.terminate() }
      }
      while !isStopping, working.count < most, let run = waiting.popFirst() {
        do {
          working.append((run, try start(run, of: experiment)))
        } catch {
          for worker in working { worker.process.terminate() }
          for worker in working { worker.process.waitUntilExit() }
          throw ExperimentFolder.failure("\(program) cannot be started: \(error)")
        }
      }
      // Checked once: a process that ends between two checks would be in neither part.
      let parts = Dictionary(grouping: working) { $0.process.isRunning }
      working = parts[true] ?? []
      for worker in parts[false] ?? [] {
        done += 1
        told(done, runs.count, worker.run)
      }
      if !working.isEmpty { usleep(20_000) }
    }
    return !isStopping
  }

  private func start(_ run: PlannedRun, of experiment: ExperimentFolder) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = ["task", experiment.path, "\(run.number)"]
    process.environment = ProcessInfo.processInfo.environment.merging(
      [Self.parentVariable: "\(getpid())"], uniquingKeysWith: { $1 })
    process.standardInput = FileHandle.nullDevice
    let log = experiment.log(of: run)
    let descriptor = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    let output =
      descriptor >= 0
      ? FileHandle(fileDescriptor: descriptor, closeOnDealloc: true) : FileHandle.nullDevice
    (process.standardOutput, process.standardError) = (output, output)
    try process.run()
    return process
  }
}

import Foundation
import Language
import Torch
import Workbench

/// Runs the choices of a variation, each in a process of its own, several at a time.
package struct Workers {
  /// What one process left behind.
  package struct Ending {
    package let choice: Variation.Choice
    package let journal: String
    package let status: Int32
    /// The first line with an error that it wrote to standard error.
    package let trouble: String
  }

  /// What every process is given besides its choice.
  package struct Setting {
    /// The program.
    var program = Workers.ownProgram
    /// Where the journals go.
    let folder: String
    /// Processes at one time; nil: as many as the cores hold.
    let count: Int?
    /// Options of the process, such as `seed`, where they are not varied.
    let options: [String: String]
    /// Values for `param`s and makers for objects, where they are not varied.
    let overrides: [String: Language.Expression]

    /// Circumstances are those of `workspace`.
    ///
    /// - Parameter threads: of each process, where they are not varied.
    package init(folder: String, threads: Int, count: Int?, of workspace: Workspace) {
      let configuration = workspace.configuration
      (self.folder, self.count, overrides) = (folder, count, configuration.overrides)
      options = [
        "seed": "\(configuration.seed)", "data": configuration.data.path,
        "device": configuration.device == .cpu ? "cpu" : "cuda", "threads": "\(threads)",
        "instructions": Backend.configuration.instructions.rawValue,
      ]
    }

    var threads: Int { options["threads"].flatMap(Int.init) ?? 1 }
  }

  /// The program that runs.
  package static let ownProgram =
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path

  /// The environment variable naming the process that this one must not outlive.
  package static let parentVariable = "REVERIE_PARENT"

  private final class Worker {
    let place: Int
    let choice: Variation.Choice
    let journal: String
    let process = Process()
    let errors: String

    init(_ place: Int, _ choice: Variation.Choice, _ journal: String) {
      (self.place, self.choice, self.journal) = (place, choice, journal)
      errors = journal + ".errors"
    }
  }

  /// What a worker that was told to end leaves with, whatever the schedulers of this machine take.
  static let stopCode: Int32 = 143

  private let variation: Variation
  private let setting: Setting

  package init(_ variation: Variation, _ setting: Setting) {
    (self.variation, self.setting) = (variation, setting)
  }

  /// Runs all choices and calls `told` with each result.
  ///
  /// When `control` requests a stop, running processes are stopped and no more are started.
  ///
  /// - Throws: `WorkbenchError` if the folder cannot be created or the program cannot be started.
  package func run(
    _ control: RunControl, told: (Ending, _ done: Int, _ all: Int) -> Void
  ) throws -> [Ending] {
    do {
      try FileManager.default.createDirectory(
        atPath: setting.folder, withIntermediateDirectories: true)
    } catch { throw WorkbenchError("the folder \(setting.folder) cannot be created") }
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let most = max(1, setting.count ?? cores / max(1, setting.threads))
    var waiting = ArraySlice(Array(variation.choices.enumerated()))
    var working: [Worker] = []
    var endings: [(place: Int, ending: Ending)] = []
    var isStopping = false
    while !working.isEmpty || !waiting.isEmpty && !isStopping {
      // Asked for again and again, as Ctrl-C pressed twice or three times means more.
      if control.shouldStop(), !isStopping {
        isStopping = true
        for worker in working { worker.process.terminate() }
      }
      while !isStopping, working.count < most, let (place, choice) = waiting.popFirst() {
        do {
          working.append(try start(place, choice))
        } catch {
          stop(working)
          throw error
        }
      }
      // Checked once: a process that ends between two checks would be in neither part.
      let parts = Dictionary(grouping: working) { $0.process.isRunning }
      working = parts[true] ?? []
      for worker in parts[false] ?? [] {
        let ending = end(worker)
        endings.append((worker.place, ending))
        told(ending, endings.count, variation.choices.count)
      }
      if !working.isEmpty { usleep(20_000) }
    }
    return endings.sorted { $0.place < $1.place }.map(\.ending)
  }

  /// Ends processes that nobody will wait for.
  private func stop(_ working: [Worker]) {
    for worker in working { worker.process.terminate() }
    for worker in working {
      worker.process.waitUntilExit()
      _ = end(worker)
    }
  }

  /// A folder that does not exist yet: `PATH.vary-1`.
  package static func folder(beside path: String) -> String {
    let free = (1...).first { !FileManager.default.fileExists(atPath: "\(path).vary-\($0)") }
    return "\(path).vary-\(free ?? 1)"
  }

  private func start(_ place: Int, _ choice: Variation.Choice) throws -> Worker {
    let name = choice.text.map { $0.isLetter || $0.isNumber || "=.-".contains($0) ? $0 : "_" }
    let worker = Worker(
      place, choice, "\(setting.folder)/\(place + 1)-\(String(name.prefix(80))).journal")
    var (options, overrides) = (setting.options, setting.overrides)
    for (name, value) in choice.values {
      if variation.isCircumstance(name) {
        options[name] = "\(value)"
      } else {
        overrides[name] = .literal(value)
      }
    }
    options["journal"] = worker.journal
    worker.process.executableURL = URL(fileURLWithPath: setting.program)
    worker.process.arguments =
      ["run", variation.file, "--no-snapshots", "--no-color", "--stop-code", "\(Self.stopCode)"]
      + options.sorted { $0.key < $1.key }.flatMap { ["--\($0.key)", $0.value] }
      + overrides.sorted { $0.key < $1.key }.flatMap { ["--set", "\($0.key)=\($0.value)"] }
    worker.process.environment = ProcessInfo.processInfo.environment.merging(
      [Self.parentVariable: "\(getpid())"], uniquingKeysWith: { $1 })
    worker.process.standardInput = FileHandle.nullDevice
    worker.process.standardOutput = FileHandle.nullDevice
    _ = FileManager.default.createFile(atPath: worker.errors, contents: nil)
    worker.process.standardError = FileHandle(forWritingAtPath: worker.errors)
    do {
      try worker.process.run()
    } catch {
      unlink(worker.errors)
      throw WorkbenchError("\(setting.program) cannot be started: \(error)")
    }
    return worker
  }

  private func end(_ worker: Worker) -> Ending {
    let process = worker.process
    let status =
      process.terminationReason == .exit
      ? process.terminationStatus : 128 + process.terminationStatus
    let said = (try? String(contentsOfFile: worker.errors, encoding: .utf8)) ?? ""
    unlink(worker.errors)
    return Ending(
      choice: worker.choice, journal: worker.journal, status: status,
      trouble: said.split(separator: "\n").first { $0.contains("error") }.map(String.init) ?? "")
  }
}

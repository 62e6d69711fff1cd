import Foundation
import Language

/// Runs the choices of a variation, each in a process of its own, several at a time.
public struct Workers {
  /// What one process left.
  public struct Ending {
    public let choice: Variation.Choice
    public let journal: String
    public let status: Int32
    /// The last line that it wrote to standard error.
    public let trouble: String
  }

  /// What every process is given besides its choice.
  public struct Setting {
    /// The program; nil: this one.
    public var program: String?
    /// Where the journals go.
    public var folder: String
    /// Threads of each process, where they are not varied.
    public var threads = 1
    /// Processes at one time; nil: as many as the cores hold.
    public var count: Int?
    /// More arguments, such as `--data PATH`.
    public var arguments: [String] = []

    public init(folder: String) { self.folder = folder }
  }

  /// The variable that tells a process which other one it shall not outlive.
  public static let parentVariable = "REVERIE_PARENT"

  private final class Worker {
    let choice: Variation.Choice
    let journal: String
    let process = Process()
    let errors: String

    init(_ choice: Variation.Choice, _ journal: String) {
      (self.choice, self.journal, errors) = (choice, journal, journal + ".errors")
    }
  }

  private let variation: Variation
  private let setting: Setting

  public init(_ variation: Variation, _ setting: Setting) {
    (self.variation, self.setting) = (variation, setting)
  }

  /// Runs all choices and tells `told` of each that ends.
  ///
  /// When `attention` says stop, those that run are stopped and no more are begun.
  ///
  /// - Throws: `WorkbenchError` if the folder cannot be made or the program cannot be started.
  public func run(
    _ attention: Attention, told: (Ending, _ done: Int, _ all: Int) -> Void
  ) throws -> [Ending] {
    do {
      try FileManager.default.createDirectory(
        atPath: setting.folder, withIntermediateDirectories: true)
    } catch { throw WorkbenchError("the folder \(setting.folder) cannot be made") }
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let most = max(1, setting.count ?? cores / max(1, setting.threads))
    var waiting = Array(variation.choices.enumerated())
    var working: [Worker] = []
    var endings: [(place: Int, ending: Ending)] = []
    var places: [String: Int] = [:]
    var isStopping = false
    while !working.isEmpty || !waiting.isEmpty && !isStopping {
      if !isStopping, attention.shouldStop() {
        isStopping = true
        for worker in working { worker.process.terminate() }
      }
      while !isStopping, working.count < most, !waiting.isEmpty {
        let (place, choice) = waiting.removeFirst()
        let worker = try start(place, choice)
        places[worker.journal] = place
        working.append(worker)
      }
      for worker in working where !worker.process.isRunning {
        let ending = end(worker)
        endings.append((places[worker.journal] ?? 0, ending))
        told(ending, endings.count, variation.choices.count)
      }
      working.removeAll { !$0.process.isRunning }
      if !working.isEmpty { usleep(20_000) }
    }
    return endings.sorted { $0.place < $1.place }.map(\.ending)
  }

  /// A folder that does not exist yet: `PATH.vary-1`.
  public static func folder(beside path: String) -> String {
    let free = (1...).first { !FileManager.default.fileExists(atPath: "\(path).vary-\($0)") }
    return "\(path).vary-\(free ?? 1)"
  }

  private func start(_ place: Int, _ choice: Variation.Choice) throws -> Worker {
    let name = choice.text.map { $0.isLetter || $0.isNumber || "=.-".contains($0) ? $0 : "_" }
    let worker = Worker(
      choice, "\(setting.folder)/\(place + 1)-\(String(name.prefix(80))).journal")
    var arguments = [
      "run", variation.file, "--journal", worker.journal, "--no-snapshots", "--no-color",
    ]
    var threads = "\(setting.threads)"
    for (name, value) in choice.values {
      if !variation.isCircumstance(name) {
        arguments += ["--set", "\(name)=\(value)"]
      } else if name == "threads" {
        threads = "\(value)"
      } else {
        arguments += ["--\(name)", "\(value)"]
      }
    }
    let program =
      setting.program
      ?? URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
    worker.process.executableURL = URL(fileURLWithPath: program)
    worker.process.arguments = arguments + ["--threads", threads] + setting.arguments
    worker.process.environment = ProcessInfo.processInfo.environment.merging(
      [Self.parentVariable: "\(getpid())"], uniquingKeysWith: { $1 })
    worker.process.standardInput = FileHandle.nullDevice
    worker.process.standardOutput = FileHandle.nullDevice
    _ = FileManager.default.createFile(atPath: worker.errors, contents: nil)
    worker.process.standardError = FileHandle(forWritingAtPath: worker.errors)
    do {
      try worker.process.run()
    } catch { throw WorkbenchError("\(program) cannot be started: \(error)") }
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

import Catalog
import Experiments
import Foundation
import Journal
import Language
import ProcessControl
import Torch
import Workbench

/// `reverie task DIR 3`: one run of an experiment, as schedulers start it.
enum RunTask: ProcessVerb {
  static let card = Card(
    "task", "do one run of an experiment, or what is left of it", scope: .session,
    operands: [
      .init("folder", .path, "the folder of an experiment"),
      .init(
        "number", .integer(1...10_000), optional: true,
        "the run (default: $REVERIE_TASK, else $SLURM_ARRAY_TASK_ID)"),
    ],
    example: "task \"first.session.vary-1\" 3",
    notes: """
      Exits with 0 if the run is done, also if it was done before; with the code of --stop-code if it \
      was stopped and can go on, or if another process works on it; with another code if it failed.
      """)

  static func run(_ arguments: Arguments, _ options: Options) throws -> Int32 {
    let path = arguments.text(0) ?? ""
    return Verifier.attempt(path) {
      let experiment = try ExperimentFolder(path)
      let run = try run(arguments, of: experiment)
      return try perform(run, of: experiment, options)
    }
  }

  private static func run(
    _ arguments: Arguments, of experiment: ExperimentFolder
  ) throws -> PlannedRun {
    let environment = ProcessInfo.processInfo.environment
    let word =
      arguments.operands.count > 1
      ? "\(arguments.operands[1])"
      : environment["REVERIE_TASK"] ?? environment["SLURM_ARRAY_TASK_ID"]
    guard let word else {
      throw WorkbenchError("say which run, from 1 to \(experiment.runs.count), or set REVERIE_TASK")
    }
    guard let run = Int(word).flatMap(experiment.run) else {
      throw WorkbenchError("there is no run \(word): they are 1 to \(experiment.runs.count)")
    }
    return run
  }

  private static func perform(
    _ run: PlannedRun, of experiment: ExperimentFolder, _ options: Options
  ) throws -> Int32 {
    let folder = experiment.folder(of: run)
    if folder.end?.status == .ok { return say("run \(run.number) is done") }
    let setting = RunSetting(run, of: experiment)
    let options = try adapted(options, to: setting)
    let lock: RunLock
    do {
      lock = try folder.lock()
    } catch {
      Console.complain(error)
      return options.resumableCode ?? 75
    }
    // While this process waited for the lock another one may have done it.
    if folder.end?.status == .ok { return say("run \(run.number) is done") }
    try experiment.checkSession()
    folder.reopen()
    setenv(LocalWorkers.experimentVariable, experiment.path, 1)
    if !FileManager.default.changeCurrentDirectoryPath(experiment.description.folder) {
      Console.complain("warning: the folder \(experiment.description.folder) is not there")
    }
    let start = ContinuousClock.now
    let code = try work(in: folder, experiment.session, options)
    guard code == 0 || Interrupt.exitCode == nil else { return code }
    let document = try? JournalDocument(file: folder.journal)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    try folder.finish(
      RunEnd(
        task: run.number, code: code, why: code == 0 ? nil : document?.attempts.last?.message,
        digest: document.map(RunDigest.of) ?? "", seconds: seconds))
    return withExtendedLifetime(lock) { code }
  }

  /// Begins the run, or goes on with it.
  private static func work(
    in folder: RunFolder, _ session: String, _ options: Options
  ) throws -> Int32 {
    guard folder.isBegun else {
      var options = options
      options.journal = folder.journal
      let front = try TerminalHost(options)
      return front.finish { try front.interpreter.file(session) }
    }
    var options = options
    (options.seed, options.threads, options.instructions) = (nil, nil, nil)
    (options.device, options.overrides) = (nil, [])
    return try ResumeFile.resume(
      folder.journal, restOf: session, options, leavesOutLast: false, thenPrompt: false)
  }

  /// The options of the run.
  ///
  /// - Throws: `Failure` if others are asked for than the experiment's, or this machine lacks its
  ///   instructions: the numbers of runs would not be comparable.
  private static func adapted(_ given: Options, to setting: RunSetting) throws -> Options {
    var options = given
    let allowed = ProcessInfo.processInfo.environment["SLURM_CPUS_PER_TASK"].flatMap(Int.init)
    options.seed = UInt64(setting.seed)
    options.threads = setting.threads.flatMap(Int.init) ?? given.threads ?? allowed ?? 1
    options.instructions = InstructionSet(rawValue: setting.instructions)
    let asked: [(String, String?, String?)] = [
      ("--seed", given.seed.map(String.init), setting.seed),
      ("--threads", given.threads.map(String.init), setting.threads),
      ("--instructions", given.instructions?.rawValue, setting.instructions),
    ]
    if let wrong = asked.first(where: { $0.1 != nil && $0.2 != nil && $0.1 != $0.2 }) {
      throw Failure(
        Diagnostic(
          "the experiment computes with \(wrong.0) \(wrong.2 ?? ""): leave \(wrong.0) out",
          at: .nowhere), trouble: .syntax)
    }
    guard let instructions = options.instructions, instructions.isAvailable else {
      throw Failure(
        Diagnostic(
          "the experiment computes with \(setting.instructions), which this processor does not have",
          at: .nowhere), trouble: .circumstances)
    }
    if let allowed, let threads = options.threads, threads > allowed {
      Console.complain("warning: \(threads) threads on \(allowed) cores that Slurm gives")
    }
    (options.device, options.data) = (setting.device, given.data ?? setting.data)
    options.overrides = setting.overrides
    (options.recordsNothing, options.journal) = (false, nil)
    return options
  }

  private static func say(_ text: String) -> Int32 {
    Console.say(text)
    return 0
  }
}

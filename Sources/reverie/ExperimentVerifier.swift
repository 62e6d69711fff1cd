import Experiments
import Foundation
import Journal
import ProcessControl
import Workbench

/// `reverie verify DIR runs=3`: runs of an experiment, each verified in a process of its own.
enum ExperimentVerifier {
  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  /// Verifies runs drawn at random; exits with the first code that is not 0.
  static func run(_ arguments: Arguments, _ options: Options) throws -> Int32 {
    let path = arguments.text(0) ?? ""
    return Verifier.attempt(path) {
      let experiment = try ExperimentFolder(path)
      let finished = ExperimentStatus(experiment).finished
      let count = min(arguments[Verify.runs] ?? finished.count, finished.count)
      let sample = finished.shuffled().prefix(count).sorted { $0.number < $1.number }
      var code: Int32 = 0
      for run in sample {
        if let stopped = Interrupt.exitCode { return stopped }
        let found = try verify(run, of: experiment, arguments, options)
        code = code == 0 ? found : code
      }
      let all = experiment.runs.count
      Console.say(
        "\(path): \(sample.count) of \(all) runs verified, \(code == 0 ? "all" : "not all") identical"
      )
      guard finished.count == all else {
        Console.say("\(path): \(all - finished.count) runs have no good end")
        return code == 0 ? Failure.Trouble.incomplete.rawValue : code
      }
      return code
    }
  }

  private static func verify(
    _ run: PlannedRun, of experiment: ExperimentFolder, _ arguments: Arguments, _ options: Options
  ) throws -> Int32 {
    let folder = experiment.folder(of: run)
    let document = try JournalDocument(file: folder.journal)
    guard folder.end?.digest == RunDigest.of(document) else {
      Console.say("run \(run.number): its journal was changed after it ended")
      return Failure.Trouble.damaged.rawValue
    }
    var words = ["verify", folder.journal]
    words += ["--data", options.data ?? experiment.description.circumstances.data]
    if arguments[Verify.exact] { words.append("--exact") }
    if let tolerance = arguments[Verify.tolerance] { words += ["--tolerance", tolerance] }
    if arguments[Verify.record] { words.append("--record") }
    // Relative paths in the session begin where the experiment was asked for.
    _ = FileManager.default.changeCurrentDirectoryPath(experiment.description.folder)
    guard let status = ForegroundProcess.run(LocalWorkers.ownProgram, words) else {
      throw WorkbenchError("\(LocalWorkers.ownProgram) cannot be started")
    }
    return status
  }
}

import ArgumentParser
import Foundation
import Host
import Journal
import ProcessControl
import Streams
import Torch
import Workbench

/// The flags that every way of starting shares.
struct Options: ParsableArguments {
  @Option(help: "Random seed of the session.")
  var seed: UInt64?

  @Option(help: "Number of compute threads; results depend on it.")
  var threads: Int?

  @Option(
    help:
      "Vector instruction set; results depend on it (default: $REVERIE_INSTRUCTIONS, else avx2)."
  )
  var instructions: InstructionSet?

  @Option(help: "Compute device: cpu or cuda.")
  var device: String?

  @Option(help: "Folder that holds the data sets.")
  var data: String?

  @Option(help: "File in which to record the session (its journal).")
  var journal: String?

  @Flag(name: .customLong("no-journal"), help: "Record nothing.")
  var recordsNothing = false

  @Option(help: "Seconds between training snapshots; 0: only at the end of each experience.")
  var snapshots: Double?

  @Flag(name: .customLong("no-snapshots"), help: "Write no training snapshots.")
  var refusesSnapshots = false

  @Option(
    name: .customLong("stop-code"),
    help:
      "Exit code after SIGTERM or SIGUSR1 if the session can be resumed, such as 85 for HTCondor or 99 for Grid Engine (default: $REVERIE_STOP_CODE, else 75)."
  )
  var stopCode: Int32?

  @Flag(name: .customLong("no-color"), help: "Print without colours.")
  var refusesColours = false

  @Option(help: "Folder for journals and history.")
  var home: String?

  @Flag(help: "Print one JSON object for each result; same as --format json.")
  var json = false

  @Option(
    help: "Print results in this format instead of text: \(Displays.names).")
  var format: String?

  @Option(
    name: .customLong("set"),
    help: "Override a param or an object's maker, as in epochs=1 or d=digits.")
  var overrides: [String] = []

  /// Options of every session that commands have too.
  static let shared: Set = ["seed", "threads", "instructions"]

  /// The same for a process that records nothing.
  var recordingNothing: Options {
    var quiet = self
    (quiet.recordsNothing, quiet.journal) = (true, nil)
    return quiet
  }

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads takes a number from 1 to 1024")
    }
    if let device, !["cpu", "cuda"].contains(device) {
      throw ValidationError("--device takes cpu or cuda")
    }
    if let snapshots, !(0...86_400).contains(snapshots) {
      throw ValidationError("--snapshots takes seconds from 0 to 86400")
    }
    if !(1...255).contains(resumableCode ?? 0) {
      throw ValidationError("--stop-code and REVERIE_STOP_CODE take a number from 1 to 255")
    }
    if recordsNothing, journal != nil {
      throw ValidationError("--journal and --no-journal cannot be combined")
    }
  }
}

extension Options {
  /// EX_TEMPFAIL of sysexits.h: what schedulers take for "start it again".
  private static let temporaryFailure: Int32 = 75

  /// The exit code of a session that was told to end and can go on; nil if what was asked for is no
  /// number.
  var resumableCode: Int32? {
    let word = ProcessInfo.processInfo.environment["REVERIE_STOP_CODE"] ?? ""
    return stopCode ?? (word.isEmpty ? Self.temporaryFailure : Int32(word))
  }

  /// What results are written by; nil: for people.
  func display() throws -> (any LineDisplay)? {
    guard let name = json ? JSONDisplay.format : format else { return nil }
    guard let type = Displays.named(name) else {
      Console.complain("there is no format '\(name)': choose from \(Displays.names)")
      throw ArgumentFailure.code(Failure.Trouble.syntax.rawValue)
    }
    return type.init(
      LineSink(
        output: { StandardStreams.output.line($0) }, errors: { Console.complain($0) }))
  }

  /// What the session is opened with.
  var host: HostOptions {
    var host = HostOptions()
    (host.seed, host.threads, host.instructions) = (seed, threads, instructions)
    (host.device, host.data, host.home, host.overrides) = (device, data, home, overrides)
    (host.journal, host.recordsNothing) = (journal, recordsNothing)
    (host.snapshots, host.refusesSnapshots) = (snapshots, refusesSnapshots)
    return host
  }
}

extension InstructionSet: ExpressibleByArgument {}

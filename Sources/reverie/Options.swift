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
  @Option(help: "Seed of everything random.")
  var seed: UInt64?

  @Option(help: "Threads for arithmetic; part of every result.")
  var threads: Int?

  @Option(
    help:
      "Vector instructions for arithmetic: baseline, avx2, avx512 or avx512-bf16; part of every result (default: $REVERIE_INSTRUCTIONS, else avx2)."
  )
  var instructions: InstructionSet?

  @Option(help: "Where arithmetic happens: cpu or cuda.")
  var device: String?

  @Option(help: "Folder that holds the data sets.")
  var data: String?

  @Option(help: "File to record the session in (the journal).")
  var journal: String?

  @Flag(name: .customLong("no-journal"), help: "Record nothing.")
  var recordsNothing = false

  @Option(help: "Seconds between snapshots of a training; 0: only at the end of each experience.")
  var snapshots: Double?

  @Flag(name: .customLong("no-snapshots"), help: "Write no snapshots of trainings.")
  var refusesSnapshots = false

  @Flag(name: .customLong("no-color"), help: "Print without colours.")
  var refusesColours = false

  @Option(help: "Folder for journals and history.")
  var home: String?

  @Flag(help: "Print one JSON object for each result: the same as --format json.")
  var json = false

  @Option(
    help: "Print results in another format: \(Displays.names).")
  var format: String?

  @Option(
    name: .customLong("set"),
    help: "Override a param or an object's maker: epochs=1, d=digits.")
  var overrides: [String] = []

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
    if recordsNothing, journal != nil {
      throw ValidationError("--journal and --no-journal exclude each other")
    }
  }
}

extension Options {
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

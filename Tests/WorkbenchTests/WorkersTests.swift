import Catalog
@testable import Experiments
import Foundation
import Language
import Testing

@testable import Workbench

/// Processes of a variation, played by small shell scripts.
@Suite struct WorkersTests {
  let desk: Desk

  init() throws { desk = try Desk() }

  /// A variation over so many seeds whose processes run `script`.
  private func workers(
    _ seeds: Int, jobs: Int, _ script: String, overrides: [String: Value] = [:]
  ) throws -> Workers {
    try desk.write("param epochs = 1\n", to: "s.session")
    try desk.write("#!/bin/sh\n" + script + "\n", to: "program")
    chmod(desk.path("program"), 0o755)
    let variation = try Variation(desk.path("s.session"), axes: [("seed", .range(1, seeds))])
    let workspace = Workspace(
      Workspace.Configuration(
        seed: 7, data: desk.workspace.configuration.data,
        overrides: overrides.mapValues { .literal($0) })
    )
    var setting = Workers.Setting(folder: desk.path("runs"), threads: 1, count: jobs, of: workspace)
    setting.program = desk.path("program")
    return Workers(variation, setting)
  }

  private var filesLeft: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: desk.path("runs")) }
  }

  @Test func `every run that ends is counted, also while another one is waited for`() throws {
    let workers = try workers(40, jobs: 8, "exit 0")
    let endings = try workers.run(RunControl()) { _, _, _ in usleep(5000) }
    #expect(endings.map(\.choice.text) == (1...40).map { "seed=\($0)" })
    #expect(endings.allSatisfy { $0.status == 0 })
    #expect(try filesLeft.isEmpty)
  }

  /// The sleep is short because a process inherits from a thread of tests that SIGTERM is blocked.
  @Test func `when one cannot be started the others are stopped`() throws {
    let workers = try workers(
      3, jobs: 2, "case \"$*\" in *\"--seed 1 \"*) echo $$ > \"$0.pid\"; exec sleep 5;; esac")
    var control = RunControl()
    control.shouldStop = { [desk] in
      if FileManager.default.fileExists(atPath: desk.path("program.pid")) {
        unlink(desk.path("program"))
      }
      return false
    }
    #expect(throws: WorkbenchError.self) {
      try workers.run(control) { _, _, _ in
        while (try? desk.text(of: "program.pid").isEmpty) ?? true { usleep(1000) }
      }
    }
    let text = try desk.text(of: "program.pid").trimmingCharacters(in: .whitespacesAndNewlines)
    let process = try #require(pid_t(text))
    #expect(kill(process, 0) != 0)
    #expect(try filesLeft.isEmpty)
  }

  @Test func `whether to stop is asked until the last one has ended`() throws {
    let workers = try workers(1, jobs: 1, "trap '' TERM; sleep 0.3")
    var control = RunControl()
    var count = 0
    control.shouldStop = {
      count += 1
      return count > 1
    }
    let endings = try workers.run(control) { _, _, _ in }
    #expect(endings.count == 1 && count > 3)
  }

  @Test func `a run is given the circumstances and overrides of its session`() throws {
    let workers = try workers(
      1, jobs: 1, "echo \"error $*\" >&2; exit 1", overrides: ["epochs": .integer(3)])
    let ending = try #require(try workers.run(RunControl()) { _, _, _ in }.first)
    #expect(ending.trouble.contains("--set epochs=3"), "\(ending.trouble)")
    #expect(ending.trouble.contains("--instructions "))
    #expect(ending.trouble.contains("--seed 1 ") && !ending.trouble.contains("--seed 7"))
    #expect(ending.trouble.contains("--data \(desk.workspace.configuration.data.path) "))
  }
}

import Foundation
import TestSupport
import Testing

/// Programs that are asked to end, by SIGTERM or by Ctrl-C, before their work is whole.
@Suite struct StoppedTests {
  let program: Program

  init() throws { program = try Program() }

  /// Starts the program, asks it to end as soon as it can hear that, and waits.
  private func stopped(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: program.folder.path)
    process.environment = program.environment
    let output = Pipe()
    (process.standardOutput, process.standardError) = (output, FileHandle.nullDevice)
    try process.run()
    while process.isRunning, !Self.hearsTermination(process.processIdentifier) { usleep(1000) }
    process.terminate()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    try #require(process.terminationReason == .exit)
    return (process.terminationStatus, text)
  }

  /// Whether the process has a handler for SIGTERM.
  private static func hearsTermination(_ number: Int32) -> Bool {
    let status = (try? String(contentsOfFile: "/proc/\(number)/status", encoding: .utf8)) ?? ""
    guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("SigCgt:") }),
      let mask = UInt64(line.dropFirst(7).trimmingCharacters(in: .whitespaces), radix: 16)
    else { return false }
    return mask & 1 << UInt64(SIGTERM - 1) != 0
  }

  /// A journal whose training ends only if it is stopped.
  private static let text = """
    #!reverie journal 1
    #: threads=1
    data d = digits split=5 limit=40
    model net = mlp hidden=16
    learner l = finetune model=net
    train l on d steps=100000000
    #= 4 last=1
    #@ 4 l=00
    #> 5 10:00:00 list

    """

  private static let verbs: [([String], Int32)] = [
    (["verify"], 143), (["verify", "--record"], 143), (["accept", "--yes"], 143), (["resume"], 75),
    (["resume", "--stop-code", "99"], 99),
  ]

  @Test(arguments: verbs)
  func `a stopped journal is neither verified, accepted nor continued`(
    words: [String], code: Int32
  ) throws {
    let text = Self.text
    try program.folder.write(text, to: "a.journal")
    let run = try stopped(words + ["a.journal", "--threads", "1"])
    #expect(run.status == code, "\(run)")
    for word in ["compared", "accepted", "resumed"] {
      #expect(!run.output.contains(word), "\(run)")
    }
    #expect(try program.folder.text("a.journal") == text)
  }

  @Test func `Ctrl-C while a session comes back leaves it as it was and opens no prompt`() throws {
    let path = try program.folder.write(Self.text, to: "a.journal")
    let pty = try Pty(
      running: Program.path, ["resume", path, "--home", program.folder.path],
      environment: program.environment.map { "\($0.key)=\($0.value)" })
    #expect(pty.wait(for: "100000000"), "\(pty.painted)")
    pty.send("\u{3}")
    #expect(pty.exitStatus() == 130, "\(pty.painted)")
    #expect(pty.painted.contains("stopped:") && !pty.painted.contains("resumed"))
    #expect(try program.folder.text("a.journal") == Self.text)
  }

  // MARK: A session file

  private static let session = """
    data d = digits split=5 limit=40
    model net = mlp hidden=16
    for s in 1..2 {
      learner l = finetune model=net rate=($s / 1000)
      train l on d steps=1500 batch=32
    }
    show l
    pin

    """

  /// Commands, values and states.
  private func lasting(_ name: String) throws -> [String] {
    try program.folder.text(name).split(separator: "\n").map(String.init)
      .filter { !["#>", "#:", "#!", "#%"].contains($0.prefix(2)) }
      .map { $0.replacing(#/ ~[^ ]*/#, with: "") }
  }

  /// Starts the program and sends it a signal as soon as its journal holds `words`.
  private func stopped(
    _ arguments: [String], by signal: Int32, at words: String, environment: [String: String] = [:]
  ) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: program.folder.path)
    process.environment = program.environment.merging(environment) { $1 }
    (process.standardOutput, process.standardError) = (
      FileHandle.nullDevice, FileHandle.nullDevice
    )
    try process.run()
    while process.isRunning, (try? program.folder.text("a.journal").contains(words)) != true {
      usleep(2000)
    }
    usleep(100_000)
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    return process.terminationReason == .exit
      ? process.terminationStatus : -process.terminationStatus
  }

  private static let signals: [(Int32, Int32)] = [
    (SIGTERM, 75), (SIGUSR1, 75), (SIGINT, 130), (SIGKILL, -SIGKILL),
  ]

  @Test(arguments: signals)
  func `a file that was stopped twice ends like an uninterrupted run`(
    signal: Int32, code: Int32
  ) throws {
    try program.folder.write(Self.session, to: "s.session")
    let options = ["--threads", "1"]
    let whole = try program.run(["run", "s.session", "--journal", "whole.journal"] + options)
    try #require(whole.status == 0, "\(whole)")
    try FileManager.default.removeItem(atPath: program.folder.path + "/snapshots")
    let first = try stopped(
      ["run", "s.session", "--journal", "a.journal"] + options, by: signal, at: "\n#> 3 ")
    #expect(first == code)
    let text = try program.folder.text("a.journal")
    #expect(!text.contains("#: end=ok") && !text.contains("stop="))
    #expect(text.contains("#: end=stopped") == (signal != SIGKILL))
    try program.folder.write(text + "#: again=yes\n", to: "a.journal")
    _ = try stopped(["resume", "a.journal", "s.session"], by: signal, at: "\n#> 3 ")
    let resumed = try program.run("resume", "a.journal", "s.session")
    #expect(resumed.status == 0, "\(resumed)")
    #expect(try lasting("a.journal") == lasting("whole.journal"))
    #expect(try program.folder.text("a.journal").contains("#: end=ok"))
    // There is nothing left to go on with.
    let end = try program.folder.text("a.journal")
    let again = try program.run("resume", "a.journal", "s.session")
    #expect(again.status == 0 && again.output.contains("is complete"), "\(again)")
    #expect(try program.folder.text("a.journal") == end)
  }

  @Test func `the exit code of a resumable session is the one the scheduler expects`() throws {
    try program.folder.write(Self.session, to: "s.session")
    let run = ["run", "s.session", "--journal", "a.journal", "--threads", "1"]
    let code = try stopped(
      run, by: SIGUSR1, at: "\n#> 3 ", environment: ["REVERIE_STOP_CODE": "85"])
    #expect(code == 85)
    let wrong = try program.run(run, environment: ["REVERIE_STOP_CODE": "often"])
    #expect(wrong.status == 2 && wrong.errors.contains("REVERIE_STOP_CODE"), "\(wrong)")
  }

  @Test func `without the file its rest is not taken for done`() throws {
    try program.folder.write(Self.session, to: "s.session")
    let run = ["run", "s.session", "--journal", "a.journal", "--threads", "1"]
    _ = try stopped(run, by: SIGTERM, at: "\n#> 3 ")
    let alone = try program.run("resume", "a.journal")
    #expect(alone.status == 0 && alone.output.contains("resume JOURNAL FILE"), "\(alone)")
    #expect(try program.folder.text("a.journal").contains("#: end=stopped"))
    #expect(try !program.folder.text("a.journal").contains("#: end=ok"))
    #expect(try program.run("resume", "a.journal", "s.session").status == 0)
  }

  @Test func `what --set changed holds for the rest of a file too`() throws {
    let text =
      Self.session.replacing("data d", with: "param n = 100000000\ndata d")
      .replacing("steps=1500", with: "steps=$n") + "let m = ($n + 1)\n"
    try program.folder.write(text, to: "s.session")
    let run = ["run", "s.session", "--journal", "a.journal", "--threads", "1"]
    _ = try stopped(run + ["--set", "n=1000"], by: SIGKILL, at: "\n#> 4 ")
    let resumed = try program.run("resume", "a.journal", "s.session")
    #expect(resumed.status == 0, "\(resumed)")
    #expect(try program.folder.text("a.journal").contains("set.n=1000"))
  }

  @Test func `-i and -c run both`() throws {
    try program.folder.write("let a = 1\n", to: "s.session")
    let run = try program.run("-i", "s.session", "-c", "expect $a == 1", "--journal", "b.journal")
    #expect(run.status == 0, "\(run)")
    let commands = try lasting("b.journal").filter { !$0.hasPrefix("#") }
    #expect(commands == ["let a = 1", "expect $a == 1"])
  }
}

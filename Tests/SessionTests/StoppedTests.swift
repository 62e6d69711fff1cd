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

  @Test(arguments: [["verify"], ["verify", "--record"], ["accept", "--yes"], ["resume"]])
  func `what was stopped is neither verified, accepted nor gone on with`(words: [String]) throws {
    let text = Self.text
    try program.folder.write(text, to: "a.journal")
    let run = try stopped(words + ["a.journal", "--threads", "1"])
    #expect(run.status == 143 && run.output == "", "\(run)")
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
}

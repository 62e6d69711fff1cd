@testable import Journal
import Foundation
import TestSupport
import Testing

/// The prompt inside tmux, whose screen is another program's reading of what is painted.
@Suite(.serialized, .enabled(if: Tmux.isThere, "needs tmux")) struct TmuxTests {
  let program: Program

  init() throws { program = try Program() }

  @Test func `a line is edited, completed, coloured and recalled inside tmux`() throws {
    let tmux = try Tmux(program, "--threads 1")
    #expect(tmux.shows { $0.hasSuffix("[1] >") }, "\(tmux.visible)")
    try tmux.type("data digs = gly\tspl\t2\r")
    #expect(tmux.shows { $0.hasSuffix("[2] >") }, "\(tmux.visible)")
    try tmux.type("for k in 1..2 {\rlet 学 = 1\r}\r")
    #expect(tmux.shows { $0.hasSuffix("[3] >") }, "\(tmux.visible)")
    try tmux.type("for\u{1b}[A")
    #expect(tmux.shows { $0.ranges(of: "let 学 = 1").count == 2 }, "\(tmux.visible)")
    try tmux.type("\u{3}")
    #expect(
      tmux.shows { $0.contains("press Ctrl-D or type quit to leave") && $0.hasSuffix("[3] >") })
    try tmux.type("show di")
    #expect(tmux.shows { $0.hasSuffix("[3] > show digs") })
    #expect(try tmux.screen("-e").contains("\u{1b}[34mshow"))
    try tmux.type("gs\r")
    #expect(tmux.shows { $0.hasSuffix("[3] >") && $0.contains("200 test images") })
    try tmux.type("quit\r")
    #expect(tmux.shows { $0.contains("journal: ") })
  }

  @Test func `a window that changes its size keeps the line`() throws {
    let tmux = try Tmux(program, "--threads 1 --no-color")
    #expect(tmux.shows { $0.hasSuffix("[1] >") })
    let line = "note \"" + String(repeating: "word ", count: 14) + "end\""
    try tmux.type(line)
    #expect(tmux.shows { $0.contains("end") })
    try tmux.resize(columns: 50)
    #expect(tmux.shows { $0.split(separator: "\n").contains { $0.hasPrefix("[1] > note") } })
    try tmux.type("\r")
    #expect(tmux.shows { $0.hasSuffix("[2] >") }, "\(tmux.visible)")
    try tmux.type("\u{4}")
    #expect(tmux.shows { $0.contains("journal: ") })
    let journals = try FileManager.default.contentsOfDirectory(
      atPath: program.folder.path + "/journals")
    let text = try program.folder.text("journals/" + (journals.first ?? ""))
    #expect(text.contains("\n" + line + "\n"))
  }
}

/// A tmux server of its own with one window of 80 x 24 in which the program runs.
final class Tmux {
  private let program: Program
  private var own: [String] { ["-u", "-S", program.folder.path + "/tmux"] }
  private static let path = "/usr/bin/tmux"

  static var isThere: Bool { FileManager.default.isExecutableFile(atPath: path) }

  /// Runs the program and, after it, a shell that keeps the window open.
  init(_ program: Program, _ arguments: String) throws {
    self.program = program
    let command = "'\(Program.path)' --home '\(program.folder.path)' \(arguments); exec cat"
    // The server lives on, so it must inherit neither what is open nor which signals are blocked.
    let starting = try Pty(
      running: Self.path,
      own + ["-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", command],
      environment: program.environment.map { "\($0.key)=\($0.value)" })
    guard starting.exitStatus() == 0 else {
      throw Pty.Failure(description: "tmux does not start: \(starting.painted)")
    }
  }

  deinit { _ = try? call("kill-server") }

  @discardableResult
  private func call(_ words: String...) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.path)
    process.arguments = own + words
    process.environment = program.environment
    let output = try program.folder.write("", to: ".tmux")
    let handle = FileHandle(forWritingAtPath: output)
    (process.standardOutput, process.standardError) = (handle, handle)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return try program.folder.text(".tmux")
  }

  func type(_ text: String) throws { try call("send-keys", "-l", text) }

  func resize(columns: Int) throws {
    try call("resize-window", "-x", "\(columns)", "-y", "24")
  }

  /// What is visible, without empty rows at its end; `-e` keeps colours.
  func screen(_ option: String = "-J") throws -> String {
    let text = try call("capture-pane", "-p", option)
    return text.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// What is visible, for messages.
  var visible: String { (try? screen()) ?? "" }

  /// Waits until what is visible meets `condition`.
  func shows(_ condition: (String) -> Bool) -> Bool {
    let deadline = Date(timeIntervalSinceNow: 40)
    while Date() < deadline {
      if let text = try? screen(), condition(text) { return true }
      usleep(30_000)
    }
    return false
  }
}

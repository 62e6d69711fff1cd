@testable import Journal
import Foundation
import Glibc

/// A pseudo terminal and the screen a person would see on it.
///
/// Not `Sendable`: the test that made it drives it, whatever reads the other side.
package final class Pty {
  /// Our side.
  package let master: Int32
  /// The side of the program, as a descriptor and as a path.
  package let slave: Int32
  /// The path of the side of the program.
  package let path: String
  /// What is visible.
  package private(set) var screen: VisibleScreen
  /// Every byte that was painted.
  package private(set) var painted = ""
  private var undecoded: [UInt8] = []
  private var process: pid_t?

  /// What a pseudo terminal could not do.
  package struct Failure: Error, CustomStringConvertible {
    /// One line.
    package let description: String

    /// A failure that says `description`.
    package init(description: String) { self.description = description }
  }

  /// Opens a pair without a process.
  package init(columns: Int = 80, rows: Int = 24) throws {
    // posix_openpt and friends are hidden from the Glibc module; these are their ioctls.
    let unlockRequest: UInt = 0x4004_5431
    let numberRequest: UInt = 0x8004_5430
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var locked: Int32 = 0
    var number: UInt32 = 0
    guard master >= 0, ioctl(master, unlockRequest, &locked) == 0,
      ioctl(master, numberRequest, &number) == 0
    else { throw Failure(description: "no pseudo terminal: errno \(errno)") }
    path = "/dev/pts/\(number)"
    slave = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard slave >= 0 else { throw Failure(description: "cannot open \(path): errno \(errno)") }
    screen = VisibleScreen(columns: columns, rows: rows)
    setSize(columns: columns, rows: rows)
  }

  /// Runs a program whose controlling terminal is a new pair.
  package convenience init(
    running program: String, _ arguments: [String] = [], environment: [String] = [],
    columns: Int = 80, rows: Int = 24
  ) throws {
    try self.init(columns: columns, rows: rows)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The first terminal that the leader of a session opens becomes its controlling one.
    posix_spawn_file_actions_addopen(&actions, 0, path, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Whoever runs the tests may ignore signals that the program counts on.
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    let newSession: Int16 = 0x80
    let signalFlags = Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK)
    posix_spawnattr_setflags(&attributes, newSession | signalFlags)
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    var variables = environment.map { strdup($0) } + [nil]
    defer { for word in words + variables { free(word) } }
    var started: pid_t = 0
    let status = posix_spawn(&started, program, &actions, &attributes, &words, &variables)
    guard status == 0 else { throw Failure(description: "cannot run \(program): errno \(status)") }
    process = started
  }

  deinit {
    if let process {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    close(slave)
    close(master)
  }

  /// Types a text; `\u{3}` is Ctrl-C.
  package func send(_ text: String) {
    let bytes = Array(text.utf8)
    var done = 0
    while done < bytes.count {
      // In pieces, reading in between, for the terminal holds few bytes of either direction.
      let end = min(done + 512, bytes.count)
      let count = bytes[done..<end].withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      done += count
      _ = receive(milliseconds: 0)
    }
  }

  /// Sends a signal to the program alone.
  package func signal(_ number: Int32) {
    if let process { kill(process, number) }
  }

  /// Reads until `condition` holds; false when it does not within `seconds`.
  @discardableResult
  package func wait(seconds: Double = 90, until condition: (Pty) -> Bool) -> Bool {
    let deadline = Date(timeIntervalSinceNow: seconds)
    while !condition(self) {
      guard Date() < deadline else { return false }
      _ = receive(milliseconds: 10)
    }
    return true
  }

  /// Reads until `text` is visible.
  @discardableResult
  package func wait(for text: String, seconds: Double = 90) -> Bool {
    wait(seconds: seconds) { $0.screen.text.contains(text) }
  }

  /// Waits for the program to end: its exit status, or minus the signal that ended it.
  package func exitStatus(seconds: Double = 90) -> Int32? {
    guard let process else { return nil }
    var status: Int32 = 0
    guard wait(seconds: seconds, until: { _ in waitpid(process, &status, WNOHANG) == process })
    else { return nil }
    drain()
    self.process = nil
    return status & 0x7f == 0 ? status >> 8 & 0xff : -(status & 0x7f)
  }

  /// Reads all that was written before: the last of it may come later than the end of the program,
  /// but what is written after it comes after it.
  private func drain() {
    while receive(milliseconds: 0) {}
    let mark = "\u{1b}[8888m"
    let count = Array(mark.utf8).withUnsafeBytes { write(slave, $0.baseAddress, $0.count) }
    guard count == mark.utf8.count, wait(seconds: 10, until: { $0.painted.hasSuffix(mark) }) else {
      return
    }
    painted.removeLast(mark.count)
  }

  /// Changes the size; the program on the other side gets SIGWINCH from the kernel.
  package func resize(columns: Int, rows: Int) {
    screen.resize(columns: columns, rows: rows)
    setSize(columns: columns, rows: rows)
  }

  private func setSize(columns: Int, rows: Int) {
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  /// Takes what was painted; false when there was nothing.
  private func receive(milliseconds: Int32) -> Bool {
    var input = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&input, 1, milliseconds) > 0, input.revents & Int16(POLLIN) != 0 else {
      return false
    }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(master, &bytes, bytes.count)
    guard count > 0 else { return false }
    undecoded += bytes[..<count]
    var complete = undecoded.count
    // A character may be cut in two.
    if let lead = undecoded.suffix(3).lastIndex(where: { $0 >= 0xc0 }) {
      let length = undecoded[lead] >= 0xf0 ? 4 : undecoded[lead] >= 0xe0 ? 3 : 2
      if lead + length > undecoded.count { complete = lead }
    }
    let text = String(decoding: undecoded[..<complete], as: UTF8.self)
    undecoded.removeFirst(complete)
    painted += text
    screen.feed(text)
    return true
  }
}

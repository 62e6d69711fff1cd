import Foundation
import Glibc
import Synchronization

/// A program whose standard streams are in any state that a careless caller may leave them in.
package struct StreamLaunch {
  /// What stands at standard input.
  package enum Input: String, CaseIterable, Sendable {
    case closed, null, folder, file, nonBlocking, slow
  }

  /// What stands at standard output or standard error.
  package enum Output: String, CaseIterable, Sendable {
    case file, closed, full, slow, unread
  }

  package let program: String
  package let folder: String
  package let environment: [String: String]

  package init(program: String, folder: String, environment: [String: String]) {
    (self.program, self.folder, self.environment) = (program, folder, environment)
  }

  /// Runs the program to its end.
  ///
  /// - Parameter text: what input that can be read holds.
  /// - Returns: its exit status, minus the signal that ended it, or nil if it took too long.
  package func run(
    _ arguments: [String], text: String, input: Input, output: Output, errors: Output,
    seconds: Double = 60
  ) throws -> Int32? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let ends = [try open(input, text), try open(output), try open(errors)]
    for (number, end) in ends.enumerated() {
      if let end {
        posix_spawn_file_actions_adddup2(&actions, end.theirs, Int32(number))
      } else {
        posix_spawn_file_actions_addclose(&actions, Int32(number))
      }
    }
    let process = try spawn(arguments, &actions)
    for end in ends { end?.begin() }
    defer { for end in ends { end?.finish() } }
    return wait(for: process, seconds: seconds)
  }

  private func spawn(
    _ arguments: [String], _ actions: inout posix_spawn_file_actions_t
  ) throws -> pid_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in words + variables { free(word) } }
    var process: pid_t = 0
    let status = posix_spawn(&process, program, &actions, &attributes, &words, &variables)
    guard status == 0 else { throw Pty.Failure(description: "\(program): errno \(status)") }
    return process
  }

  private func wait(for process: pid_t, seconds: Double) -> Int32? {
    let deadline = Date(timeIntervalSinceNow: seconds)
    var status: Int32 = 0
    while waitpid(process, &status, WNOHANG) == 0 {
      guard Date() < deadline else {
        kill(process, SIGKILL)
        waitpid(process, &status, 0)
        return nil
      }
      usleep(1000)
    }
    return status & 0x7f == 0 ? status >> 8 & 0xff : -(status & 0x7f)
  }

  // MARK: Ends

  /// One standard stream: their descriptor, and the work on ours.
  private final class End: Sendable {
    let theirs: Int32
    private let work: (@Sendable () -> Void)?
    private let done = DispatchSemaphore(value: 0)

    init(_ theirs: Int32, _ work: (@Sendable () -> Void)? = nil) {
      (self.theirs, self.work) = (theirs, work)
    }

    /// Called once the program has its descriptor.
    func begin() {
      close(theirs)
      guard let work else { return }
      Thread.detachNewThread { [done] in
        work()
        done.signal()
      }
    }

    func finish() { if work != nil { done.wait() } }
  }

  private func open(_ input: Input, _ text: String) throws -> End? {
    switch input {
    case .closed: return nil
    case .null: return try End(opened("/dev/null", O_RDONLY))
    case .folder: return try End(opened("/", O_RDONLY))
    case .file:
      let path = folder + "/input"
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      return try End(opened(path, O_RDONLY))
    case .nonBlocking, .slow:
      let (reading, writing) = try pipe()
      if input == .nonBlocking { _ = fcntl(reading, F_SETFL, O_NONBLOCK) }
      let pieces = text.split(separator: "\n", omittingEmptySubsequences: false)
      return End(reading) {
        // A program that does not read to the end must not end the tests.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        for (index, piece) in pieces.enumerated() {
          usleep(input == .slow ? 3000 : 0)
          let bytes = Array(((index == 0 ? "" : "\n") + piece).utf8)
          guard write(writing, bytes, bytes.count) == bytes.count else { break }
        }
        close(writing)
      }
    }
  }

  private func open(_ output: Output) throws -> End? {
    switch output {
    case .closed: return nil
    case .file: return try End(opened("/dev/null", O_WRONLY))
    case .full: return try End(opened("/dev/full", O_WRONLY))
    case .unread:
      let (reading, writing) = try pipe()
      close(reading)
      return End(writing)
    case .slow:
      let (reading, writing) = try pipe()
      let setPipeSize: Int32 = 1031
      _ = fcntl(writing, setPipeSize, 4096)
      _ = fcntl(writing, F_SETFL, O_NONBLOCK)
      return End(writing) {
        var bytes = [UInt8](repeating: 0, count: 1000)
        while read(reading, &bytes, bytes.count) > 0 { usleep(200) }
        close(reading)
      }
    }
  }

  private func opened(_ path: String, _ mode: Int32) throws -> Int32 {
    let descriptor = Glibc.open(path, mode | O_CLOEXEC)
    guard descriptor >= 0 else { throw Pty.Failure(description: "\(path): errno \(errno)") }
    return descriptor
  }

  /// A pipe no other process of the tests inherits an end of.
  private func pipe() throws -> (reading: Int32, writing: Int32) {
    let path = folder + "/fifo-\(UUID().uuidString)"
    guard mkfifo(path, 0o600) == 0 else { throw Pty.Failure(description: "errno \(errno)") }
    defer { unlink(path) }
    let reading = try opened(path, O_RDONLY | O_NONBLOCK)
    let writing = try opened(path, O_WRONLY)
    _ = fcntl(reading, F_SETFL, 0)
    return (reading, writing)
  }
}

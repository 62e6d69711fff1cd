import Foundation
import Journal

/// What lies in an experiment's folder of one run.
///
/// Its end is written last and by renaming a file, so that it is whole or not there: a run without an
/// end is not done, whatever else says so.
package struct RunFolder: Sendable {
  package let path: String
  private let number: Int
  package var journal: String { path + "/journal" }
  private var lockFile: String { path + "/lock" }
  private var endFile: String { path + "/end.json" }

  init(_ path: String, number: Int) { (self.path, self.number) = (path, number) }

  /// How the run ended; nil if it did not.
  package var end: RunEnd? {
    guard let data = FileManager.default.contents(atPath: endFile),
      let end = try? JSONDecoder().decode(RunEnd.self, from: data), end.task == number
    else { return nil }
    return end
  }

  /// Whether something is recorded: a process that is killed early leaves nothing, or a part of the
  /// first line.
  package var isBegun: Bool {
    FileManager.default.contents(atPath: journal)?.contains(10) ?? false
  }

  /// Whether a process is at work on it.
  package var isLocked: Bool {
    let descriptor = open(lockFile, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0
  }

  /// Makes this process the one that works on the run, until the result is released.
  ///
  /// - Throws: `Failure` if another process does, or the folder cannot be written.
  package func lock() throws(Failure) -> RunLock {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch { throw ExperimentFolder.failure("the folder \(path) cannot be created") }
    let descriptor = open(lockFile, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw ExperimentFolder.failure(
        "\(lockFile) cannot be written (\(String(cString: strerror(errno))))")
    }
    // A look at the lock takes it for a moment.
    for _ in 0..<20 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return RunLock(descriptor) }
      usleep(50_000)
    }
    close(descriptor)
    throw ExperimentFolder.failure("run \(number) is being worked on by another process")
  }

  /// Writes the end.
  ///
  /// - Throws: `Failure` if it cannot be written.
  package func finish(_ end: RunEnd) throws(Failure) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    do {
      try encoder.encode(end).write(to: URL(fileURLWithPath: endFile), options: .atomic)
    } catch { throw ExperimentFolder.failure("\(endFile) cannot be written") }
  }

  /// Takes back an end that was no success, as the run is tried again.
  package func reopen() { unlink(endFile) }
}

/// The right to work on a run; given back when it is released or the process ends.
package final class RunLock {
  private let descriptor: Int32
  init(_ descriptor: Int32) { self.descriptor = descriptor }
  deinit { close(descriptor) }
}

/// What `end.json` says.
package struct RunEnd: Codable, Sendable, Equatable {
  package enum Status: String, Codable, Sendable { case ok, failed }

  private(set) var format = "reverie-run 1"
  package let task: Int
  package let status: Status
  /// What the process exited with.
  package let code: Int32
  /// What went wrong.
  package let why: String?
  /// The digest of all commands, values and states (`RunDigest`).
  package let digest: String
  package let host: String
  /// Seconds of the process that came to the end.
  package let seconds: Double

  package init(task: Int, code: Int32, why: String?, digest: String, seconds: Double) {
    (self.task, self.code, self.why, self.digest) = (task, code, why, digest)
    status = code == 0 ? .ok : .failed
    (host, self.seconds) = (ProcessInfo.processInfo.hostName, seconds)
  }
}

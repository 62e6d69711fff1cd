internal import CProcess
import Glibc
import Synchronization

/// Standard output or standard error: every text for them goes through here.
///
/// Writing waits where a non-blocking stream is full and goes on after signals. What cannot be
/// written is lost without ending the process; `StandardStreams.leave` says so in the exit code.
package final class StandardStream: Sendable {
  package let descriptor: Int32
  private let name: String
  private let firstError = Mutex<Int32>(0)

  init(_ descriptor: Int32, _ name: String) {
    (self.descriptor, self.name) = (descriptor, name)
  }

  /// Whether the stream is a terminal.
  package var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Whether something that was to be written got lost.
  package var hasLostText: Bool { firstError.withLock { $0 != 0 } }

  /// Writes a text as it is.
  package func write(_ text: String) {
    var text = text
    let error = text.withUTF8 { cpr_write(descriptor, $0.baseAddress, $0.count) }
    guard error != 0 else { return }
    let isFirst = firstError.withLock { first in
      defer { if first == 0 { first = error } }
      return first == 0
    }
    guard isFirst, descriptor != STDERR_FILENO else { return }
    StandardStreams.errors.line(
      "\(name) cannot be written (\(String(cString: strerror(error)))) and is ignored from now on")
  }

  /// Writes a text and ends the line.
  package func line(_ text: String = "") { write(text + "\n") }
}

/// The standard streams of this process.
package enum StandardStreams {
  package static let output = StandardStream(STDOUT_FILENO, "standard output")
  package static let errors = StandardStream(STDERR_FILENO, "standard error")

  /// The exit code, instead of 0, of a process whose output could not be written: EX_IOERR of
  /// sysexits.h.
  package static let lostOutputCode: Int32 = 74

  /// Prepares the process; to be called before it opens or prints anything.
  ///
  /// Standard streams that are closed are opened on /dev/null, so that no file of ours gets their
  /// numbers; using one is an error still. A reader that went away is an error of a write.
  package static func start() { cpr_start() }

  /// `code`, or `lostOutputCode` instead of 0 if output was lost.
  package static func exitCode(_ code: Int32) -> Int32 {
    code == 0 && (output.hasLostText || errors.hasLostText) ? lostOutputCode : code
  }

  /// Ends the process, with the terminal as it was and everything printed.
  ///
  /// Libraries' own endings do not run: they crash while libtorch is still being loaded.
  package static func leave(_ code: Int32) -> Never { cpr_leave(exitCode(code), lostOutputCode) }
}

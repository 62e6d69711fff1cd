internal import CProcess
import Glibc

/// Signals that ask work to stop, counted; readable from any thread.
package enum Interrupt {
  /// Installs the handlers.
  ///
  /// Ctrl-C, SIGTERM, SIGHUP and SIGUSR1 no longer end the process: look at `count`
  /// and `terminationRequested` where work can stop. A second SIGTERM or SIGHUP does end it, and so
  /// does a third Ctrl-C, with 130, unless a line is edited or a `ForegroundProcess` runs. Ctrl-Z
  /// and the signals of faults leave the terminal as it was found; Ctrl-Z does nothing where no
  /// shell could continue the process.
  package static func install() {
    _ = cpr_signals_install()
  }

  /// Has this process asked to end, as by SIGTERM, when the one that started it does.
  ///
  /// - Returns: false if `parent`, the number of that process, is gone already.
  package static func end(with parent: Int32) -> Bool { cpr_end_with(parent) == 1 }

  /// How often Ctrl-C was pressed since the last `reset`.
  package static var count: Int { Int(cpr_interrupts()) }

  /// True once SIGTERM, SIGHUP or SIGUSR1 came.
  package static var terminationRequested: Bool { cpr_terminations() > 0 }

  /// The exit code of a process that was asked to stop: 130 after Ctrl-C, 143 after SIGTERM, SIGHUP
  /// or SIGUSR1; nil if nothing came.
  package static var exitCode: Int32? { exitCode(terminated: 143) }

  /// The same, with `code` in place of 143.
  package static func exitCode(terminated code: Int32) -> Int32? {
    terminationRequested ? code : count > 0 ? 130 : nil
  }

  /// Has the process exit with `code` at the latest `seconds` after it was told to end, whatever it
  /// is doing then.
  package static func leave(within seconds: Int32, code: Int32) { cpr_deadline(seconds, code) }

  /// How often the process was continued after it had been stopped, as by Ctrl-Z.
  package static var continuations: Int { Int(cpr_continuations()) }

  /// Resets the count of Ctrl-C.
  package static func reset() { cpr_interrupts_reset() }

  /// Does what the handler does for a signal.
  package static func note(_ signal: Int32) { cpr_signal_note(signal) }

  package static func resetTermination() { cpr_terminations_reset() }
}

internal import CEditLine
import Glibc

/// Signals that ask work to stop, counted; readable from any thread.
package enum Interrupt {
  /// Installs the handlers.
  ///
  /// Ctrl-C, SIGTERM and SIGHUP no longer end the process: look at `count`
  /// and `terminationRequested` where work can stop. A second SIGTERM or SIGHUP does end it, and so
  /// does a third Ctrl-C, with 130, unless a line is edited or a `ForegroundProcess` runs. Ctrl-Z
  /// and the signals of faults leave the terminal as it was found.
  package static func install() {
    _ = cel_signals_install()
  }

  /// Has this process asked to end, as by SIGTERM, when the one that started it does.
  ///
  /// - Returns: false if `parent`, the number of that process, is gone already.
  package static func end(with parent: Int32) -> Bool { cel_end_with(parent) == 1 }

  /// How often Ctrl-C was pressed since the last `reset`.
  package static var count: Int { Int(cel_interrupts()) }

  /// True once SIGTERM or SIGHUP came.
  package static var terminationRequested: Bool { cel_terminations() > 0 }

  /// What a process that was asked to stop leaves with: 130 after Ctrl-C, 143 after SIGTERM or
  /// SIGHUP; nil if nothing came.
  package static var exitCode: Int32? { count > 0 ? 130 : terminationRequested ? 143 : nil }

  /// Starts counting Ctrl-C anew.
  package static func reset() { cel_interrupts_reset() }

  /// Does what the handler does for a signal.
  static func note(_ signal: Int32) { cel_signal_note(signal) }

  static func resetTermination() { cel_terminations_reset() }
}

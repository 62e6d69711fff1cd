internal import CEditLine
import Glibc

/// The echo of typed text.
package enum Keyboard {
  /// Switches the echo off, so that typing during work does not spoil its output.
  ///
  /// What is typed, Ctrl-D too, is read afterwards. The echo comes back with `unmute`, at the next
  /// prompt and when the process ends, also by a signal. Does nothing when standard input is not a
  /// terminal.
  package static func mute() { mute(STDIN_FILENO) }

  /// Switches the echo on again.
  package static func unmute() { cel_echo_restore() }

  static func mute(_ descriptor: Int32) { _ = cel_echo_off(descriptor) }
}

internal import CProcess
import Glibc

/// The terminal at standard input where no line is edited.
package enum Keyboard {
  /// Switches the echo off, so that typing during work does not spoil its output.
  ///
  /// What is typed, Ctrl-D too, is read afterwards. The echo comes back with `unmute`, at the next
  /// prompt and when the process ends, also by a signal. Does nothing when standard input is not a
  /// terminal.
  package static func mute() { mute(STDIN_FILENO) }

  /// Switches the echo on again.
  package static func unmute() { cpr_echo_restore() }

  static func mute(_ descriptor: Int32) { _ = cpr_echo_off(descriptor) }

  /// What the user pressed.
  package enum Key: Equatable, Sendable {
    case character(Character)
    /// Ctrl-C, or a request to end the process; see `Interrupt`.
    case interrupted
    /// Ctrl-D, or a terminal that is closed.
    case end
  }

  /// Waits for one key, which needs no Enter and is not shown.
  ///
  /// A key that sends more than one ASCII character is passed over.
  package static func key(_ input: Int32 = STDIN_FILENO, _ output: Int32 = STDOUT_FILENO) -> Key {
    unmute()
    cpr_guard(input, output)
    defer {
      cpr_single_keys(0)
      cpr_unguard()
    }
    cpr_single_keys(1)
    var bytes = [UInt8](repeating: 0, count: 64)
    while true {
      let count = cpr_read(input, &bytes, bytes.count)
      switch count {
      case Int(CPR_SIGNAL.rawValue):
        if Interrupt.count > 0 || Interrupt.terminationRequested { return .interrupted }
        // The mode is the shell's after the process was continued.
        if cpr_take_continue() != 0 { cpr_single_keys(1) }
      case ...0: return .end
      case 1 where bytes[0] == 4: return .end
      case _ where bytes[0] < 0x80 && bytes[0] != 0x1b:
        return .character(Character(UnicodeScalar(bytes[0])))
      default: continue
      }
    }
  }
}

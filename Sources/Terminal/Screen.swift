internal import CEditLine
internal import CProcess
import Glibc

/// What the terminal of this process can do.
package struct Screen: Sendable, Equatable {
  /// Both standard input and output are terminals that understand escape sequences.
  package let isInteractive: Bool
  /// Output may carry colours.
  package let coloursAllowed: Bool
  /// Standard input is a terminal, however simple: the user types.
  package let inputIsTerminal: Bool

  /// Judges by the environment.
  /// - Parameters:
  ///   - environment: TERM, NO_COLOR (wins when not empty) and CLICOLOR_FORCE are looked at.
  ///   - coloursRefused: the user asked for no colours, which wins over the environment.
  package init(
    environment: [String: String], inputIsTerminal: Bool, outputIsTerminal: Bool,
    coloursRefused: Bool = false
  ) {
    let terminal = environment["TERM"] ?? ""
    let isCapable = !terminal.isEmpty && terminal != "dumb"
    isInteractive = inputIsTerminal && outputIsTerminal && isCapable
    self.inputIsTerminal = inputIsTerminal
    let isRefused = coloursRefused || !(environment["NO_COLOR"] ?? "").isEmpty
    let force = environment["CLICOLOR_FORCE"] ?? ""
    let isForced = !force.isEmpty && force != "0"
    coloursAllowed = !isRefused && (isForced || (outputIsTerminal && isCapable))
  }

  /// The screen of this process.
  package static func current(coloursRefused: Bool = false) -> Screen {
    var environment: [String: String] = [:]
    for name in ["TERM", "NO_COLOR", "CLICOLOR_FORCE"] {
      environment[name] = variable(name)
    }
    return Screen(
      environment: environment, inputIsTerminal: isatty(STDIN_FILENO) == 1,
      outputIsTerminal: isatty(STDOUT_FILENO) == 1, coloursRefused: coloursRefused)
  }

  /// Columns of the terminal at standard output, 80 when it is none.
  package static var columns: Int { size(of: STDOUT_FILENO).columns }

  /// Rows of the terminal at standard output, 24 when it is none.
  package static var rows: Int { size(of: STDOUT_FILENO).rows }

  /// Takes the character set of the environment, UTF-8 when it names another; true for UTF-8.
  @discardableResult
  package static func setUpLocale() -> Bool { localeIsUTF8 }

  /// True when the terminal is written to in UTF-8.
  package static var isUTF8: Bool { localeIsUTF8 }

  private static let localeIsUTF8 = cel_set_locale() == 1

  static func size(of descriptor: Int32) -> (columns: Int, rows: Int) {
    var columns: Int32 = 80
    var rows: Int32 = 24
    _ = cpr_size(descriptor, &columns, &rows)
    return (Int(columns), Int(rows))
  }

  static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}

internal import CProcess
import Glibc
import ProcessControl

/// Shows long texts a screen at a time.
package enum Pager {
  /// Prints `text`, through a pager when it is longer than two screens and the user reads it.
  ///
  /// The pager is `$PAGER`, else `less`; `PAGER=cat` or an empty one means none. Keys typed in `less`
  /// can neither run programs nor write files. Ctrl-C in it does not count as an interrupt.
  package static func show(_ text: String, on screen: Screen) {
    let text = text.hasSuffix("\n") ? text : text + "\n"
    let size = (columns: Screen.columns, rows: Screen.rows)
    let command = command(for: Screen.variable("PAGER"))
    guard screen.isInteractive, let command, isLong(text, columns: size.columns, rows: size.rows),
      page(text, with: command)
    else { return StandardStreams.output.write(text) }
  }

  /// The command for the shell; nil when nothing pages.
  static func command(for variable: String?) -> String? {
    guard let variable else { return hasLess ? "less " + options : nil }
    let words = variable.split(separator: " ")
    return words.isEmpty || words == ["cat"] ? nil : variable
  }

  /// Colours, the text left on the screen, and a prompt that says how to leave.
  private static let options = "-RFX '-Ps-- q\\: leave   Space\\: next page ?e(end):%pb\\%. --'"

  /// True when `text` takes more rows than two screens have.
  static func isLong(_ text: String, columns: Int, rows: Int) -> Bool {
    var taken = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      taken += max(1, (Cells.width(of: String(line)) + columns - 1) / max(1, columns))
      if taken > 2 * rows { return true }
    }
    return false
  }

  private static var hasLess: Bool {
    let folders = (Screen.variable("PATH") ?? "/usr/bin:/bin").split(separator: ":")
    return folders.contains { access($0 + "/less", X_OK) == 0 }
  }

  private static func page(_ text: String, with command: String) -> Bool {
    // A file and not a pipe: leaving the pager early must not send us SIGPIPE.
    let file = cpr_memory_file("page")
    guard file >= 0 else { return false }
    defer { close(file) }
    var bytes = text
    let error = bytes.withUTF8 { cpr_write(file, $0.baseAddress, $0.count) }
    guard error == 0, lseek(file, 0, SEEK_SET) == 0 else { return false }
    var variables = ["LESSSECURE": "1"]
    if Screen.isUTF8 { variables["LESSCHARSET"] = Screen.variable("LESSCHARSET") ?? "utf-8" }
    // Without exec, Ctrl-C would end the shell and leave the pager behind.
    guard
      let status = ForegroundProcess.run(
        "/bin/sh", ["-c", "exec " + command], input: file, variables: variables)
    else { return false }
    // 126 and 127: the shell could not start it.
    return status & 0x7f != 0 || ![126, 127].contains(status >> 8 & 0xff)
  }
}

internal import CEditLine
import Glibc

/// Shows long texts a screen at a time.
package enum Pager {
  /// Prints `text`, through a pager when it is longer than the screen and a person reads it.
  ///
  /// The pager is `$PAGER`, else `less`; `PAGER=cat` or an empty one means none. Ctrl-C in it does
  /// not count as an interrupt.
  package static func show(_ text: String, on screen: Screen) {
    let text = text.hasSuffix("\n") ? text : text + "\n"
    let size = (columns: Screen.columns, rows: Screen.rows)
    let command = command(for: Screen.variable("PAGER"))
    guard screen.isInteractive, let command, isLong(text, columns: size.columns, rows: size.rows),
      page(text, with: command)
    else {
      print(text, terminator: "")
      fflush(nil)
      return
    }
  }

  /// The command for the shell; nil when nothing pages.
  static func command(for variable: String?) -> String? {
    guard let variable else { return hasLess ? "less -RFX" : nil }
    let words = variable.split(separator: " ")
    return words.isEmpty || words == ["cat"] ? nil : variable
  }

  /// True when `text` takes more rows than the screen has, one being left for the prompt.
  static func isLong(_ text: String, columns: Int, rows: Int) -> Bool {
    var taken = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      taken += max(1, (Cells.width(of: String(line)) + columns - 1) / max(1, columns))
      if taken > rows { return true }
    }
    return false
  }

  private static var hasLess: Bool {
    let folders = (Screen.variable("PATH") ?? "/usr/bin:/bin").split(separator: ":")
    return folders.contains { access($0 + "/less", X_OK) == 0 }
  }

  private static func page(_ text: String, with command: String) -> Bool {
    // A file and not a pipe: leaving the pager early must not send us SIGPIPE.
    let file = cel_memory_file("page")
    guard file >= 0 else { return false }
    defer { close(file) }
    guard write(text, to: file), lseek(file, 0, SEEK_SET) == 0 else { return false }
    if Screen.isUTF8 { setenv("LESSCHARSET", "utf-8", 0) }
    // Without exec, Ctrl-C would end the shell and leave the pager behind.
    guard
      let status = ForegroundProcess.run("/bin/sh", ["-c", "exec " + command], input: file)
    else { return false }
    // 126 and 127: the shell could not start it.
    return status & 0x7f != 0 || ![126, 127].contains(status >> 8 & 0xff)
  }

  private static func write(_ text: String, to file: Int32) -> Bool {
    let bytes = Array(text.utf8)
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.write(file, buffer.baseAddress.map { $0 + done }, bytes.count - done)
      }
      guard count > 0 else { return false }
      done += count
    }
    return true
  }
}

/// What keys do: the one table from which they are bound and documented.
struct KeyBinding {
  /// What is bound.
  enum Work {
    case action(Action)
    case builtIn(String)
    /// The terminal itself acts on the key.
    case terminal
  }

  /// The modes of editing a key works in; those of vi are reached by `set keys=vi` and by
  /// `bind -v` in ~/.editrc.
  enum Place {
    case everywhere
    case inserting
    case emacs
    case viCommand
  }

  let keys: String
  /// In libedit's notation.
  let strokes: [String]
  let work: Work
  let place: Place
  let help: String

  init(_ keys: String, _ strokes: [String], _ work: Work, in place: Place, _ help: String) {
    self.keys = keys
    self.strokes = strokes
    self.work = work
    self.place = place
    self.help = help
  }

  private static func special(_ key: SpecialKey) -> String { key.stroke }

  static let table: [KeyBinding] = entering + moving + deleting + terminal + viCommands

  private static let entering: [KeyBinding] = [
    .init(
      "Enter", ["\n", "\r"], .action(.enter), in: .everywhere,
      "run the line, or start a new line if it is not complete"),
    .init(
      "Alt-Enter", [special(.newline)], .action(.newline), in: .everywhere,
      "start a new line"),
    .init(
      "}", ["}"], .action(.closingBrace), in: .inserting,
      "close a block, indented like its first line"),
    .init(
      "Tab", ["\t"], .action(.complete), in: .inserting,
      "complete the word; again: list the candidates"),
    .init(
      "Ctrl-R", ["^R"], .action(.search), in: .everywhere,
      "search the history; again: older match; Esc accepts, Ctrl-G cancels"),
    .init(
      "(paste)", [special(.paste)], .action(.paste), in: .everywhere,
      "insert pasted lines without running them"),
  ]

  private static let moving: [KeyBinding] = [
    .init(
      "Up, Ctrl-P", [special(.up), "^P"], .action(.up), in: .everywhere,
      "line above, or previous entry that starts with the text before the cursor"),
    .init(
      "Down, Ctrl-N", [special(.down), "^N"], .action(.down), in: .everywhere,
      "line below, or next entry"),
    .init(
      "Right, Ctrl-F", [special(.right), "^F"], .action(.right), in: .everywhere,
      "next character; at the end: accept the hint"),
    .init(
      "Left, Ctrl-B", [special(.left), "^B"], .action(.left), in: .everywhere,
      "previous character"),
    .init(
      "Home, Ctrl-A", [special(.home), "^A"], .action(.home), in: .everywhere,
      "start of the line"),
    .init(
      "End, Ctrl-E", [special(.end), "^E"], .action(.end), in: .everywhere,
      "end of the line; at the end: accept the hint"),
    .init(
      "Ctrl-Right", [special(.wordRight)], .action(.wordRight), in: .everywhere,
      "end of the word; at the end: accept one word of the hint"),
    .init(
      "Ctrl-Left", [special(.wordLeft)], .builtIn("ed-prev-word"), in: .everywhere,
      "start of the word"),
    .init("Alt-F", ["^[f"], .action(.wordRight), in: .emacs, "same as Ctrl-Right"),
    .init("Alt-B", ["^[b"], .builtIn("ed-prev-word"), in: .emacs, "same as Ctrl-Left"),
  ]

  private static let deleting: [KeyBinding] = [
    .init(
      "Backspace, Ctrl-H", ["^?", "^H"], .action(.backspace), in: .inserting,
      "delete the previous character; at the start of a line: join it to the one above"),
    .init(
      "Delete", [special(.delete)], .action(.delete), in: .everywhere, "delete the next character"),
    .init(
      "Ctrl-D", ["^D"], .action(.deleteOrEnd), in: .everywhere,
      "exit if the line is empty, else delete the next character"),
    .init("Ctrl-W", ["^W"], .action(.killWordBack), in: .inserting, "cut the previous word"),
    .init("Alt-D", ["^[d"], .action(.killWord), in: .emacs, "cut the next word"),
    .init("Ctrl-K", ["^K"], .action(.killToEnd), in: .inserting, "cut to the end of the line"),
    .init("Ctrl-U", ["^U"], .action(.killToStart), in: .inserting, "cut to the start of the line"),
    .init("Ctrl-Y", ["^Y"], .action(.yank), in: .inserting, "paste the text that was cut last"),
    .init(
      "Ctrl-T", ["^T"], .builtIn("ed-transpose-chars"), in: .emacs,
      "swap the last two characters"),
    .init("Ctrl-_", ["^_"], .action(.undo), in: .everywhere, "undo"),
  ]

  private static let terminal: [KeyBinding] = [
    .init("Ctrl-L", ["^L"], .action(.clearScreen), in: .everywhere, "clear the screen"),
    .init("Ctrl-C", [], .terminal, in: .everywhere, "cancel the line; during a command: stop it"),
    .init("Ctrl-Z", [], .terminal, in: .everywhere, "suspend; fg in the shell resumes"),
  ]

  private static let viCommands: [KeyBinding] = [
    .init("k (vi)", ["k"], .action(.up), in: .viCommand, "same as Up"),
    .init("j (vi)", ["j"], .action(.down), in: .viCommand, "same as Down"),
    .init("/ (vi)", ["/"], .action(.search), in: .viCommand, "same as Ctrl-R"),
    .init("u (vi)", ["u"], .action(.undo), in: .viCommand, "undo"),
  ]
}

/// The editor's own actions; libedit calls them by number.
enum Action: Int, CaseIterable {
  case enter, newline, closingBrace, complete, search, paste
  case up, down, left, right, home, end, wordRight
  case backspace, delete, deleteOrEnd, killWordBack, killWord, killToEnd, killToStart, yank, undo
  case clearScreen

  /// The name to bind keys to, also in ~/.editrc.
  var name: String { "line-\(self)" }
}

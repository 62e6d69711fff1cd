import Catalog

/// Verbs that act on the session itself and not on its objects.
public enum SessionVerbs {
  static let file = Card.Operand("file", .path, "a session or journal, in quotes")

  static let run = Card(
    "run", "run the commands of a session or journal here", operands: [file],
    parameters: [
      Parameter(
        "until", .anything, default: String?.none, "the last command to run: its number or a mark"),
      Parameter(
        "fast", .flag, default: false, "take trainings with the same inputs from snapshots"),
    ],
    example: "run \"Sessions/tour.session\"")
  static let verify = Card(
    "verify", "run a journal anew and compare every value and state", operands: [file],
    example: "verify \"Sessions/journals/latest.journal\"")
  static let export = Card(
    "export", "make a page, a notebook or Markdown of a journal",
    operands: [
      .init("file", .path, optional: true, "a journal, in quotes; without it, this session's")
    ],
    prepositions: [.init("to", .path, "a file whose ending tells the format: .html .ipynb .md")],
    example: "export to \"tour.html\"",
    notes: """
      Charts are drawn from the values that the journal keeps; sampled images come from the folder
      beside it. The page holds everything and needs neither network nor scripts.
      """)
  static let history = Card("history", "list the commands of this session", example: "history")
  static let journal = Card("journal", "tell where the journal is", example: "journal")
  /// What changes how the prompt behaves.
  public static let set = Card(
    "set", "change how the prompt behaves; alone: tell what is set",
    parameters: [
      Parameter("hints", .flag, default: Bool?.none, "grey hints behind the cursor"),
      Parameter("colours", .flag, default: Bool?.none, "colours, while typing and in results"),
      Parameter("color", .flag, default: Bool?.none, "the same as colours"),
      Parameter(
        "graphics", .choice(["blocks", "kitty", "off"]), default: String?.none,
        "images as half blocks, in pixels on terminals like kitty, or not at all"),
      Parameter("pager", .flag, default: Bool?.none, "a pager for looks longer than the screen"),
      Parameter("keys", .choice(["emacs", "vi"]), default: String?.none, "keys for editing"),
      snapshots,
    ], example: "set hints=off",
    notes: """
      The journal does not keep it, as no result hangs on it. Lines like these in the file that \
      'set' alone names hold for every session; ~/.editrc is read too, as by other programs.
      """)
  static let snapshots = Parameter(
    "snapshots", .number(0...86_400), default: Double?.none,
    "seconds between snapshots of a training; 0: only where experiences end")
  static let accept = Card(
    "accept", "run a journal anew and, after a look, record what comes of it", operands: [file],
    example: "accept \"Sessions/journals/latest.journal\"")
  static let step = Card(
    "step", "go through a session command by command; without a file: go on with it",
    operands: [.init("file", .path, optional: true, "a session or journal, in quotes")],
    example: "step \"Sessions/tour.session\"")
  static let quit = Card("quit", "leave; Ctrl-D does the same", example: "quit")

  /// In the order in which help lists them.
  public static let cards =
    [run, verify, accept, step] + types.map { $0.card } + [export, history, journal, set, quit]

  /// Those that need no front end.
  static let types: [any SessionCommand.Type] = [
    Check.self, Resume.self, Vary.self, Diff.self,
  ]
}

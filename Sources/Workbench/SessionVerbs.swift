import Catalog

/// Verbs that act on the session itself and not on its objects.
public enum SessionVerbs {
  static let file = Card.Operand("file", .path, "a session or journal, in quotes")

  static let run = Card(
    "run", "run the commands of a session or journal here", operands: [file],
    example: "run \"Sessions/tour.session\"")
  static let verify = Card(
    "verify", "run a journal anew and compare every value and state", operands: [file],
    example: "verify \"Sessions/journals/latest.journal\"")
  static let check = Card(
    "check", "check the words and options of a session without running it", operands: [file],
    example: "check \"Sessions/tour.session\"")
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
  static let set = Card(
    "set", "change how the prompt behaves",
    parameters: [
      Parameter("hints", .flag, default: Bool?.none, "grey hints behind the cursor"),
      Parameter("colours", .flag, default: Bool?.none, "colours while typing"),
    ], example: "set hints=off")
  static let quit = Card("quit", "leave; Ctrl-D does the same", example: "quit")

  /// In the order in which help lists them.
  public static let cards = [run, verify, check, export, history, journal, set, quit]
}

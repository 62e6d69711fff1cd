import Catalog
import Language

/// `set NAME=VALUE`: how the prompt behaves.
package enum Preference: SessionCommand {
  /// Grey hints.
  package static let hints = Parameter(
    "hints", .flag, default: Bool?.none, "grey hints behind the cursor")
  /// Colours; nil: as they are.
  package static let colours = Parameter(
    "colours", .flag, default: Bool?.none, "colours, while typing and in results")
  /// The same as `colours`.
  package static let color = Parameter(
    "color", .flag, default: Bool?.none, "the same as colours")
  /// How images are shown.
  package static let graphics = Parameter(
    "graphics", .choice(["auto", "blocks", "kitty", "iterm2", "off"]), default: String?.none,
    "how images are shown: half blocks, inline images of kitty or iTerm2, or not at all")
  /// The pager.
  package static let pager = Parameter(
    "pager", .flag, default: Bool?.none, "a pager for output longer than two screens")
  /// Keys for editing.
  package static let keys = Parameter(
    "keys", .choice(["emacs", "vi"]), default: String?.none, "keys for editing")
  static let snapshots = Parameter(
    "snapshots", .number(0...86_400), default: Double?.none,
    "seconds between snapshots of a training; 0: only where experiences end")

  package static let card = Card(
    "set", "change how the prompt behaves; alone: tell what is set",
    parameters: [hints, colours, color, graphics, pager, keys, snapshots],
    example: "set hints=off",
    notes: """
      The journal does not keep it, as no result hangs on it. Lines like these in the file that \
      'set' alone names hold for every session; ~/.editrc is read too, as by other programs.
      """)

  package static func run(_ arguments: Arguments, in interpreter: Interpreter) throws {
    if let seconds = arguments[snapshots] {
      interpreter.session.snapshots?.interval = seconds
      if arguments.settings.values.count == 1 { return }
    }
    try interpreter.askFrontEnd(arguments)
  }
}

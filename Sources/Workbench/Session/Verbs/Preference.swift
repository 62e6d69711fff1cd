import Catalog
import Language

/// `set NAME=VALUE`: how the prompt behaves.
package enum Preference: SessionCommand {
  /// Grey hints.
  package static let hints = Parameter(
    "hints", .flag, default: Bool?.none, "grey hints after the cursor")
  /// Colours; nil: as they are.
  package static let colours = Parameter(
    "colours", .flag, default: Bool?.none, aliases: ["color"],
    "colours while typing and in results")
  /// How images are shown.
  package static let graphics = Parameter(
    "graphics", .choice(["auto", "blocks", "kitty", "iterm2", "off"]), default: String?.none,
    "how to show images: as half blocks, as kitty or iTerm2 inline images, or not at all")
  /// The pager.
  package static let pager = Parameter(
    "pager", .flag, default: Bool?.none, "a pager for output longer than two screens")
  /// Keys for editing.
  package static let keys = Parameter(
    "keys", .choice(["emacs", "vi"]), default: String?.none, "editing keys")
  /// The accuracy matrix during training.
  package static let live = Parameter(
    "live", .flag, default: Bool?.none,
    "the accuracy matrix while training, above the progress line")
  /// How long commands take.
  package static let time = Parameter(
    "time", .flag, default: Bool?.none, "how long each command took, after its results")
  package static let snapshots = Parameter(
    "snapshots", .number(0...86_400), default: Double?.none,
    "seconds between training snapshots; 0: only at the end of each experience")

  package static let card = Card(
    "set", "change settings of the prompt; without options: show them", scope: .session,
    parameters: [hints, colours, graphics, pager, keys, time, live, snapshots],
    example: "set hints=off",
    notes: """
      Settings are not recorded, because no result depends on them. set without options shows them \
      and the path of the settings file, whose lines apply to every session; ~/.editrc is read too.
      """)

  package static func run(_ arguments: Arguments, in interpreter: Interpreter) throws {
    if let seconds = arguments[snapshots] {
      interpreter.session.snapshots?.interval = seconds
      if arguments.settings.values.count == 1 { return }
    }
    try interpreter.askFrontEnd(arguments)
  }
}

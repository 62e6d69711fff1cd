/// How large what a session holds may be; more is refused where it is read or made.
package enum TextLimits {
  /// Characters of a name with its fields.
  package static let name = 256
  /// Characters of a quoted text.
  package static let text = 1 << 20
  /// Bytes of a text once its variables are filled in.
  package static let filled = 1 << 16
  /// Values of a list, with those of the lists in it.
  package static let list = 20_000
  /// Turns of a block, with those of the blocks in it.
  package static let turns = 1_000_000
  /// Bytes of a session or journal file.
  package static let file = 1 << 28
}

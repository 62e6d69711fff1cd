/// The text as libedit holds it: every line after the first starts with blanks as wide as the
/// prompt, over which the continuation mark is painted.
struct IndentedText: Equatable {
  /// The characters libedit holds.
  let shown: [Unicode.Scalar]
  /// The cursor as an index of `shown`.
  let cursor: Int
  /// The text without the indent.
  let buffer: EditBuffer
  /// The index in `shown` of every character of the buffer, and of its end.
  let positions: [Int]

  init(_ buffer: EditBuffer, indent: Int) {
    var shown: [Unicode.Scalar] = []
    var positions: [Int] = []
    shown.reserveCapacity(buffer.scalars.count)
    positions.reserveCapacity(buffer.scalars.count + 1)
    for scalar in buffer.scalars {
      positions.append(shown.count)
      shown.append(scalar)
      if scalar == "\n" { shown.append(contentsOf: repeatElement(" ", count: indent)) }
    }
    positions.append(shown.count)
    self.init(
      shown: shown, cursor: positions[buffer.cursor], buffer: buffer, positions: positions)
  }

  /// Reads back what libedit holds after edits of its own, which may have damaged the indent.
  init(shown: [Unicode.Scalar], cursor: Int, indent: Int) {
    var scalars: [Unicode.Scalar] = []
    var plainCursor = 0
    var blanksToDrop = 0
    for (index, scalar) in shown.enumerated() {
      if index == cursor { plainCursor = scalars.count }
      if blanksToDrop > 0, scalar == " " {
        blanksToDrop -= 1
        continue
      }
      scalars.append(scalar)
      blanksToDrop = scalar == "\n" ? indent : 0
    }
    if cursor >= shown.count { plainCursor = scalars.count }
    self.init(EditBuffer(scalars, cursor: plainCursor), indent: indent)
  }

  private init(shown: [Unicode.Scalar], cursor: Int, buffer: EditBuffer, positions: [Int]) {
    self.shown = shown
    self.cursor = cursor
    self.buffer = buffer
    self.positions = positions
  }
}

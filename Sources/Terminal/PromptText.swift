/// A prompt with escape sequences, made ready for libedit.
struct PromptText {
  /// Escape sequences between marks, so that libedit does not count them.
  let marked: String
  /// The cells the prompt takes.
  let width: Int

  private enum Piece {
    case escape(String)
    case visible(Unicode.Scalar)
  }

  init(_ prompt: String) {
    var pieces = Self.pieces(of: prompt)
    // libedit drops an escape sequence that no visible character follows.
    var trailing: [Piece] = []
    while case .escape? = pieces.last { trailing.insert(pieces.removeLast(), at: 0) }
    if let last = pieces.popLast() {
      pieces += trailing + [last]
    }
    var marked = ""
    var width = 0
    for piece in pieces {
      switch piece {
      case .escape(let text): marked += "\u{1}" + text + "\u{1}"
      case .visible(let scalar):
        marked.unicodeScalars.append(scalar)
        width += Cells.width(of: scalar)
      }
    }
    self.marked = marked
    self.width = width
  }

  private static func pieces(of prompt: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = prompt.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if scalar == "\u{1b}", rest.first == "[" {
        var sequence = String.UnicodeScalarView([scalar])
        while let next = rest.popFirst() {
          sequence.append(next)
          if next != "[", (0x40...0x7e).contains(next.value) { break }
        }
        pieces.append(.escape(String(sequence)))
      } else if scalar.value >= 0x20, scalar.value != 0x7f {
        pieces.append(.visible(scalar))
      }
    }
    return pieces
  }
}

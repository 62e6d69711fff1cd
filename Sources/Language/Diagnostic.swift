import Text

/// What is wrong with a piece of text, where, and what to do about it.
package struct Diagnostic: Error, Sendable, Equatable {
  /// A place in the source, both counted from 1.
  package struct Position: Equatable, Sendable {
    /// The line.
    package var line: Int
    /// The column, in characters as a user counts them.
    package var column: Int

    /// Makes a place from its line and column.
    package init(line: Int, column: Int) {
      (self.line, self.column) = (line, column)
    }
  }

  /// What is wrong, in one line without a full stop.
  package var message: String
  /// The word that is wrong.
  package var span: Span
  /// What to write instead, in one line.
  package var suggestion: String?
  /// Whether more text could still make the source right.
  var isUnfinished = false

  /// Makes a diagnostic about the word at `span`.
  package init(_ message: String, at span: Span, suggestion: String? = nil) {
    (self.message, self.span, self.suggestion) = (message, span, suggestion)
  }

  /// Whether message, span and suggestion are the same.
  package static func == (left: Diagnostic, right: Diagnostic) -> Bool {
    left.message == right.message && left.span == right.span && left.suggestion == right.suggestion
  }

  /// Where the wrong word begins in `source`; a span outside it counts as its end.
  package func position(in source: String) -> Position {
    SourceLine(around: span, in: source).position
  }

  /// The message, the place and the source line with a caret under the wrong word.
  ///
  /// The source line is cut around the caret to fit `cells`, at least 12; a suggestion that does not
  /// fit after the caret has a line of its own.
  package func rendered(source: String, label: String, cells: Int = 80) -> String {
    let line = SourceLine(around: span, in: source)
    let margin = "    "
    let room = max(12, cells) - margin.count
    let view = line.excerpt(cells: room)
    let blanks = String(repeating: " ", count: view.indent)
    let caret = String(repeating: "^", count: view.width)
    var lines = [
      "error: \(message)", "  \(label):\(line.position.line):\(line.position.column)",
      margin + view.text, margin + blanks + caret,
    ]
    if let suggestion {
      let used = view.indent + view.width + 1
      let width = suggestion.unicodeScalars.reduce(used) { $0 + CellWidth.of($1) }
      if width <= room { lines[3] += " " + suggestion } else { lines.append(margin + suggestion) }
    }
    return lines.joined(separator: "\n")
  }

  /// The message as compilers write it: `label:line:column: error: message; suggestion`.
  package func oneLine(source: String, label: String) -> String {
    let place = position(in: source)
    let tail = suggestion.map { "; " + $0 } ?? ""
    return "\(label):\(place.line):\(place.column): error: \(message)\(tail)"
  }
}

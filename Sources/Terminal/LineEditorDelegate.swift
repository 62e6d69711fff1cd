/// What a line editor asks about the language it edits.
///
/// Texts may have several lines. Positions and ranges count Unicode scalars.
package protocol LineEditorDelegate {
  /// Candidates that may replace the text from `replaceFrom` to the cursor.
  func complete(_ text: String, cursor: Int) -> (replaceFrom: Int, candidates: [Completion])
  /// False if Enter is to start a new line.
  func isComplete(_ text: String) -> Bool
  /// The probable continuation of the text.
  func hint(for text: String) -> String?
  /// Colours of parts of the text.
  func highlight(_ text: String) -> [(range: Range<Int>, colour: Colour)]
  /// What is inserted for a pasted text.
  func pasted(_ text: String) -> String
}

extension LineEditorDelegate {
  /// No candidates.
  package func complete(_ text: String, cursor: Int) -> (
    replaceFrom: Int, candidates: [Completion]
  ) { (cursor, []) }

  /// Every line is complete.
  package func isComplete(_ text: String) -> Bool { true }

  /// No hint.
  package func hint(for text: String) -> String? { nil }

  /// The text itself.
  package func pasted(_ text: String) -> String { text }

  /// No colours.
  package func highlight(_ text: String) -> [(range: Range<Int>, colour: Colour)] { [] }
}

/// The outcome of asking for a line.
package enum ReadResult: Equatable, Sendable {
  /// A line, or a block of lines.
  case line(String)
  /// Ctrl-C dropped the line.
  case interrupted
  /// Ctrl-D on an empty line, a closed terminal, or a request to end the process.
  case endOfInput
}

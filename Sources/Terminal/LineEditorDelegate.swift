/// What a line editor asks about the language it edits.
///
/// Texts may have several lines. Positions and ranges count Unicode scalars.
package protocol LineEditorDelegate {
  /// Candidates that may replace the text from `replaceFrom` to the cursor.
  func complete(_ text: String, cursor: Int) -> (replaceFrom: Int, candidates: [Completion])
  /// False when Enter shall start a further line.
  func isComplete(_ text: String) -> Bool
  /// What the text probably goes on with.
  func hint(for text: String) -> String?
  /// Colours of parts of the text.
  func highlight(_ text: String) -> [(range: Range<Int>, colour: Colour)]
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

  /// No colours.
  package func highlight(_ text: String) -> [(range: Range<Int>, colour: Colour)] { [] }
}

/// What came of asking for a line.
package enum ReadResult: Equatable, Sendable {
  /// A line, or a block of lines.
  case line(String)
  /// Ctrl-C dropped the line.
  case interrupted
  /// Ctrl-D on an empty line, a closed terminal, or a request to end the process.
  case endOfInput
}

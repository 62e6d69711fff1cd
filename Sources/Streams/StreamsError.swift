internal import Text

/// Why data could not be read or split: one line that says what, where and what to do.
package struct StreamsError: Error, Equatable, CustomStringConvertible {
  /// One line: what is wrong, in which file and at which byte, record or image, and what to do.
  package let message: String
  /// More lines, where one cannot hold it: which files, from where, how to get them.
  package let details: [String]
  /// Whether files are at fault; otherwise an option is.
  package let isDataProblem: Bool

  /// The message alone.
  package var description: String { message }

  init(_ message: String, details: [String] = [], isDataProblem: Bool) {
    self.message = StreamsError.oneLine(message)
    self.details = details.map(StreamsError.oneLine)
    self.isDataProblem = isDataProblem
  }

  /// A file is wrong: `file: what`.
  static func file(_ file: String, _ what: String, details: [String] = []) -> StreamsError {
    StreamsError("\(file): \(what)", details: details, isDataProblem: true)
  }

  /// Reading was stopped by the caller.
  static let stopped = StreamsError(
    "stopped: the data were not read completely", isDataProblem: false)

  /// An option is wrong.
  static func option(_ what: String) -> StreamsError {
    StreamsError(what, isDataProblem: false)
  }

  /// Text from a file, cut to a length that fits in a line.
  static func excerpt(_ text: some StringProtocol) -> String {
    text.count <= 60 ? String(text) : text.prefix(60) + "..."
  }

  /// File names may hold anything, messages only one line of it.
  private static func oneLine(_ text: String) -> String {
    SafeText.mapped(text, keepsMarks: true) { "\\u{\(String($0.value, radix: 16))}" }
  }
}

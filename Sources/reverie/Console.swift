import Foundation
import Journal
import ProcessControl
import Text
import Workbench

/// Plain lines for the user or program that started this process.
///
/// Their text may come from a file, so nothing in it may control a terminal.
enum Console {
  /// Prints lines on standard output.
  static func say(_ text: String) { StandardStreams.output.line(safe(text)) }

  /// Prints lines on standard error.
  static func complain(_ text: String) { StandardStreams.errors.line(safe(text)) }

  /// Prints what went wrong on standard error.
  static func complain(_ failure: Failure) {
    complain(([failure.oneLine] + failure.details.map { "  " + $0 }).joined(separator: "\n"))
  }

  /// Asks the user for one line; nil at the end of input and after Ctrl-C.
  static func ask(_ question: String) -> String? {
    StandardStreams.output.write(safe(question))
    guard case .line(let answer) = LineInput().next() else {
      StandardStreams.output.line()
      return nil
    }
    return answer.trimmingCharacters(in: .whitespaces)
  }

  /// `text` without characters that a terminal would act on; line breaks stay.
  static func safe(_ text: String) -> String { SafeText.block(text) }
}

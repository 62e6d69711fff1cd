import Foundation
import Host
import Language

/// The text of a cell as the session takes it.
enum CellSource {
  /// The statements of a cell; what was copied from a screen is stripped of prompts and results.
  ///
  /// Papermill writes values for a notebook's parameters as `name = value` below the comment
  /// `# Parameters`, lists in brackets; they become `param` statements. `$` stands for itself there.
  static func statements(of code: String) -> String {
    let text = PastedSession.commands(in: code)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.first?.trimmingCharacters(in: .whitespaces) == "# Parameters" else { return text }
    return lines.map(parameter).joined(separator: "\n")
  }

  private static func parameter(_ line: Substring) -> String {
    guard let match = line.wholeMatch(of: /([A-Za-z][\w-]*) *= *(?:\[(.*)\]|(.+))/) else {
      return String(line)
    }
    let value = (match.2 ?? match.3 ?? "").replacing(/\\?\$/, with: "\\$")
    return "param \(match.1) = \(value)"
  }

  /// Whether a text asks for help as the prompt is asked, by `?topic`, `topic?` or `topic --help`.
  static func isQuestion(_ text: String) -> Bool {
    guard !text.drop(while: \.isWhitespace).hasPrefix("help"),
      let statements = try? Parser.prompt(text), statements.count == 1,
      case .invocation(let invocation) = statements[0].statement
    else { return false }
    return invocation.binding == nil && invocation.verb == "help"
  }
}

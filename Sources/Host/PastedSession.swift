import Foundation

/// Text copied from a session on a screen: prompts precede the commands and results between
/// them.
package enum PastedSession {
  /// The commands alone if the text begins with a prompt, else the text.
  package static func commands(in text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.first, prompt(of: first) != nil else { return text }
    var commands: [Substring] = []
    var width = 0
    for line in lines {
      if let prompt = prompt(of: line) {
        width = prompt.trimmingPrefix(while: \.isWhitespace).count
        commands.append(line[prompt.endIndex...])
      } else if line.hasPrefix("...") {
        // As wide as the prompt above it.
        let mark = 3 + line.dropFirst(3).prefix(max(1, width - 3)).prefix { $0 == " " }.count
        commands.append(line.dropFirst(mark))
      }
    }
    return commands.joined(separator: "\n")
  }

  /// `[3] > `, or `[3] ` as it is before the commands of a file that is run.
  private static func prompt(of line: Substring) -> Substring? {
    line.prefixMatch(of: /\s*\[\d+\] (?:> ?)?/).map { line[$0.range] }
  }
}

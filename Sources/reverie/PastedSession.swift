import Foundation

/// Text copied from a session on a screen: prompts stand before the commands and results between
/// them.
enum PastedSession {
  /// The commands alone if the text begins with a prompt, else the text.
  static func commands(in text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.first, command(in: first) != nil else { return text }
    var commands: [Substring] = []
    for line in lines {
      if let command = command(in: line) ?? continuation(in: line) { commands.append(command) }
    }
    return commands.joined(separator: "\n")
  }

  /// What stands behind `[3] > `, or behind `[3] ` as files show it while they run.
  private static func command(in line: Substring) -> Substring? {
    line.prefixMatch(of: /\s*\[\d+\] (?:> ?)?/).map { line[$0.range.upperBound...] }
  }

  private static func continuation(in line: Substring) -> Substring? {
    line.prefixMatch(of: /\.\.\. {1,6}/).map { line[$0.range.upperBound...] }
  }
}

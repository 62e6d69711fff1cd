import Language

/// How a journal ends.
package struct JournalTail {
  /// What is whole.
  package let kept: String
  package var length: Int { kept.utf8.count }
  /// The line that says that the unfinished command was begun.
  package var begun: String?
  /// The command that was begun and not finished.
  package var unfinished: String?

  package init(_ text: String) {
    func first(_ length: Int) -> String {
      String(decoding: Array(text.utf8.prefix(length)), as: UTF8.self)
    }
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    // Behind the last line feed stands nothing, or a line that is torn.
    let torn = lines.last ?? ""
    let whole = lines.dropLast()
    let end = text.utf8.count - torn.utf8.count
    guard let start = whole.lastIndex(where: { $0.hasPrefix("#> ") }) else {
      kept = first(end)
      return
    }
    let rest = whole[(start + 1)...]
    let before = whole[..<start].reduce(0) { $0 + $1.utf8.count + 1 }
    let record = rest.drop { $0.hasPrefix("#>> ") }
    if torn.hasPrefix("#>"), record.isEmpty, !torn.hasPrefix("#> ") {
      kept = first(before)
      return
    }
    let isSettled = record.contains {
      $0.hasPrefix("#! ") || !$0.hasPrefix("#") && !$0.allSatisfy(\.isWhitespace)
    }
    let isWhole =
      Parser.isComplete(record.joined(separator: "\n"))
      && !["#=", "#@", "#f"].contains { torn.hasPrefix($0) }
    if isSettled, isWhole {
      kept = first(end)
      return
    }
    kept = first(before)
    let opening = whole[start].split(separator: " ", maxSplits: 3).dropFirst(3).first ?? ""
    let more = rest.prefix { $0.hasPrefix("#>> ") }.map { $0.dropFirst(4) }
    let command = ([opening] + more).joined(separator: "\n")
    // An intent that is torn itself says nothing about what was to be done.
    if Parser.isComplete(command) { (begun, unfinished) = (whole[start], command) }
  }
}

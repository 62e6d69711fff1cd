import Foundation
import Language

/// How a journal ends.
package struct JournalTail {
  /// What is whole.
  package private(set) var kept = ""
  package var length: Int { kept.utf8.count }
  /// The line that says that the unfinished command was begun.
  package private(set) var begun: String?
  /// The command that was begun and not finished.
  package private(set) var unfinished: String?
  /// Whether commands or records, or a part of one, were left out of `kept`.
  package private(set) var isTorn = false
  /// Whether the session said goodbye; notes may follow it, but no command and nothing begun.
  package private(set) var hasEnded = false

  private let text: String
  private let whole: [String]
  /// What is after the last line feed: nothing, or a line that is torn.
  private let torn: String

  package init(_ text: String) {
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    (self.text, whole, torn) = (text, Array(lines.dropLast()), lines.last ?? "")
    let last = JournalText.hasDigests(text) ? whole.lastIndex { JournalLine($0) == .seal } : nil
    if let last { readSealed(after: last) } else { readUnsealed() }
    let end = kept.unicodeScalars.split(separator: "\n").reversed().lazy.map(String.init)
      .first { ["#: end=", "#> "].contains(where: $0.hasPrefix) || !$0.hasPrefix("#") }
    hasEnded = unfinished == nil && !isTorn && end?.hasPrefix("#: end=") == true
  }

  /// Every record that is whole ends with a digest, the last one at `seal`.
  private mutating func readSealed(after seal: Int) {
    let rest = whole[(seal + 1)...]
    if let intent = rest.lastIndex(where: { $0.hasPrefix("#> ") }) {
      return keep(before: intent, goesOn: true)
    }
    let open = rest.firstIndex { JournalLine($0) == .covered }
    if open != nil || JournalLine(torn) == .covered, let block = stoppedBlock(before: seal),
      !(open.map { whole[$0] } ?? torn).hasPrefix("#: ")
    {
      return keep(before: block, goesOn: true)
    }
    if let open, rest[open...].allSatisfy({ $0.hasPrefix("#: ") || JournalLine($0) == .free }) {
      return keep(before: open)
    }
    // What else stands there was written by hand.
    keep(before: whole.count)
    isTorn = JournalLine(torn) != .free
  }

  /// The line at which a block began that failed or was stopped, and so is recorded turn by turn.
  private func stoppedBlock(before seal: Int) -> Int? {
    guard let intent = whole[..<seal].lastIndex(where: { $0.hasPrefix("#> ") }),
      whole[intent + 1].hasPrefix("#>> "),
      let first = whole[intent...].first(where: { !$0.hasPrefix("#") })
    else { return nil }
    let isWhole = ["for ", "repeat "].contains(where: first.hasPrefix)
    return isWhole || whole[seal - 1].hasPrefix("#! ") ? nil : intent
  }

  /// In journals without digests, commands and records show what is whole.
  private mutating func readUnsealed() {
    guard let start = whole.lastIndex(where: { $0.hasPrefix("#> ") }) else {
      return keep(before: whole.count)
    }
    let record = whole[(start + 1)...].drop { $0.hasPrefix("#>> ") }
    let isSettled = record.contains {
      $0.hasPrefix("#! ") || !$0.hasPrefix("#") && !$0.allSatisfy(\.isWhitespace)
    }
    let isWhole =
      Parser.isComplete(record.joined(separator: "\n"))
      && !["#=", "#@", "#f"].contains { torn.hasPrefix($0) }
    if isSettled, isWhole { return keep(before: whole.count) }
    keep(before: start, goesOn: true)
  }

  /// Keeps the lines before `line`, at which a command was begun if it `goesOn`.
  private mutating func keep(before line: Int, goesOn: Bool = false) {
    let length = whole[..<line].reduce(0) { $0 + $1.utf8.count + 1 }
    kept = String(decoding: Array(text.utf8.prefix(length)), as: UTF8.self)
    isTorn = line < whole.count
    guard goesOn else { return }
    let rest = whole[(line + 1)...]
    let more = rest.prefix { $0.hasPrefix("#>> ") }
    // An intent that is torn itself says nothing about what was to be done.
    if torn.hasPrefix("#>"), more.count == rest.count, !torn.hasPrefix("#> ") { return }
    let opening = whole[line].split(separator: " ", maxSplits: 3).dropFirst(3).first ?? ""
    let command = ([String(opening)] + more.map { String($0.dropFirst(4)) })
      .joined(separator: "\n")
    if Parser.isComplete(command) { (begun, unfinished) = (whole[line], command) }
  }
}

extension JournalTail {
  /// Whether the end of the file alone shows that its session ended; it may be a long file.
  package static func hasClosed(_ path: String) -> Bool {
    guard let file = FileHandle(forReadingAtPath: path) else { return false }
    defer { try? file.close() }
    let length = 4096
    guard let size = try? file.seekToEnd(),
      (try? file.seek(toOffset: size > length ? size - UInt64(length) : 0)) != nil,
      let data = try? file.read(upToCount: length), data.last == 10
    else { return false }
    let lines = data.split(separator: 10).reversed().lazy.map {
      String(decoding: $0, as: UTF8.self)
    }
    let last = lines.first {
      ["#: end=", "#> "].contains(where: $0.hasPrefix) || !$0.hasPrefix("#")
    }
    return last?.hasPrefix("#: end=") == true
  }
}

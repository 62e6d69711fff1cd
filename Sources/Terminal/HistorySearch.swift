/// The state of a search backwards through history for a piece of text.
struct HistorySearch {
  let entries: [String]
  private(set) var pattern = ""
  /// The entry found, if any.
  private(set) var match: Int?
  private(set) var failed = false

  init(_ entries: [String]) { self.entries = entries }

  var found: String? { match.map { entries[$0] } }

  /// Lengthens the pattern, staying at the entry when it still matches.
  mutating func type(_ scalar: Unicode.Scalar) {
    pattern.unicodeScalars.append(scalar)
    find(upTo: match ?? entries.count - 1)
  }

  /// Shortens the pattern and starts again at the newest entry.
  mutating func erase() {
    if !pattern.unicodeScalars.isEmpty { pattern.unicodeScalars.removeLast() }
    match = nil
    failed = false
    if !pattern.isEmpty { find(upTo: entries.count - 1) }
  }

  /// Moves to an older entry that differs.
  mutating func older() {
    guard !pattern.isEmpty else { return }
    let shown = found
    var index = (match ?? entries.count) - 1
    while index >= 0, entries[index] == shown { index -= 1 }
    find(upTo: index)
  }

  private mutating func find(upTo newest: Int) {
    let ignoresCase = pattern == pattern.lowercased()
    var index = newest
    while index >= 0 {
      let entry = ignoresCase ? entries[index].lowercased() : entries[index]
      if entry.contains(pattern) {
        match = index
        failed = false
        return
      }
      index -= 1
    }
    failed = true
  }
}

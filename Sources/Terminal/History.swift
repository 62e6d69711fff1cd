/// Entered lines, oldest first, and the position in them for Up and Down.
struct History {
  private(set) var entries: [String]
  private var position: Int?
  private var live = ""
  private var prefix = ""
  private var shown = ""

  init(_ entries: [String] = []) { self.entries = entries }

  /// Adds a line; not when it is blank, starts with a blank or repeats the last one.
  mutating func add(_ line: String) -> Bool {
    leave()
    guard let first = line.first, !first.isWhitespace, line != entries.last else { return false }
    entries.append(line)
    return true
  }

  /// Resets the position: the next step starts at the newest entry.
  mutating func leave() { position = nil }

  /// Continues the way at entry `index`, which is on the screen now, with `text` as the live line.
  mutating func visit(_ index: Int, insteadOf text: String) {
    guard entries.indices.contains(index) else { return }
    position = index
    live = text
    prefix = ""
    shown = entries[index]
  }

  /// The next older entry that starts with the text before the cursor.
  mutating func older(than buffer: EditBuffer) -> String? {
    enter(buffer)
    guard var index = position else { return nil }
    while index > 0 {
      index -= 1
      if entries[index].hasPrefix(prefix), entries[index] != shown { return show(index) }
    }
    return nil
  }

  /// The next newer entry, after the newest one the line that was left.
  mutating func newer(than buffer: EditBuffer) -> String? {
    enter(buffer)
    guard var index = position, index < entries.count else { return nil }
    while index + 1 < entries.count {
      index += 1
      if entries[index].hasPrefix(prefix), entries[index] != shown { return show(index) }
    }
    leave()
    return live
  }

  /// What the newest entry that starts with `text` goes on with.
  func continuation(of text: String) -> String? {
    guard text.count >= 2, !text.contains("\n") else { return nil }
    // Older entries are rarely wanted, and this runs on every key.
    let entry = entries.suffix(2_000).last {
      $0.hasPrefix(text) && $0.utf8.count > text.utf8.count && !$0.contains("\n")
    }
    return entry.map { String($0.dropFirst(text.count)) }
  }

  private mutating func enter(_ buffer: EditBuffer) {
    let text = buffer.text
    guard position == nil || text != shown else { return }
    position = entries.count
    live = text
    shown = text
    prefix = buffer.textBeforeCursor
  }

  private mutating func show(_ index: Int) -> String {
    position = index
    shown = entries[index]
    return shown
  }
}

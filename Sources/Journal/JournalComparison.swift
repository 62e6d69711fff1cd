import Catalog
import Figures

/// Two journals side by side: commands aligned, then values, states and heads.
package struct JournalComparison {
  /// A line of the report with the command that it is about.
  package struct Entry {
    let command: String
    let text: String
  }

  /// Characters of a list that is shown whole.
  private static let longest = 400

  private var entries: [Entry] = []
  private var heads: [String] = []

  /// Facts that differ between any two sessions.
  private static let ownFacts: Set<String> = [
    "session", "start", "process", "end", "commands", "errors",
  ]

  /// Compares by value: times and other volatile values are left out.
  package init(_ left: JournalDocument, _ right: JournalDocument) {
    for pair in Self.align(left.commands, right.commands) {
      switch (pair.left, pair.right) {
      case (let one?, let other?): compare(one, other)
      case (let one?, nil): entries.append(Entry(command: "- " + one.text, text: ""))
      case (nil, let other?): entries.append(Entry(command: "+ " + other.text, text: ""))
      case (nil, nil): break
      }
    }
    for name in Set(left.facts.keys).union(right.facts.keys).sorted()
    where !Self.ownFacts.contains(name) && left.facts[name] != right.facts[name] {
      heads.append("\(name): \(left.facts[name] ?? "none") | \(right.facts[name] ?? "none")")
    }
  }

  /// Whether anything differs but the heads.
  package var isDifferent: Bool { !entries.isEmpty }

  /// The report, line by line.
  package var report: [String] {
    var lines: [String] = []
    var command: String?
    for entry in entries {
      if entry.command != command { lines.append(entry.command) }
      command = entry.command
      if !entry.text.isEmpty { lines.append("    " + entry.text) }
    }
    lines += heads.map { "head  " + $0 }
    return lines.isEmpty ? ["no difference"] : lines
  }

  private mutating func compare(_ left: JournalDocument.Command, _ right: JournalDocument.Command) {
    let name = "  " + left.text
    for path in Set(left.values.keys).union(right.values.keys).sorted(by: Self.precedes) {
      let place = path.isEmpty ? "" : " of turn \(JournalText.path(path))"
      let (old, new) = (left.values[path] ?? [], right.values[path] ?? [])
      guard old != new else { continue }
      for value in old where !value.isVolatile {
        let other = new.first { $0.name == value.name }?.value
        guard other != value.value else { continue }
        entries.append(
          Entry(command: name, text: value.name + place + ": " + Self.delta(value.value, other)))
      }
      for value in new
      where !value.isVolatile && !old.contains(where: { $0.name == value.name }) {
        entries.append(
          Entry(command: name, text: "\(value.name)\(place): none | \(Self.shown(value.value))"))
      }
    }
    for path in Set(left.digests.keys).union(right.digests.keys).sorted(by: Self.precedes) {
      let (old, new) = (left.digests[path] ?? [:], right.digests[path] ?? [:])
      for object in Set(old.keys).union(new.keys).sorted() where old[object] != new[object] {
        entries.append(
          Entry(
            command: name,
            text: "state of \(object): \(old[object] ?? "none") | \(new[object] ?? "none")"))
      }
    }
  }

  private static func precedes(_ left: [Int], _ right: [Int]) -> Bool {
    left.lexicographicallyPrecedes(right)
  }

  private static func delta(_ old: Value, _ new: Value?) -> String {
    guard let new else { return "\(shown(old)) | none" }
    guard let left = old.double, let right = new.double else {
      return "\(shown(old)) | \(shown(new))"
    }
    let change = right - left
    return "\(shown(old)) | \(shown(new))  (\(change < 0 ? "" : "+")\(Format.number(change)))"
  }

  /// A value as it is recorded; of a long list only how long it is.
  private static func shown(_ value: Value) -> String {
    guard case .list(let items) = value, JournalText.spelled(value).count > longest else {
      return JournalText.spelled(value)
    }
    return "a list of \(items.count)"
  }

  /// The commands of both in order, equal ones side by side: a longest common subsequence.
  private static func align(
    _ left: [JournalDocument.Command], _ right: [JournalDocument.Command]
  ) -> [(left: JournalDocument.Command?, right: JournalDocument.Command?)] {
    let difference = right.map(\.text).difference(from: left.map(\.text))
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var pairs: [(left: JournalDocument.Command?, right: JournalDocument.Command?)] = []
    var (i, j) = (0, 0)
    while i < left.count || j < right.count {
      if i < left.count, removed.contains(i) {
        pairs.append((left[i], nil))
        i += 1
      } else if j < right.count, inserted.contains(j) {
        pairs.append((nil, right[j]))
        j += 1
      } else {
        pairs.append((i < left.count ? left[i] : nil, j < right.count ? right[j] : nil))
        (i, j) = (i + 1, j + 1)
      }
    }
    return pairs
  }
}

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
    for path in Set(left.figures.keys).union(right.figures.keys).sorted(by: Self.precedes) {
      compareFigures(left, right, path)
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

  private mutating func compareFigures(
    _ left: JournalDocument.Command, _ right: JournalDocument.Command, _ path: [Int]
  ) {
    let old = (left.figures[path] ?? []).compactMap { $0.isVolatile ? nil : $0.data }
    let new = (right.figures[path] ?? []).compactMap { $0.isVolatile ? nil : $0.data }
    let place = path.isEmpty ? "" : " of turn \(JournalText.path(path))"
    for index in 0..<max(old.count, new.count) {
      let pair = (
        index < old.count ? old[index] : nil, index < new.count ? new[index] : nil
      )
      if let before = pair.0, let after = pair.1, before.isSame(as: after) { continue }
      let kinds = [pair.0, pair.1].map { $0?.kind.rawValue ?? "none" }
      let text = "figure \(index + 1)\(place): \(kinds[0]) | \(kinds[1]) with other content"
      entries.append(Entry(command: "  " + left.text, text: text))
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

  /// The commands of both in order, equal ones side by side.
  private static func align(
    _ left: [JournalDocument.Command], _ right: [JournalDocument.Command]
  ) -> [(left: JournalDocument.Command?, right: JournalDocument.Command?)] {
    var pairs: [(left: JournalDocument.Command?, right: JournalDocument.Command?)] = []
    var (i, j) = (0, 0)
    let same = SequenceAlignment.pairs(left.map(\.text), right.map(\.text))
    for (one, other) in same + [(left.count, right.count)] {
      pairs += left[i..<one].map { ($0, nil) } + right[j..<other].map { (nil, $0) }
      if one < left.count { pairs.append((left[one], right[other])) }
      (i, j) = (one + 1, other + 1)
    }
    return pairs
  }
}

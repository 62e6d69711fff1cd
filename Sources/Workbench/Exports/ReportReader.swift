import Catalog
import Figures
import Foundation
import Journal
import Language

/// Makes a report from a journal and the pictures beside it.
package struct ReportReader {
  private let files: FigureFiles
  private var exhibits = ExhibitReader()
  private var parts: [Report.Part] = []
  private var data: [Report.Fact] = []

  /// Reads the journal `text` that lies at `path`.
  package static func report(
    _ text: String, path: String, verification: VerificationNote? = nil
  ) throws(Diagnostic) -> Report {
    let document = try JournalDocument(text)
    var reader = ReportReader(files: FigureFiles(beside: path))
    reader.read(document)
    let name = (path as NSString).lastPathComponent
    return Report(
      title: reader.takeTitle() ?? (name as NSString).deletingPathExtension, name: name,
      start: document.facts["start"] ?? "", facts: Self.facts(document), data: reader.data,
      verification: verification ?? VerificationNote(in: text), parts: reader.parts, source: text)
  }

  private init(files: FigureFiles) { self.files = files }

  /// What a reader wants to know, in a fixed order; the folder of the data is nobody's business.
  private static func facts(_ document: JournalDocument) -> [Report.Fact] {
    let titles = ["app": "reverie", "torch": "libtorch"]
    let hidden = ["data", "start", "process", "end", "commands", "errors"]
    let first = [
      "seed", "threads", "instructions", "subnormals", "processor", "device", "app", "torch",
      "session",
    ]
    let rest = document.facts.keys.sorted().filter {
      !first.contains($0) && !hidden.contains($0) && !$0.hasPrefix("verif")
    }
    return (first + rest).compactMap { name in
      document.facts[name].map { Report.Fact(name: titles[name] ?? name, value: $0) }
    }
  }

  private mutating func read(_ document: JournalDocument) {
    var attempts = document.attempts[...]
    for (index, command) in document.commands.enumerated() {
      add(prose: command.prose, before: index, &attempts)
      add(command)
    }
    add(prose: document.closing, before: document.commands.count, &attempts)
  }

  /// Prose with the failed commands that stand between its lines.
  private mutating func add(
    prose: String, before index: Int, _ attempts: inout ArraySlice<JournalDocument.Attempt>
  ) {
    var lines = prose.split(separator: "\n", omittingEmptySubsequences: false)[...]
    var taken = 0
    while let attempt = attempts.first, attempt.place.commands <= index {
      attempts.removeFirst()
      let count = max(0, attempt.place.prose - taken)
      add(prose: lines.prefix(count).joined(separator: "\n"))
      lines = lines.dropFirst(count)
      taken += count
      let message = attempt.message ?? "The session ended while this ran."
      parts.append(
        .entry(
          Report.Entry(
            number: attempt.number, text: attempt.text, exhibits: [.failure(message)])))
    }
    add(prose: lines.joined(separator: "\n"))
  }

  private mutating func add(prose: String) {
    guard !prose.allSatisfy(\.isWhitespace) else { return }
    parts.append(.prose(prose))
  }

  private mutating func add(_ command: JournalDocument.Command) {
    if case .invocation(let invocation) = command.statement, invocation.binding == nil,
      invocation.verb == Note.card.name,
      case .literal(.text(let text))? = invocation.operands.first?.value
    {
      return add(prose: text)
    }
    var entry = Report.Entry(number: command.number ?? command.intended, text: command.text)
    if command.isDamaged { entry.exhibits.append(.missing("A record of this cannot be read.")) }
    exhibits.declare(command.statement)
    for group in Self.groups(command) {
      if group.turns.count > 1 || !group.places.isEmpty {
        entry.exhibits.append(.heading(group.statement.description))
        entry.exhibits += exhibits.exhibits(of: group)
      } else {
        let values = group.turns.first?.values ?? []
        entry.exhibits += exhibits.exhibits(of: group.statement, values)
        note(group.statement, values)
      }
      let pictures = group.turns.flatMap { command.figures[$0.path] ?? [] }
      entry.exhibits += pictures.map { picture($0, of: group.statement) }
    }
    entry.states = command.digests.keys.sorted { $0.lexicographicallyPrecedes($1) }.flatMap {
      path in
      (command.digests[path] ?? [:]).sorted { $0.key < $1.key }.map { name, digest in
        Report.Fact(name: name, value: digest)
      }
    }
    parts.append(.entry(entry))
  }

  /// Data sets go into the head.
  private mutating func note(_ statement: Statement, _ values: [NamedValue]) {
    guard case .invocation(let invocation) = statement, let binding = invocation.binding,
      case .text(let digest)? = values.first(where: { $0.name == "sha256" })?.value
    else { return }
    let name = "\(binding.name) (\(invocation.verb))"
    data.append(Report.Fact(name: name, value: digest))
  }

  private func picture(_ record: FigureRecord, of statement: Statement) -> Report.Exhibit {
    switch files.find(record) {
    case .nothing(let why): return .missing(why)
    case .png(let bytes):
      guard let size = Self.size(of: bytes) else {
        return .missing("The picture \(record.file) is not in PNG form.")
      }
      return .picture(
        Report.Picture(
          png: bytes, width: size.width, height: size.height,
          description: "images from \(statement)", file: record.file,
          path: files.path(of: record) ?? record.file))
    }
  }

  /// Width and height in pixels as the head of a PNG file tells them.
  private static func size(of png: [UInt8]) -> (width: Int, height: Int)? {
    guard png.count > 24, png.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    else { return nil }
    func number(_ at: Int) -> Int { png[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
    let (width, height) = (number(16), number(20))
    return (1...100_000).contains(width) && (1...100_000).contains(height) ? (width, height) : nil
  }

  /// Takes a heading of the first level from the beginning of the prose.
  private mutating func takeTitle() -> String? {
    guard case .prose(let prose)? = parts.first, prose.hasPrefix("# ") else { return nil }
    let lines = prose.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    let title = lines[0].dropFirst(2).trimmingCharacters(in: .whitespaces)
    guard !title.isEmpty else { return nil }
    parts.removeFirst()
    if lines.count > 1, !lines[1].allSatisfy(\.isWhitespace) {
      parts.insert(.prose(String(lines[1])), at: 0)
    }
    return title
  }
}

extension ReportReader {
  /// What one command, or one command of a block in all its turns, gave.
  struct Group {
    let statement: Statement
    /// Its place in each block that it stands in.
    let places: [Int]
    /// The results with their path and the name of the turn.
    var turns: [(path: [Int], name: String, values: [NamedValue])]
  }

  /// The results of a command; those of a block command by command.
  static func groups(_ command: JournalDocument.Command) -> [Group] {
    var groups: [Group] = []
    var paths = Set(command.values.keys).union(command.figures.keys)
    if case .loop = command.statement {} else { paths.insert([]) }
    for path in paths.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      let places = stride(from: 1, to: path.count, by: 2).map { path[$0] }
      let (statement, name) = place(path, in: command.statement)
      let turn = (path: path, name: name, values: command.values[path] ?? [])
      if let index = groups.firstIndex(where: { $0.places == places }) {
        groups[index].turns.append(turn)
      } else {
        groups.append(Group(statement: statement, places: places, turns: [turn]))
      }
    }
    return groups
  }

  /// The statement at a path inside a block and the name of its turn: `s=2`, or `2` by number.
  private static func place(_ path: [Int], in statement: Statement) -> (Statement, String) {
    var (at, names) = (statement, [String]())
    for depth in stride(from: 0, to: path.count - 1, by: 2) {
      guard case .loop(let variable, let over, let body, _) = at,
        body.indices.contains(path[depth + 1] - 1)
      else { break }
      let turn = path[depth]
      let value = over.turn(turn)
      let name = value.flatMap { value in variable.map { "\($0)=\(value)" } }
      names.append(name ?? "\(turn)")
      at = body[path[depth + 1] - 1]
    }
    return (at, names.joined(separator: " "))
  }
}

extension Language.Expression {
  /// What a loop over this has in a turn, from 1; nil if it cannot be told or is not there.
  fileprivate func turn(_ number: Int) -> String? {
    var left = number - 1
    let items: [Self] =
      switch self {
      case .literal(.list(let items)): items.map { .literal($0) }
      case .list(let items): items
      default: [self]
      }
    for item in items {
      switch item {
      case .literal(.range(let low, let high)):
        guard low <= high else { return nil }
        let (value, overflows) = low.addingReportingOverflow(left)
        if !overflows, value <= high { return "\(value)" }
        left -= high - low + 1
      case .literal(.list): return nil
      case .literal:
        if left == 0 { return item.description }
        left -= 1
      default: return nil
      }
    }
    return nil
  }
}

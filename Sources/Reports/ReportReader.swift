import Catalog
import Figures
import Foundation
import Journal
import Language

/// Makes a report from a journal and the image files beside it.
package struct ReportReader {
  private let files: FigureFiles
  private let isRunning: Bool
  private var exhibits = Exhibits(isLegacy: false) { file, _ in .missing(file.file) }
  private var parts: [Report.Part] = []
  private var data: [Report.Fact] = []

  /// Reads the journal `text` that lies at `path`.
  ///
  /// - Parameter isRunning: whether its session still runs.
  package static func report(
    _ text: String, path: String, verification: VerificationNote? = nil, isRunning: Bool = false
  ) throws(Diagnostic) -> Report {
    let document = try JournalDocument(text)
    var reader = ReportReader(files: FigureFiles(beside: path), isRunning: isRunning)
    reader.read(document)
    let name = (path as NSString).lastPathComponent
    return Report(
      title: reader.takeTitle() ?? (name as NSString).deletingPathExtension, name: name,
      start: document.facts["start"] ?? "", facts: Self.facts(document), data: reader.data,
      verification: verification ?? VerificationNote(in: text), parts: reader.parts,
      document: document, source: text, run: (name as NSString).deletingPathExtension)
  }

  private init(files: FigureFiles, isRunning: Bool) {
    (self.files, self.isRunning) = (files, isRunning)
  }

  /// Facts of interest, in a fixed order; the data folder is private.
  private static func facts(_ document: JournalDocument) -> [Report.Fact] {
    let titles = ["app": "reverie", "torch": "libtorch"]
    let hidden = ["data", "start", "process", "end", "commands", "errors"]
    let first = [
      "seed", "threads", "instructions", "subnormals", "draws", "processor", "device", "app",
      "torch", "session",
    ]
    let rest = document.facts.keys.sorted().filter {
      !first.contains($0) && !hidden.contains($0) && !$0.hasPrefix("verif")
    }
    return (first + rest).compactMap { name in
      document.facts[name].map { Report.Fact(name: titles[name] ?? name, value: $0) }
    }
  }

  private mutating func read(_ document: JournalDocument) {
    let files = files
    exhibits = Exhibits(isLegacy: document.version == 1) { Self.picture($0, of: $1, in: files) }
    let undone = document.undone
    var attempts = document.attempts[...]
    for (index, command) in document.commands.enumerated() {
      add(prose: command.prose, before: index, &attempts)
      add(command, isUndone: undone.contains(index))
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
      let isAtWork = isRunning && attempt.message == nil && attempts.isEmpty
      let message = attempt.message ?? "The session ended while this ran."
      parts.append(
        .entry(
          Report.Entry(
            number: attempt.number, text: attempt.text,
            exhibits: [isAtWork ? .running : .failure(message)])))
    }
    add(prose: lines.joined(separator: "\n"))
  }

  private mutating func add(prose: String) {
    guard !prose.allSatisfy(\.isWhitespace) else { return }
    parts.append(.prose(prose))
  }

  private mutating func add(_ command: JournalDocument.Command, isUndone: Bool) {
    if case .invocation(let invocation) = command.statement, invocation.binding == nil,
      invocation.verb == "note",
      case .literal(.text(let text))? = invocation.operands.first?.value,
      !text.allSatisfy(\.isWhitespace)
    {
      let entry = Report.Entry(number: command.number ?? command.intended, text: command.text)
      return parts.append(.note(entry, text))
    }
    var entry = Report.Entry(
      number: command.number ?? command.intended, text: command.text, isUndone: isUndone)
    if case .bind(true, _, _, _) = command.statement { entry.isParameter = true }
    if command.isDamaged {
      entry.exhibits.append(.missing("A record of this command cannot be read."))
    }
    for group in Self.groups(command) {
      if group.turns.count > 1 || !group.places.isEmpty {
        entry.exhibits.append(.heading(group.statement.description))
        entry.exhibits += exhibits.all(of: group)
      } else if let turn = group.turns.first {
        entry.exhibits += exhibits.all(of: group.statement, turn.values, turn.figures)
        note(group.statement, turn.values)
      }
    }
    entry.states = Self.states(command)
    parts.append(.entry(entry))
  }

  /// Digests of objects and of what a command gave.
  private static func states(_ command: JournalDocument.Command) -> [Report.Fact] {
    let paths = Set(command.digests.keys).union(command.values.keys)
    return paths.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { path in
      (command.digests[path] ?? [:]).sorted { $0.key < $1.key }.map { name, digest in
        Report.Fact(name: name, value: digest)
      }
        + (command.values[path] ?? []).compactMap { value in
          guard value.name != "sha256", case .text(let text) = value.value,
            Exhibits.isDigest(text)
          else { return nil }
          return Report.Fact(name: value.name, value: text)
        }
    }
  }

  /// Data sets go into the head.
  private mutating func note(_ statement: Statement, _ values: [NamedValue]) {
    guard case .invocation(let invocation) = statement, let binding = invocation.binding,
      case .text(let digest)? = values.first(where: { $0.name == "sha256" })?.value
    else { return }
    let name = "\(binding.name) (\(invocation.verb))"
    data.append(Report.Fact(name: name, value: digest))
  }

  private static func picture(
    _ record: ImageFile, of statement: Statement, in files: FigureFiles
  ) -> Report.Exhibit {
    switch files.find(record) {
    case .nothing(let why): return .missing(why)
    case .png(let bytes):
      let captions = record.captions.filter { !$0.isEmpty }
      let picture = Report.Picture(
        png: bytes, description: (["images from \(statement)"] + captions).joined(separator: " "),
        file: record.file, path: files.path(of: record) ?? record.file,
        learner: learner(of: statement))
      return picture.map { .picture($0) } ?? .missing("The image \(record.file) is not a PNG file.")
    }
  }

  /// The learner whose images a `sample` shows.
  private static func learner(of statement: Statement) -> String? {
    guard Exhibits.verb(statement) == "sample", case .invocation(let invocation) = statement else {
      return nil
    }
    return invocation.operands.first?.value.description
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
  /// The results of one command, or of one command of a block in all its iterations.
  struct Group {
    let statement: Statement
    /// Its place in each block that it is in.
    let places: [Int]
    /// The results by turn.
    var turns: [Turn]

    struct Turn {
      let name: String
      let values: [NamedValue]
      let figures: [FigureRecord]
    }
  }

  /// The results of a command; those of a block command by command.
  static func groups(_ command: JournalDocument.Command) -> [Group] {
    var groups: [Group] = []
    var paths = Set(command.values.keys).union(command.figures.keys)
    if !command.statement.isBlock { paths.insert([]) }
    for path in paths.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      let places = stride(from: 1, to: path.count, by: 2).map { path[$0] }
      let (statement, name) = place(path, in: command.statement)
      let turn = Group.Turn(
        name: name, values: command.values[path] ?? [], figures: command.figures[path] ?? [])
      if let index = groups.firstIndex(where: { $0.places == places }) {
        groups[index].turns.append(turn)
      } else {
        groups.append(Group(statement: statement, places: places, turns: [turn]))
      }
    }
    return groups
  }

  /// The statement at a path inside a block and the name of its turn: `s=2`, or `2` by number.
  ///
  /// - Parameter filled: whether loop variables are replaced by their values in that turn.
  static func place(
    _ path: [Int], in statement: Statement, filled: Bool = false
  ) -> (Statement, String) {
    var (at, names) = (statement, [String]())
    for depth in stride(from: 0, to: path.count - 1, by: 2) {
      let turn = path[depth]
      guard let inner = at.inner(turn: turn, place: path[depth + 1]) else { break }
      guard case .loop(let variable, let over, _, _) = at else {
        at = inner
        continue
      }
      let value = over.turn(turn)
      let name = value.flatMap { value in variable.map { "\($0)=\(value)" } }
      names.append(name ?? "\(turn)")
      at = inner
      if filled, let variable, let value,
        case .literal(let known)? = Parser.binding(in: "x=\(value)")?.value
      {
        at = at.substituting(variable, known)
      }
    }
    return (at, names.joined(separator: " "))
  }
}

extension Language.Expression {
  /// The value of the loop variable in an iteration, from 1; nil if unknown or absent.
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

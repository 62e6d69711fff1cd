import Catalog
import Language

/// A session or journal file as it was read: commands in order, with what is recorded about them.
package struct JournalDocument: Sendable {
  /// One command of the file: where it stands and, in a journal, what came of it.
  package struct Command: Sendable {
    package let parsed: ParsedStatement
    package let text: String
    package let line: Int
    package var number: Int?
    /// The number that was given to it before it ran.
    package var intended: Int?
    /// The command as it was typed, where the recorded one may be spelled otherwise.
    package var typed: String?
    package var values: [[Int]: [NamedValue]] = [:]
    package var digests: [[Int]: [String: String]] = [:]
    /// Figures that are results.
    package var figures: [[Int]: [FigureRecord]] = [:]
    /// Whether a record of it cannot be read.
    package var isDamaged = false
    /// How far values may be off, as someone wrote it above the command: `#~ loss rel=1e-3`.
    package var tolerances: [String: Tolerance] = [:]
    /// Prose that is before the command.
    package var prose: String

    package var statement: Statement { parsed.statement }
  }

  /// A command that did not come to its end.
  package struct Attempt: Sendable, Equatable {
    package let number: Int
    /// The first line of the command.
    package let text: String
    /// What went wrong; nil if the journal ends before that is known.
    package var message: String?
    /// How many commands are before it, and how many lines of prose between them and it.
    package let place: (commands: Int, prose: Int)

    package static func == (left: Self, right: Self) -> Bool {
      left.number == right.number && left.text == right.text && left.message == right.message
        && left.place == right.place
    }
  }

  package var facts: [String: String] = [:]
  package var commands: [Command] = []
  /// Commands that failed, in order; they are not run again.
  package var attempts: [Attempt] = []
  /// What happened in lessons, in order, with the number of commands before it.
  package private(set) var lessonNotes: [(place: Int, note: LessonNote)] = []
  /// Prose after the last command.
  package var closing = ""
  /// What its session cannot have written so; journals of version 1 are not asked.
  package private(set) var damages: [JournalDamage] = []
  /// Whether the session said goodbye, and nothing that was begun follows.
  package let hasEnded: Bool
  /// Whether commands and records are closed over by digests.
  package var hasDigests: Bool { version.map { $0 >= JournalText.firstWithDigests } ?? false }
  /// The version of the journal's form; nil for a plain session.
  package let version: Int?
  package var isJournal: Bool { version != nil }

  /// Reads the text of a session or journal.
  ///
  /// A torn last command or record of a journal, as a crash leaves it, is left out.
  /// - Throws: `Diagnostic` with spans in `source`.
  package init(_ given: String) throws(Diagnostic) {
    version = JournalText.version(of: Self.firstLine(given))
    if let version, version > JournalText.version {
      throw Diagnostic(
        "this journal is of version \(version), which this reverie does not know",
        at: Span(lower: 0, upper: 1), suggestion: "read it with a newer one")
    }
    let tail = version != nil ? JournalTail(given) : nil
    let source = tail?.kept ?? given
    hasEnded = tail?.hasEnded ?? false
    let lines = Self.lines(source)
    // Records are comments, so the whole file parses as a script.
    let statements = try Parser.statements(
      in: source, fillsText: version != 1)
    var starts: [Int: [ParsedStatement]] = [:]
    let lineOf = LineIndex(source)
    for parsed in statements {
      starts[lineOf.line(at: parsed.span.lower), default: []].append(parsed)
    }

    var prose: [String] = []
    var tolerances: [String: Tolerance] = [:]
    var end = 0
    var intent: Attempt?
    var typed: String?
    for (index, line) in lines.enumerated() {
      if let parsed = starts[index + 1] {
        end = lineOf.line(at: max(parsed[0].span.lower, (parsed.last?.span.upper ?? 1) - 1))
        for one in parsed {
          commands.append(
            Command(
              parsed: one, text: one.statement.description, line: index + 1,
              intended: intent?.number, typed: typed, tolerances: tolerances,
              prose: prose.joined(separator: "\n")))
          (prose, tolerances, intent, typed) = ([], [:], nil, nil)
        }
      } else if Self.begins(line, with: "#~ "), let found = Tolerance.line(line) {
        tolerances[found.name] = found.tolerance
      } else if Self.begins(line, with: "#'") {
        let start = Self.begins(line, with: "#' ") ? 3 : 2
        prose.append(String(line.unicodeScalars.dropFirst(start)))
      } else if index + 1 > end, line.hasPrefix("#> ") {
        intent = attempt(line, after: prose.count)
        typed = intent?.text
      } else if index + 1 > end, line.hasPrefix("#>> ") {
        typed = typed.map { $0 + "\n" + line.dropFirst(4) }
      } else if index + 1 > end, line.hasPrefix("#! "), let failed = failure(line, of: intent) {
        attempts.append(failed)
        (intent, typed) = (nil, nil)
      } else if index + 1 > end {
        record(line, at: index + 1)
      }
    }
    damages = (hasDigests ? JournalDamage.found(in: source) + damages : [])
      .sorted { $0.line < $1.line }
    if let begun = tail?.begun { intent = attempt(begun, after: prose.count) }
    if let intent { attempts.append(intent) }
    closing = prose.joined(separator: "\n")
  }

  /// The first line; empty if it has no end, as a crash leaves it.
  private static func firstLine(_ text: String) -> String {
    let line = text.unicodeScalars.prefix { $0 != "\n" }
    guard line.endIndex < text.endIndex else { return "" }
    return String(Substring(line.last == "\r" ? line.dropLast() : line))
  }

  /// The lines of a text, whether they end in line feeds or in carriage returns and line feeds.
  private static func lines(_ text: String) -> [String] {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(Substring(line.last == "\r" ? line.dropLast() : line))
    }
  }

  private static func begins(_ line: String, with mark: String) -> Bool {
    line.utf8.starts(with: mark.utf8)
  }

  /// Reads `#> 7 10:11:40 train ours on d`.
  private func attempt(_ line: String, after prose: Int) -> Attempt? {
    let words = line.split(separator: " ", maxSplits: 3)
    guard words.count == 4, let number = Int(words[1]) else { return nil }
    return Attempt(
      number: number, text: String(words[3]), place: (commands: commands.count, prose: prose))
  }

  /// Reads `#! 7 message`.
  private func failure(_ line: String, of intent: Attempt?) -> Attempt? {
    let words = line.split(separator: " ", maxSplits: 2)
    guard words.count > 1, let number = Int(words[1]) else { return nil }
    var failed =
      intent ?? Attempt(number: number, text: "", place: (commands: commands.count, prose: 0))
    failed.message = words.count > 2 ? String(words[2]) : ""
    return failed
  }

  private mutating func take(_ name: String, _ word: String) {
    guard name == LessonNote.fact else {
      facts[name] = word
      return
    }
    if let note = LessonNote(word) { lessonNotes.append((commands.count, note)) }
  }

  private mutating func record(_ line: String, at place: Int) {
    // By scalars: a name that begins with a mark would make one character with the blank before it.
    let rest = line.unicodeScalars.dropFirst(3)
    if Self.begins(line, with: "#: ") {
      // A note on a verification says nothing about the session.
      if hasDigests, case .free = JournalLine(line) { return }
      for fact in ResultValueReader.words(Substring(rest)) { take(fact.name, fact.word) }
      return
    }
    guard ["#= ", "#@ ", "#f "].contains(where: { Self.begins(line, with: $0) }) else { return }
    guard !commands.isEmpty else {
      damages.append(JournalDamage(line: place, "line \(place): a record before any command"))
      return
    }
    let word = Substring(rest.prefix { $0 != " " })
    let path = word.split(separator: ".").map { Int($0) ?? 0 }
    guard let number = path.first, path.allSatisfy({ $0 > 0 }) else { return }
    let (last, inner) = (commands.count - 1, Array(path.dropFirst()))
    commands[last].number = number
    let tail = Substring(rest.drop { $0 != " " })
    let isSecond =
      Self.begins(line, with: "#@ ")
      ? commands[last].digests[inner] != nil
      : Self.begins(line, with: "#= ") && commands[last].values[inner] != nil
    if isSecond {
      damages.append(
        JournalDamage(
          line: place, "line \(place): a second record of one result of command \(number)"))
    }
    if Self.begins(line, with: "#@ ") {
      let digests = ResultValueReader.words(tail).map { ($0.name, $0.word) }
      commands[last].digests[inner] = Dictionary(digests, uniquingKeysWith: { $1 })
    } else if Self.begins(line, with: "#f ") {
      guard let figure = FigureRecord(tail) else {
        commands[last].isDamaged = true
        return
      }
      commands[last].figures[inner, default: []].append(figure)
    } else if let values = ResultValueReader.values(tail) {
      commands[last].values[inner] = values
    } else {
      commands[last].isDamaged = true
    }
  }
}

import Language

/// A session or journal file as it was read: commands in order, with what is recorded about them.
public struct JournalDocument: Sendable {
  /// One command of the file: where it stands and, in a journal, what came of it.
  public struct Command: Sendable {
    public let parsed: ParsedStatement
    public let text: String
    public let line: Int
    public var number: Int?
    public var values: [[Int]: [NamedValue]] = [:]
    public var digests: [[Int]: [String: String]] = [:]
    /// Whether a record of it cannot be read.
    public var isDamaged = false
    /// How far values may be off, as someone wrote it above the command: `#~ loss rel=1e-3`.
    public var tolerances: [String: Tolerance] = [:]
    /// Prose that stands before the command.
    public var prose: String

    public var statement: Statement { parsed.statement }
  }

  public var facts: [String: String] = [:]
  public var commands: [Command] = []
  /// Prose after the last command.
  public var closing = ""
  public let isJournal: Bool

  /// Reads the text of a session or journal.
  ///
  /// A torn last command or record of a journal, as a crash leaves it, is left out.
  /// - Throws: `Diagnostic` with spans in `source`.
  public init(_ given: String) throws(Diagnostic) {
    let isJournal = Self.lines(given).first == JournalText.firstLine
    let source = isJournal ? Self.untorn(given) : given
    let lines = Self.lines(source)
    self.isJournal = isJournal
    // Records are comments, so the whole file parses as a script.
    let statements = try Parser.statements(in: source)
    var starts: [Int: [ParsedStatement]] = [:]
    let lineOf = LineIndex(source)
    for parsed in statements {
      starts[lineOf.line(at: parsed.span.lower), default: []].append(parsed)
    }

    var prose: [String] = []
    var tolerances: [String: Tolerance] = [:]
    var end = 0
    for (index, line) in lines.enumerated() {
      if let parsed = starts[index + 1] {
        end = lineOf.line(at: max(parsed[0].span.lower, (parsed.last?.span.upper ?? 1) - 1))
        for one in parsed {
          commands.append(
            Command(
              parsed: one, text: one.statement.description, line: index + 1,
              tolerances: tolerances, prose: prose.joined(separator: "\n")))
          (prose, tolerances) = ([], [:])
        }
      } else if line.hasPrefix("#~ "), let found = Tolerance.line(line) {
        tolerances[found.name] = found.tolerance
      } else if line.hasPrefix("#'") {
        prose.append(String(line.dropFirst(line.hasPrefix("#' ") ? 3 : 2)))
      } else if index + 1 > end {
        record(line)
      }
    }
    closing = prose.joined(separator: "\n")
  }

  /// Reads a session or journal file.
  ///
  /// - Throws: `Failure` at the place in the file.
  public init(file path: String) throws(Failure) {
    let text = try Interpreter.read(path)
    do {
      try self.init(text)
    } catch { throw Failure(syntax: error).inside(text, path) }
  }

  /// The lines of a text, whether they end in line feeds or in carriage returns and line feeds.
  private static func lines(_ text: String) -> [String] {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(String.UnicodeScalarView(line.last == "\r" ? line.dropLast() : line))
    }
  }

  /// The journal without a line that has no end and without a command that is not all there.
  private static func untorn(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let feed = scalars.lastIndex(of: "\n") else { return text }
    let whole = String(String.UnicodeScalarView(scalars[...feed]))
    guard !Parser.isComplete(whole), let intent = whole.ranges(of: "\n#> ").last else {
      return whole
    }
    return String(whole[...intent.lowerBound])
  }

  private mutating func record(_ line: String) {
    let rest = line.dropFirst(3)
    if line.hasPrefix("#: ") {
      for fact in QuantityReader.words(rest) { facts[fact.name] = fact.word }
      return
    }
    guard line.hasPrefix("#= ") || line.hasPrefix("#@ "), !commands.isEmpty else { return }
    let word = rest.prefix { $0 != " " }
    let path = word.split(separator: ".").compactMap { Int($0) }
    guard !path.isEmpty else { return }
    let (last, inner) = (commands.count - 1, Array(path.dropFirst()))
    commands[last].number = path[0]
    let tail = rest.dropFirst(word.count)
    if line.hasPrefix("#@ ") {
      let digests = QuantityReader.words(tail).map { ($0.name, $0.word) }
      commands[last].digests[inner] = Dictionary(digests, uniquingKeysWith: { $1 })
    } else if let values = QuantityReader.values(tail) {
      commands[last].values[inner] = values
    } else {
      commands[last].isDamaged = true
    }
  }
}

/// Finds the line, from 1, of a scalar offset.
struct LineIndex {
  private let starts: [Int]

  init(_ source: String) {
    var starts = [0]
    for (offset, scalar) in source.unicodeScalars.enumerated() where scalar == "\n" {
      starts.append(offset + 1)
    }
    self.starts = starts
  }

  func line(at offset: Int) -> Int {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }
}

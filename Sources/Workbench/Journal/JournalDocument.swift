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
  /// A torn last line, as a crash leaves it, is left out.
  /// - Throws: `Diagnostic` with spans in `source`.
  public init(_ source: String) throws(Diagnostic) {
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    isJournal = lines.first == JournalText.firstLine
    // Records are comments, so the whole file parses as a script.
    let statements = try Parser.statements(in: source)
    var starts: [Int: [ParsedStatement]] = [:]
    let lineOf = LineIndex(source)
    for parsed in statements {
      starts[lineOf.line(at: parsed.span.lower), default: []].append(parsed)
    }

    var prose: [String] = []
    for (index, line) in lines.enumerated() {
      if let parsed = starts[index + 1] {
        for one in parsed {
          commands.append(
            Command(
              parsed: one, text: one.statement.description, line: index + 1,
              prose: prose.joined(separator: "\n")))
          prose = []
        }
      } else if line.hasPrefix("#'") {
        prose.append(String(line.dropFirst(line.hasPrefix("#' ") ? 3 : 2)))
      } else if index + 1 < lines.count || source.hasSuffix("\n") {
        record(line)
      }
    }
    closing = prose.joined(separator: "\n")
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

import Catalog
import Journal
import Language

/// Reads the marks of a lesson file, line by line.
struct LessonReader {
  /// The items of a lesson.
  ///
  /// - Throws: `Diagnostic` at a question or task that is not whole.
  static func items(
    _ text: String, _ document: JournalDocument
  ) throws(Diagnostic) -> [Lesson.Item] {
    var reader = LessonReader(document)
    try reader.read(text)
    return reader.items
  }

  private let document: JournalDocument
  private var items: [Lesson.Item] = []
  private var prose: [String] = []
  private var question: (lines: [String], span: Span)?
  /// The task whose text, hints or commands are being read.
  private var task: Draft?
  private var steps = 0

  private struct Draft {
    var text: [String]
    let span: Span
    var hints: [String] = []
    var solution: [Int] = []
    var checks: [Int] = []
    var hasCommands: Bool { !solution.isEmpty || !checks.isEmpty }
  }

  private init(_ document: JournalDocument) { self.document = document }

  private mutating func read(_ text: String) throws(Diagnostic) {
    let index = LineIndex(text)
    var starts: [Int: [Int]] = [:]
    for (place, command) in document.commands.enumerated() {
      starts[command.line, default: []].append(place)
    }
    var (end, offset) = (0, 0)
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    for (number, scalars) in zip(1..., lines) {
      let line = String(
        String.UnicodeScalarView(scalars.last == "\r" ? scalars.dropLast() : scalars))
      let span = Span(lower: offset, upper: offset + max(1, scalars.count))
      offset += scalars.count + 1
      if let places = starts[number] {
        for place in places { try take(place) }
        let last = document.commands[places[places.count - 1]].parsed.span
        end = index.line(at: max(last.lower, last.upper - 1))
      } else if number > end {
        try take(line[...], at: span)
      }
    }
    try closeTask()
    try requireAnswered()
    closeProse()
  }

  private mutating func take(_ line: Substring, at span: Span) throws(Diagnostic) {
    let rest = String(line.dropFirst(2).drop { $0 == " " })
    if line.allSatisfy(\.isWhitespace) || line.hasPrefix("#'") {
      if task?.hasCommands == true { try closeTask() }
      if line.hasPrefix("#'") {
        prose.append(String(line.dropFirst(line.hasPrefix("#' ") ? 3 : 2)))
      }
    } else if line.hasPrefix("#?") {
      try closeTask()
      closeProse()
      question = (
        (question?.lines ?? []) + [rest], question?.span ?? span
      )
    } else if line.hasPrefix("#*") {
      try requireAnswered()
      if task?.hasCommands == true || task?.hints.isEmpty == false { try closeTask() }
      closeProse()
      task = task ?? Draft(text: [], span: span)
      task?.text.append(rest)
    } else if line.hasPrefix("#-") {
      guard task?.hasCommands == false else {
        throw Diagnostic(
          "a hint needs a task above it", at: span, suggestion: "write the task first: #* ...")
      }
      // An indented line continues the hint above it.
      if line.hasPrefix("#-  "), let last = task?.hints.popLast() {
        task?.hints.append(last + " " + rest)
      } else {
        task?.hints.append(rest)
      }
    }
  }

  private mutating func take(_ place: Int) throws(Diagnostic) {
    closeProse()
    if question != nil { return try answer(place) }
    let isCheck = if case .expect = document.commands[place].statement { true } else { false }
    if let open = task, open.checks.isEmpty || isCheck {
      if isCheck { task?.checks.append(place) } else { task?.solution.append(place) }
      return
    }
    try closeTask()
    items.append(.command(place))
  }

  private mutating func closeProse() {
    let text = prose.joined(separator: "\n")
    if !text.allSatisfy(\.isWhitespace) { items.append(.prose(text)) }
    prose = []
  }

  private mutating func closeTask() throws(Diagnostic) {
    guard let open = task else { return }
    task = nil
    guard !open.solution.isEmpty else {
      throw Diagnostic(
        "this task has no solution", at: open.span,
        suggestion: "write the commands that do it below, and an expect that holds then")
    }
    steps += 1
    items.append(
      .task(
        Lesson.Task(
          number: steps, text: open.text.joined(separator: " "), hints: open.hints,
          solution: open.solution, checks: open.checks)))
  }

  private func requireAnswered() throws(Diagnostic) {
    guard let question else { return }
    throw Diagnostic(
      "this question has no answer", at: question.span,
      suggestion: "write the right one below, as in: let guess = 40")
  }

  /// The question that the `let` at `place` answers.
  private mutating func answer(_ place: Int) throws(Diagnostic) {
    guard let question,
      case .bind(false, let name, .literal(let answer), _) =
        document.commands[place].statement
    else { return try requireAnswered() }
    self.question = nil
    var (text, choices, tolerance) = ([String](), [(letter: String, text: String)](), 0.0)
    for line in question.lines {
      if let found = line.prefixMatch(of: /([a-z])\) +(.+)/) {
        choices.append((String(found.1), String(found.2)))
      } else if let found = line.wholeMatch(of: /within +([0-9.]+)/) {
        tolerance = Double(String(found.1)) ?? 0
      } else if let last = choices.popLast() {
        choices.append((last.letter, last.text + " " + line))
      } else {
        text.append(line)
      }
    }
    steps += 1
    let asked = Lesson.Question(
      number: steps, text: text.joined(separator: " "), choices: choices, tolerance: tolerance,
      variable: name, answer: answer)
    guard asked.accepts(answer) else {
      throw Diagnostic(
        "the answer must be \(asked.form)", at: document.commands[place].parsed.span)
    }
    items.append(.question(asked))
  }
}

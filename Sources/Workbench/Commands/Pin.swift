import Catalog
import Figures
import Language

/// `pin`: what was last shown, put into the journal and its exports.
struct Pin: Command {
  static let card = Card(
    "pin", "put what was last shown, or a look at something, into the journal",
    operands: [
      .init("command", .text, optional: true, "what shows it: show, list, explain"),
      .init("what", .anything, optional: true, "what it shows: an object, a field, a topic"),
    ],
    example: "pin show d",
    notes: """
      Looks like show and list are not recorded; what is pinned is, with its figures, so that \
      exports hold it too. Without a command it pins the look before.
      """)

  /// What was shown before a block is not in it when it runs again.
  static let neededInBlocks: Int? = 1

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in workspace: Workspace) throws -> Outcome {
    guard let look = try asked() ?? workspace.lastLook else {
      throw WorkbenchError("nothing was shown yet: write what to pin, as in: pin show d")
    }
    var outcome = try Bench(workspace).run(.invocation(look))
    outcome.values = Self.values(of: outcome.figures)
    outcome.line = "\(Self.card.name) \(look)"
    return outcome
  }

  /// The look that the line itself asks for.
  private func asked() throws(Diagnostic) -> Invocation? {
    guard let verb = arguments.text(0) else { return nil }
    let looks = Commands.all.filter { !$0.isJournaled }.map { $0.card.name }
    guard looks.contains(verb) else {
      throw Diagnostic(
        "'\(verb)' cannot be pinned", at: arguments.span(0),
        suggestion: Spelling.suggestion(for: verb, among: looks)
          ?? "choose from " + looks.joined(separator: ", "))
    }
    var look = arguments.resolved
    look.verb = verb
    look.verbSpan = look.arguments[0].span
    look.arguments.removeFirst()
    return look
  }

  /// The name under which words are recorded.
  static let text = "text"

  /// What the journal keeps of figures that cannot be drawn again from anything else in it.
  ///
  /// Words may tell times and versions, so they are not compared.
  private static func values(of figures: [Figure]) -> [NamedValue] {
    var values: [NamedValue] = []
    var words: [String] = []
    func add(_ title: String, _ quantity: Quantity) {
      let word = title.lowercased().prefix { $0.isASCII && $0.isLetter }
      let name = word.isEmpty ? "values" : String(word)
      let count = values.count { $0.name == name || $0.name.hasPrefix(name + "_") }
      values.append(NamedValue(count == 0 ? name : "\(name)_\(count + 1)", quantity))
    }
    for figure in figures {
      switch figure {
      case .heatMap(let map): add(map.title, .matrix(map.values.map(row)))
      case .chart(let chart):
        for series in chart.series { add(series.name, .numbers(series.points.map(\.y))) }
      case .images: break
      case .text, .table: words += figure.lines(TextStyle())
      }
    }
    if !words.isEmpty {
      let text = Quantity.text(words.joined(separator: "\n"))
      values.append(NamedValue(Self.text, text, volatile: true))
    }
    return values
  }

  /// The values of a row up to the last one there is.
  private static func row(_ values: [Double?]) -> [Double] {
    let last = values.lastIndex { $0 != nil }.map { $0 + 1 } ?? 0
    return values.prefix(last).map { $0 ?? .nan }
  }
}

import Catalog
import Figures
import Language

/// `show NAME`: what an object is and what it has learned.
struct Show: Command {
  static let card = Card(
    "show", "look at a live object",
    operands: [.init("object", .object([]), "a live object, or what it has: ours.last")],
    example: "show d", elsewhere: ["print", "inspect", "describe", "cat"])
  static let isJournaled = false

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in workspace: Workspace) throws -> Outcome {
    let word = arguments.text(0) ?? ""
    let path = word.split(separator: ".").map(String.init)
    let object = try workspace.object(path.first ?? word, at: arguments.span(0))
    guard path.count > 1 else { return Outcome(figures: try object.portrait()) }
    guard let field = object.fields.first(where: { $0.name == path[1] }) else {
      if let learner = object as? LearnerObject,
        learner.views.contains(where: { $0.name == path[1] })
      {
        return Outcome(figures: try ViewPath(path, of: learner, at: arguments.span(0)).figures())
      }
      let names = object.fields.map(\.name) + object.views.map(\.name)
      throw Diagnostic(
        "\(path[0]) has no field '\(path[1])'", at: arguments.span(0),
        suggestion: "it has: " + names.joined(separator: " "))
    }
    guard let value = field.value.item(at: path.dropFirst(2)) else {
      throw Diagnostic(
        "there is no '\(word)'", at: arguments.span(0),
        suggestion: "see all of it: show \(path[0]).\(path[1])")
    }
    return .text("\(word) = \(value)")
  }
}

/// `list`: everything that is alive.
struct List: Command {
  static let card = Card(
    "list", "name every live object", example: "list", elsewhere: ["ls", "dir", "who", "whos"])
  static let isJournaled = false

  init(_ arguments: Arguments) {}

  func run(in workspace: Workspace) throws -> Outcome {
    guard !workspace.objects.isEmpty else {
      return .text("nothing is alive yet; try: data d = digits split=5")
    }
    let rows = workspace.objects.map { object -> [Table.Cell] in
      [
        .text(object.name), .text(object.kind.rawValue), .text(object.declaration.verb),
        .text(object.summary),
      ]
    }
    return Outcome(
      figures: [.table(Table(header: ["name", "kind", "maker", "what it is now"], rows: rows))])
  }
}

/// `note "text"`: prose for whoever reads the journal.
struct Note: Command {
  static let card = Card(
    "note", "write prose into the journal", operands: [.init("text", .text, "text in quotes")],
    example: "note \"Replay beats fine-tuning.\"")

  private let text: String

  init(_ arguments: Arguments) { text = arguments.text(0) ?? "" }

  func run(in workspace: Workspace) throws -> Outcome { .text(text) }
}

/// `status`: what results depend on here.
struct Status: Command {
  static let card = Card(
    "status", "tell seed, threads, versions and data directory", example: "status")
  static let isJournaled = false

  init(_ arguments: Arguments) {}

  func run(in workspace: Workspace) throws -> Outcome {
    let facts = Circumstances(workspace).facts
    let rows = facts.map { [Table.Cell.text($0.name), .text($0.value)] }
    return Outcome(figures: [.table(Table(header: ["", ""], rows: rows))])
  }
}

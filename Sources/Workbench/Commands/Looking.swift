import Catalog
import Figures
import Language

/// `show NAME`: what an object is and what it has learned.
struct Show: Command {
  static let card = Card(
    "show", "show an object's details", isJournaled: false,
    operands: [
      .init("object", .anything, "an object, one of its fields (ours.last), or a variable ($n)")
    ],
    example: "show d", elsewhere: ["print", "inspect", "describe", "cat"])

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in workspace: Workspace) throws -> Outcome {
    let written = arguments.invocation.operands.first?.value
    if case .variable(let name)? = written { return .text("\(name) = \(arguments.operands[0])") }
    let word = arguments.text(0) ?? ""
    let path = workspace.split(word)
    if workspace[path[0]] == nil, let value = workspace.variables[word] {
      return .text("\(word) = \(value)")
    }
    let object = try workspace.object(path[0], at: arguments.span(0))
    guard path.count > 1 else { return Outcome(figures: try object.portrait()) }
    guard let field = object.fields.first(where: { $0.name == path[1] }) else {
      if let learner = object as? LearnerObject,
        learner.views.contains(where: { $0.name == path[1] })
      {
        return Outcome(figures: try View(path, of: learner, at: arguments.span(0)).figures())
      }
      let names = object.fields.map(\.name) + object.views.map(\.name)
      throw Diagnostic(
        "\(path[0]) has no field '\(path[1])'", at: arguments.span(0),
        suggestion: "its fields and views: " + names.joined(separator: " "))
    }
    guard let value = field.value.item(at: path.dropFirst(2)) else {
      throw Diagnostic(
        "there is no '\(word)'", at: arguments.span(0),
        suggestion: "see all of it: show \(path[0]).\(path[1])")
    }
    return .text("\(word) = \(JournalText.spelled(value))")
  }
}

/// `list`: everything that is alive.
struct List: Command {
  static let card = Card(
    "list", "list all objects and variables", isJournaled: false, example: "list",
    elsewhere: ["ls", "dir", "who", "whos"])

  init(_ arguments: Arguments) {}

  func run(in workspace: Workspace) throws -> Outcome {
    guard !workspace.objects.isEmpty else {
      guard !workspace.variables.isEmpty else {
        return .text("no objects yet; try: data d = digits split=5")
      }
      return Outcome(figures: [Self.variables(workspace)])
    }
    let rows = workspace.objects.map { object -> [Table.Cell] in
      [
        .text(object.name), .text(object.kind.rawValue), .text(object.declaration.verb),
        .text(object.summary),
      ]
    }
    let objects = Figure.table(Table(header: ["name", "kind", "maker", "state"], rows: rows))
    return Outcome(
      figures: workspace.variables.isEmpty ? [objects] : [objects, Self.variables(workspace)])
  }

  private static func variables(_ workspace: Workspace) -> Figure {
    let rows = workspace.variables.sorted { $0.key < $1.key }.map { name, value -> [Table.Cell] in
      [.text("$" + name), .text("\(value)")]
    }
    return .table(Table(header: ["variable", "value"], rows: rows))
  }
}

/// `note "text"`: prose for whoever reads the journal.
struct Note: Command {
  static let card = Card(
    "note", "add a note to the journal", operands: [.init("text", .text, "text in quotes")],
    example: "note \"Replay beats fine-tuning.\"",
    notes: "Variables in the text are filled in, as in \"best $b\"; write \\\\$ for a dollar sign.")

  private let text: String

  init(_ arguments: Arguments) { text = arguments.text(0) ?? "" }

  func run(in workspace: Workspace) throws -> Outcome { .text(text) }
}

/// `status`: what results depend on here.
struct Status: Command {
  static let card = Card(
    "status", "show seed, threads, versions and data directory", isJournaled: false,
    example: "status")

  init(_ arguments: Arguments) {}

  func run(in workspace: Workspace) throws -> Outcome {
    let facts = Circumstances(workspace).facts
    let rows = facts.map { [Table.Cell.text($0.name), .text($0.value)] }
    return Outcome(figures: [.table(Table(header: ["", ""], rows: rows))])
  }
}

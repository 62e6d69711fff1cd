import Catalog
import Figures
import Journal
import Language

/// `show NAME`: what an object is and what it has learned.
struct Show: Command {
  static let card = Card(
    "show", "show an object's details and options", isJournaled: false,
    operands: [
      .init(
        "object", .anything,
        "an object, one of its fields (ours.last), a variable ($n) or a definition")
    ],
    example: "show d", elsewhere: ["print", "inspect", "describe", "cat"])

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in context: CommandContext) throws -> Outcome {
    let written = arguments.invocation.operands.first?.value
    if case .variable(let name)? = written { return .text("\(name) = \(arguments.operands[0])") }
    guard case .name(let word) = arguments.operands[0] else {
      throw Diagnostic(
        "show needs the name of an object or a variable", at: arguments.span(0),
        suggestion: "list shows all of them")
    }
    let path = context.workspace.split(word)
    if context.workspace[word] == nil, let definition = context.workspace.definitions[word] {
      return .text("\(Statement.definition(definition, .nowhere))")
    }
    if context.workspace[path[0]] == nil, let value = context.workspace.variables[word] {
      return .text("\(word) = \(value)")
    }
    let object = try context.workspace.object(path[0], at: arguments.span(0))
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

import Catalog
import Language

/// `rename OLD NEW`: an object under another name, with its state.
struct Rename: Command {
  static let card = Card(
    "rename", "give an object another name",
    operands: [
      .init("object", .object([]), "an object"), .init("name", .text, "its new name"),
    ],
    example: "rename ours best", elsewhere: ["mv", "move"],
    notes: """
      The object keeps its state and its random numbers. Learners that use a renamed model, \
      generator or data set are not affected.
      """)
  static let changesObjects = true

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in context: CommandContext) throws -> Outcome {
    let (old, new) = (arguments.text(0) ?? "", arguments.text(1) ?? "")
    let workspace = context.workspace
    let object = try workspace.object(old, at: arguments.span(0))
    guard Load.isName(new) else {
      throw Diagnostic(
        "'\(new)' cannot be the name of an object", at: arguments.span(1),
        suggestion: "write one new name, without dots")
    }
    guard workspace[new] == nil else {
      throw Diagnostic(
        "there is already an object named '\(new)'", at: arguments.span(1),
        suggestion: "choose another name, or delete it first: delete \(new)")
    }
    let dependants = workspace.dependants(of: object)
    let renamed = try context.rename(object, to: new)
    return Outcome(
      figures: [.text("\(old) is now \(new)")] + dependants.map { .text($0) },
      touched: [renamed.name])
  }
}

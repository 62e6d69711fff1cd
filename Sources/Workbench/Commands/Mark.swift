import Catalog
import Language

/// `mark NAME`: names the current state.
struct Mark: Command {
  static let card = Card(
    "mark", "name the current state so you can return to it", blocks: .refused,
    operands: [.init("name", .text, "a name for the mark")], example: "mark start")
  static let changesObjects = true

  private let arguments: Arguments

  init(_ arguments: Arguments) throws(Diagnostic) {
    self.arguments = arguments
    guard let path = arguments.resolved.operands.first?.value.path, path.count == 1
    else {
      throw Diagnostic(
        "the name of a mark must be a word", at: arguments.span(0), suggestion: "mark start")
    }
  }

  func run(in context: CommandContext) throws -> Outcome {
    let name = arguments.text(0) ?? ""
    context.timeline?.mark(name, context.number)
    return .text("marked: 'back \(name)' returns to this state")
  }
}

import Catalog
import Language

/// `mark NAME`: a name for the state as it is now.
struct Mark: Command {
  static let card = Card(
    "mark", "give the state as it is now a name to go back to",
    operands: [.init("name", .text, "a new word")], example: "mark start")
  static let changesObjects = true
  /// States are kept for whole commands.
  static let neededInBlocks: Int? = nil

  private let arguments: Arguments

  init(_ arguments: Arguments) throws(Diagnostic) {
    self.arguments = arguments
    guard let path = arguments.resolved.operands.first?.value.path, path.count == 1
    else {
      throw Diagnostic(
        "a mark needs a word as its name", at: arguments.span(0), suggestion: "mark start")
    }
  }

  func run(in context: CommandContext) throws -> Outcome {
    let name = arguments.text(0) ?? ""
    context.timeline?.mark(name, context.number)
    return .text("marked: back \(name) comes back here")
  }
}

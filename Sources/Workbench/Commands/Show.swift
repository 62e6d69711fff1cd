import Catalog
import Figures
import Journal
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

  func run(in context: CommandContext) throws -> Outcome {
    let word = arguments.text(0) ?? ""
    let path = word.split(separator: ".").map(String.init)
    let object = try context.workspace.object(path.first ?? word, at: arguments.span(0))
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
    return .text("\(word) = \(JournalText.spelled(value))")
  }
}

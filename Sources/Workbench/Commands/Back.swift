import Catalog
import Language

/// `back N`, `back NAME`: everything as it was after a command.
struct Back: Command {
  static let card = Card(
    "back", "make everything as it was after a command, without running anything",
    operands: [
      .init(
        "command", .anything, optional: true,
        "its number or a mark's name; without it: before the newest change")
    ],
    example: "back 8",
    notes: """
      What is left stays in the journal and still replays; back leads there again. 0 is the \
      beginning. The files that commands wrote stay as they are.
      """)
  static let changesObjects = true
  /// States are kept for whole commands.
  static let neededInBlocks: Int? = nil

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in context: CommandContext) throws -> Outcome {
    guard let timeline = context.timeline else {
      throw WorkbenchError("no earlier state is kept here")
    }
    guard let operand = arguments.operands.first else {
      return try Self.undo(timeline, context)
    }
    let word = String(operand) ?? "\(operand)"
    guard let number = timeline.number(word) else {
      throw Diagnostic(
        "no command and no mark is called '\(word)'", at: arguments.span(0),
        suggestion: "write a number of history, or the word of a mark")
    }
    return try Self.go(to: number, timeline, context)
  }

  /// Before the newest change.
  static func undo(_ timeline: Timeline, _ context: CommandContext) throws -> Outcome {
    guard let number = timeline.previous(context.workspace) else {
      throw WorkbenchError("there is nothing to undo")
    }
    var outcome = try go(to: number, timeline, context)
    outcome.line = "back \(number)"
    return outcome
  }

  private static func go(
    to number: Int, _ timeline: Timeline, _ context: CommandContext
  ) throws -> Outcome {
    let (text, changed) = try timeline.go(to: number, context.workspace)
    let first = text.split(separator: "\n").first.map(String.init) ?? text
    return Outcome(
      figures: [.text("everything is as it was after command \(number): \(first)")],
      touched: changed)
  }
}

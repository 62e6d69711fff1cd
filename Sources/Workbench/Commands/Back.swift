import Catalog
import Language

/// `back N`, `back NAME`: everything as it was after a command.
struct Back: Command {
  static let card = Card(
    "back", "restore the state after command N (nothing is re-run)", blocks: .refused,
    operands: [
      .init(
        "command", .anything, optional: true,
        "a command number or the name of a mark; without it: the state before the last change")
    ],
    example: "back 8",
    notes: """
      Later commands stay in the journal, so that it still replays, and back can return to them. \
      Number 0 is the start of the session. Files that commands wrote are left as they are.
      """)
  static let changesObjects = true

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
        "there is no command or mark '\(word)'", at: arguments.span(0),
        suggestion: "use a command number (see: history) or the name of a mark")
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

  /// To a moment of the timeline; `again` if that is what the newest step back left.
  static func go(
    to number: Int, _ timeline: Timeline, _ context: CommandContext, again: Bool = false
  ) throws -> Outcome {
    let (text, changed) = try timeline.go(to: number, context.workspace, again: again)
    let first = text.split(separator: "\n").first.map(String.init) ?? text
    return Outcome(
      figures: [.text("restored the state after command \(number): \(first)")],
      touched: changed)
  }
}

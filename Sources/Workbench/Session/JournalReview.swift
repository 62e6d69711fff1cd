import Journal
import Language

/// Whether a journal is whole, as far as reading shows; nothing is run.
package struct JournalReview {
  /// What its session cannot have written so.
  package let damages: [JournalDamage]
  /// How it falls short of the end of its session; nil if it is complete.
  package let shortfall: String?
  /// Whether it is a journal of version 1, which has no digests and need not be complete.
  private let isOld: Bool
  private let commands: Int

  /// Damages that are reported one by one.
  private static let most = 10

  package init(_ document: JournalDocument) {
    isOld = document.isJournal && !document.hasDigests
    commands = document.commands.count
    guard document.hasDigests else {
      (damages, shortfall) = ([], nil)
      return
    }
    damages = (document.damages + Self.missing(document)).sorted { $0.line < $1.line }
    if document.hasEnded {
      shortfall = nil
    } else {
      let begun = document.attempts.last { $0.message == nil }
      shortfall =
        "ends without '#: end' after command \(document.numbers.compactMap(\.self).last ?? 0)"
        + (begun.map { "; command \($0.number) was begun and not finished: \($0.text)" } ?? "")
    }
  }

  /// Commands that this version always records values or states of, and that have none.
  private static func missing(_ document: JournalDocument) -> [JournalDamage] {
    zip(document.commands, document.numbers).compactMap { command, number in
      guard let number else { return nil }
      let (values, state) = expected(command.statement)
      let lacks =
        (values && (command.values[[]] ?? []).isEmpty ? ["values"] : [])
        + (state && (command.digests[[]] ?? [:]).isEmpty ? ["states"] : [])
      guard !lacks.isEmpty else { return nil }
      return JournalDamage(
        line: command.line,
        "line \(command.line): command \(number) has no recorded \(lacks.joined(separator: " and "))"
      )
    }
  }

  private static func expected(_ statement: Statement) -> (values: Bool, state: Bool) {
    switch statement {
    case .expect: return (true, false)
    case .bind, .loop, .choice, .definition: return (false, false)
    case .invocation(let invocation):
      if let binding = invocation.binding { return (binding.kind == Kind.data.rawValue, false) }
      let isTrain = invocation.verb == Train.card.name
      return (isTrain || invocation.verb == Eval.card.name, isTrain)
    }
  }

  /// What a process exits with for what was read; nil if all is whole.
  package var trouble: Failure.Trouble? {
    damages.isEmpty ? shortfall == nil ? nil : .incomplete : .damaged
  }

  /// What is to be said about the journal, a line each; nothing of a plain session.
  package var report: [String] {
    if isOld { return ["recorded without digests of its records"] }
    let more = damages.count - Self.most
    return damages.prefix(Self.most).map(\.description)
      + (more > 0 ? ["and \(more) more places"] : [])
      + (shortfall.map { ["incomplete: it \($0)"] } ?? [])
  }
}

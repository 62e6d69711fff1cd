import Journal
import Language

extension JournalDocument {
  /// For each command the number that it takes when the file runs; nil for those, such as `list`,
  /// that no journal keeps.
  var numbers: [Int?] {
    var number = 0
    return commands.map { command in
      guard Session.isJournaled(command.statement) else { return nil }
      number += 1
      return number
    }
  }

  /// The place in `commands` of the one that a number or the name of a mark means.
  ///
  /// - Throws: `Diagnostic` if the file has none.
  func place(of word: String) throws(Diagnostic) -> Int {
    let numbers = numbers
    let place =
      Int(word).map { number in numbers.firstIndex { $0 == number } }
      ?? commands.lastIndex { command in
        guard case .invocation(let invocation) = command.statement, invocation.binding == nil
        else { return false }
        return invocation.verb == Mark.card.name
          && invocation.operands.first?.value.description == word
      }
    guard let place else {
      throw Diagnostic(
        "the file has no command and no mark '\(word)'", at: .nowhere,
        suggestion: "write a number from 1 to \(numbers.compactMap(\.self).count)")
    }
    return place
  }

  /// Whether a command returns to an earlier state.
  var returns: Bool { has([Back.card.name, Undo.card.name]) }

  /// Whether a command, or one of another file that it runs, may return to an earlier state.
  var mayReturn: Bool { has([Back.card.name, Undo.card.name, Run.card.name]) }

  private func has(_ verbs: [String]) -> Bool {
    commands.contains { command in
      guard case .invocation(let invocation) = command.statement, invocation.binding == nil else {
        return false
      }
      return verbs.contains(invocation.verb)
    }
  }
}

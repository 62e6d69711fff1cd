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

  private static let returning: Set = [Back.card.name, Undo.card.name, Redo.card.name]

  /// Whether a command returns to an earlier state.
  var returns: Bool { commands.contains { $0.statement.uses(Self.returning) } }

  /// Whether each state of a learner follows from the earlier ones of its name alone; not if a
  /// command, or one of another file that it runs, returns to an earlier state or renames an object.
  var isStraight: Bool {
    let others = Self.returning.union([Run.card.name, Rename.card.name])
    return !commands.contains { $0.statement.uses(others) }
  }
}

extension Statement {
  /// Whether it is one of these commands, or has one in its blocks.
  func uses(_ verbs: Set<String>) -> Bool {
    guard case .invocation(let invocation) = self, invocation.binding == nil else {
      return inner.contains { $0.uses(verbs) }
    }
    return verbs.contains(invocation.verb)
  }
}

import Journal
import Language

extension JournalDocument {
  /// The places of the commands whose effects a later `back` or `undo` took away for good.
  var undone: Set<Int> {
    // The state after each command, as the place of the newest command that it holds, and the state
    // before that command.
    var (state, before) = ([Int: Int](), [Int: Int]())
    var marks: [String: Int] = [:]
    var current = -1
    for (place, command) in commands.enumerated() {
      let number = command.number ?? command.intended ?? place + 1
      if let target = Self.target(of: command.statement, marks: marks) {
        current = target == 0 ? -1 : state[target] ?? current
      } else if Exhibits.verb(command.statement) == "undo" {
        current = before[current] ?? -1
      } else {
        if let name = Self.mark(command.statement) { marks[name] = number }
        before[place] = current
        current = place
      }
      state[number] = current
    }
    var undone = Set(before.keys)
    while current >= 0, undone.remove(current) != nil { current = before[current] ?? -1 }
    return undone
  }

  /// The number of the command after which the state is that a `back` leads to.
  private static func target(of statement: Statement, marks: [String: Int]) -> Int? {
    guard case .invocation(let invocation) = statement, invocation.binding == nil,
      invocation.verb == "back", let word = invocation.operands.first?.value.description
    else { return nil }
    return Int(word) ?? marks[word]
  }

  private static func mark(_ statement: Statement) -> String? {
    guard case .invocation(let invocation) = statement, invocation.binding == nil,
      invocation.verb == "mark"
    else { return nil }
    return invocation.operands.first?.value.description
  }
}

extension Report {
  /// The objects that commands declared and nothing undid, in the order of their names.
  package var declarations: [(name: String, kind: String, maker: String)] {
    let undone = document.undone
    var found: [String: (name: String, kind: String, maker: String)] = [:]
    for (place, command) in document.commands.enumerated() where !undone.contains(place) {
      guard case .invocation(let invocation) = command.statement, let binding = invocation.binding
      else { continue }
      found[binding.name] = (binding.name, binding.kind, invocation.verb)
    }
    return found.values.sorted { $0.name < $1.name }
  }
}

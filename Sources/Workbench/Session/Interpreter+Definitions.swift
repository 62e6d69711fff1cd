import Foundation
import Journal
import Language

/// Calls of blocks that a session has named.
extension Interpreter {
  /// The words of the language, with those that the session defined.
  package var vocabulary: Vocabulary {
    Commands.vocabulary.adding(
      session.workspace.definitions, objects: session.workspace.objects.map(\.name))
  }

  /// Runs what a call stands for, command by command, as if each had been typed.
  func run(
    _ call: Invocation, of definition: Definition, at span: Span
  ) throws -> [Session.Result] {
    let evaluator = Evaluator(session.workspace)
    var known = call
    for index in known.arguments.indices {
      let value = try evaluator.value(
        known.arguments[index].value, at: known.arguments[index].valueSpan)
      known.arguments[index].value = .literal(value)
    }
    let body = try session.workspace.definitions.expanded(.invocation(known))
    calls += 1
    defer { calls -= 1 }
    var results: [Session.Result] = []
    for statement in body {
      results += try run(ParsedStatement(statement: statement, span: span))
      if isStopped { break }
    }
    return results
  }
}

extension Statement {
  /// Whether running it may define something that later statements call.
  var mayDefine: Bool {
    switch self {
    case .definition: true
    case .invocation(let invocation): invocation.verb == Run.card.name
    default: false
    }
  }
}

extension Definitions {
  /// What a session file defines, with what the files that it runs define, as far as they can be read.
  init(of document: JournalDocument, depth: Int = 0) {
    self.init()
    for command in document.commands { add(command.statement, depth: depth) }
  }

  /// Takes in what running a statement would define.
  mutating func add(_ statement: Statement, depth: Int = 0) {
    switch statement {
    case .definition(let definition, _): add(definition)
    case .invocation(let invocation) where invocation.verb == Run.card.name && depth < 16:
      guard case .literal(let value)? = invocation.operands.first?.value,
        let path = String(value),
        let document = try? JournalDocument(file: HomeFolder.expanded(path))
      else { return }
      add(Definitions(of: document, depth: depth + 1))
    default: break
    }
  }
}

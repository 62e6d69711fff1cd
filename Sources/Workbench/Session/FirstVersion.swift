import Catalog
import Journal
import Language
import Streams

/// Where the meaning of version 1 journals differs from today's, so that they still verify.
enum FirstVersion {
  /// A statement of such a journal as it is written today: validation images were the last of all
  /// images, not a share of each class; the generator of DGM had no largest gradient, and passed the
  /// critic twice to learn from its class head, whose images had no jitter.
  static func today(_ statement: Statement) -> Statement {
    switch statement {
    case .loop(let variable, let over, let body, let span):
      return .loop(variable: variable, over: over, body: body.map(today), span: span)
    case .choice, .definition: return statement
    case .invocation(var invocation):
      let given = invocation.arguments.map(\.role)
      func add(_ options: KeyValuePairs<String, Expression>) {
        for (name, value) in options where !given.contains(.option(name)) {
          invocation.arguments.append(Argument(.option(name), value))
        }
      }
      switch invocation.binding?.kind {
      case Kind.data.rawValue where given.contains(.option("validation")):
        add(["stratify": .literal(.flag(false))])
      case Kind.learner.rawValue where invocation.verb == "dgm":
        add([
          "clip": .literal(.integer(0)), "passes": .literal(.name("two")),
          "moments": .literal(.name("quarters")), "jitter": .literal(.flag(false)),
        ])
      default: break
      }
      return .invocation(invocation)
    case .bind, .expect: return statement
    }
  }

  /// A result with the names that experiences had: classes joined by hyphens, a number where there
  /// are more than three.
  static func named(_ result: Session.Result, in workspace: Workspace) -> Session.Result {
    guard case .invocation(let invocation) = result.statement, let binding = invocation.binding,
      let data = workspace[binding.name] as? DataObject
    else { return result }
    let stream = data.stream
    let names = stream.experiences.map { experience in
      experience.classes.count > 3
        ? "\(experience.index + 1)"
        : experience.classes.map { stream.classNames[$0] }.joined(separator: "-")
    }
    var result = result
    result.outcome.values = result.outcome.values.map {
      $0.name == "classes" ? NamedValue($0.name, .list(names.map { .text($0) })) : $0
    }
    return result
  }
}

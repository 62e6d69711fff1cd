import Catalog
import Language

extension Workspace {
  /// The statement with what was given from outside: the values of `param`s, and for objects that
  /// are declared the maker to use instead, with the same options: `d=digits`.
  ///
  /// In blocks too. A name that is already a variable, or will be one of `params`, stands for that
  /// alone.
  ///
  /// - Throws: `Diagnostic` if an object is to be made by something that is no maker.
  func overridden(
    _ statement: Statement, params: Set<String> = []
  ) throws(Diagnostic) -> Statement {
    guard !configuration.overrides.isEmpty else { return statement }
    switch statement {
    case .bind(true, let name, _, let span):
      guard let value = configuration.overrides[name] else { return statement }
      return .bind(isParameter: true, name: name, value: value, span: span)
    case .loop, .choice:
      return try statement.mapping { inner throws(Diagnostic) in
        [try overridden(inner, params: params)]
      }
    case .invocation(var invocation):
      guard let binding = invocation.binding, variables[binding.name] == nil,
        !params.contains(binding.name), let value = configuration.overrides[binding.name]
      else { return statement }
      guard let path = value.path, path.count == 1 else { throw Self.noMaker(value, for: binding) }
      invocation.verb = path[0]
      return .invocation(invocation)
    case .bind, .expect, .definition: return statement
    }
  }

  /// What is wrong with `--set d="digits split=5"`.
  private static func noMaker(_ value: Expression, for binding: Binding) -> Diagnostic {
    Diagnostic(
      "\(binding.name) is a \(Domain.noun(binding.kind)): \(value) is not the name of a maker",
      at: .nowhere,
      suggestion:
        "--set \(binding.name)=NAME sets its maker alone; to set an option, write it as a "
        + "param in the session: param n = 5")
  }
}

extension Workspace {
  /// - Throws: `Diagnostic` if a value was given for a name that the script neither has as a `param`
  ///   nor declares, unless it runs other files, where the name may be.
  func checkOverrides(in statements: [Statement]) throws(Diagnostic) {
    var (names, params): (Set<String>, Set<String>) = ([], [])
    var runsFiles = false
    func collect(_ statement: Statement) {
      switch statement {
      case .bind(true, let name, _, _): params.insert(name)
      case .loop, .choice, .definition: statement.inner.forEach(collect)
      case .invocation(let invocation):
        runsFiles = runsFiles || invocation.verb == "run"
        if let name = invocation.binding?.name { names.insert(name) }
      case .bind, .expect: break
      }
    }
    statements.forEach(collect)
    for statement in statements { _ = try overridden(statement, params: params) }
    names.formUnion(params)
    let unknown = configuration.overrides.keys.filter { !names.contains($0) }.sorted()
    guard !runsFiles, let name = unknown.first else { return }
    throw Diagnostic(
      "there is no param or object '\(name)' to set", at: .nowhere,
      suggestion: names.isEmpty ? nil : "it has: " + names.sorted().joined(separator: " "))
  }
}

import Language

extension Workspace {
  /// The statement with what was given from outside: the values of `param`s, and for objects that
  /// are declared the maker to use instead, with the same options: `d=digits`.
  ///
  /// In blocks too. A name that is already a variable stands for that alone.
  func overridden(_ statement: Statement) -> Statement {
    guard !configuration.overrides.isEmpty else { return statement }
    switch statement {
    case .bind(true, let name, _, let span):
      guard let value = configuration.overrides[name] else { return statement }
      return .bind(isParameter: true, name: name, value: value, span: span)
    case .loop(let variable, let over, let body, let span):
      return .loop(variable: variable, over: over, body: body.map(overridden), span: span)
    case .invocation(var invocation):
      guard let name = invocation.binding?.name, variables[name] == nil,
        let path = configuration.overrides[name]?.path, path.count == 1
      else { return statement }
      invocation.verb = path[0]
      return .invocation(invocation)
    case .bind, .expect: return statement
    }
  }
}

extension Workspace {
  /// - Throws: `Diagnostic` if a value was given for a name that the script neither has as a `param`
  ///   nor declares, unless it runs other files, where the name may be.
  func checkOverrides(in statements: [Statement]) throws(Diagnostic) {
    var names: Set<String> = []
    var runsFiles = false
    func collect(_ statement: Statement) {
      switch statement {
      case .bind(true, let name, _, _): names.insert(name)
      case .loop(_, _, let body, _): body.forEach(collect)
      case .invocation(let invocation):
        runsFiles = runsFiles || invocation.verb == "run"
        if let name = invocation.binding?.name { names.insert(name) }
      case .bind, .expect: break
      }
    }
    statements.forEach(collect)
    let unknown = configuration.overrides.keys.filter { !names.contains($0) }.sorted()
    guard !runsFiles, let name = unknown.first else { return }
    throw Diagnostic(
      "there is no param or object '\(name)' to set", at: .nowhere,
      suggestion: names.isEmpty ? nil : "it has: " + names.sorted().joined(separator: " "))
  }
}

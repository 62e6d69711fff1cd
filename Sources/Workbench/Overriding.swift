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
        case .reference(let path)? = configuration.overrides[name], path.count == 1
      else { return statement }
      invocation.verb = path[0]
      return .invocation(invocation)
    case .bind, .expect: return statement
    }
  }
}

import Catalog

/// A block with a name, which is called as a command: `def study(rate, n=2) { ... }`.
package struct Definition: Sendable, Equatable {
  /// What stands for a value in the block, as `$name`.
  package struct Parameter: Sendable, Equatable {
    package let name: String
    /// Its value where a call gives none; nil if every call must give one.
    package let fallback: Expression?
  }

  package let name: String
  package let parameters: [Parameter]
  package var body: [Statement]

  /// `study(rate, n=2)`.
  package var head: String {
    let words = parameters.map { parameter in
      parameter.name + (parameter.fallback.map { "=\($0)" } ?? "")
    }
    return name + (words.isEmpty ? "" : "(" + words.joined(separator: ", ") + ")")
  }

  /// How help, completion and checks see a call.
  var card: Card {
    Card(
      name, "a block of commands defined in this session",
      operands: parameters.map { parameter in
        Card.Operand(
          parameter.name, .anything, optional: true,
          parameter.fallback.map { "default \($0)" } ?? "a value")
      },
      parameters: parameters.map { parameter in
        Catalog.Parameter(
          parameter.name, .anything, default: Value?.none,
          parameter.fallback.map { "default \($0)" } ?? "the same by name")
      }, example: name, isDefined: true)
  }

  /// The commands that a call stands for, all at the place of the call.
  ///
  /// - Throws: `Diagnostic` if a parameter has no value or two, or if the block itself sets a
  ///   variable that an argument mentions.
  package func body(of call: Invocation) throws(Diagnostic) -> [Statement] {
    var given: [String: Expression] = [:]
    var place = 0
    for argument in call.arguments {
      let name: String
      if case .option(let word) = argument.role {
        name = word
      } else {
        name = place < parameters.count ? parameters[place].name : ""
        place += 1
      }
      guard given.updateValue(argument.value, forKey: name) == nil else {
        throw Diagnostic("\(self.name): '\(name)' is given twice", at: argument.span)
      }
      let changed = argument.value.variables.filter(sets)
      guard let variable = changed.first else { continue }
      throw Diagnostic(
        "\(self.name) sets $\(variable) itself, so that it cannot be an argument here",
        at: argument.span, suggestion: "use another name for one of the two variables")
    }
    var body = body.map { $0.placed(at: call.span) }
    for parameter in parameters {
      guard let value = given[parameter.name] ?? parameter.fallback else {
        throw Diagnostic(
          "\(name) needs a value for '\(parameter.name)'", at: call.verbSpan,
          suggestion: "it is called as: \(head)")
      }
      var substituted: [Statement] = []
      for statement in body {
        substituted.append(try statement.substituting(parameter.name, with: value))
      }
      body = substituted
    }
    return body
  }

  /// Whether a statement of the block gives the variable a value.
  private func sets(_ variable: String) -> Bool { body.contains { $0.sets(variable) } }
}

extension Statement {
  fileprivate func sets(_ variable: String) -> Bool {
    switch self {
    case .bind(_, variable, _, _), .loop(variable, _, _, _): true
    default: inner.contains { $0.sets(variable) }
    }
  }

  /// The same statement as if it were written at `span`.
  fileprivate func placed(at span: Span) -> Statement {
    switch self {
    case .invocation(var invocation):
      (invocation.span, invocation.verbSpan) = (span, span)
      invocation.binding?.kindSpan = span
      invocation.binding?.nameSpan = span
      for index in invocation.arguments.indices {
        invocation.arguments[index].span = span
        invocation.arguments[index].valueSpan = span
      }
      return .invocation(invocation)
    case .bind(let isParameter, let name, let value, _):
      return .bind(isParameter: isParameter, name: name, value: value, span: span)
    case .loop(let variable, let over, let body, _):
      return .loop(
        variable: variable, over: over, body: body.map { $0.placed(at: span) }, span: span)
    case .choice(let condition, let then, let otherwise, _):
      return .choice(
        condition, then: then.map { $0.placed(at: span) },
        otherwise: otherwise.map { $0.placed(at: span) }, span: span)
    case .definition(let definition, _): return .definition(definition, span)
    case .expect(let expression, _): return .expect(expression, span)
    }
  }
}

/// The definitions of a session, by name.
package struct Definitions: Sendable, Equatable {
  /// Commands that one call may stand for.
  package static let most = 10_000

  package private(set) var all: [String: Definition] = [:]

  package init() {}

  package var isEmpty: Bool { all.isEmpty }

  /// In the order of their names.
  package var sorted: [Definition] { all.values.sorted { $0.name < $1.name } }

  package subscript(name: String) -> Definition? { all[name] }

  /// Takes one in, in the place of an older one of its name.
  package mutating func add(_ definition: Definition) { all[definition.name] = definition }

  package mutating func remove(_ name: String) { all[name] = nil }

  /// Takes in those of others, too.
  package mutating func add(_ others: Definitions) { all.merge(others.all) { $1 } }

  /// What is called by a statement; nil if it is no call.
  package func called(by statement: Statement) -> (definition: Definition, call: Invocation)? {
    guard case .invocation(let call) = statement, call.binding == nil, let found = all[call.verb]
    else { return nil }
    return (found, call)
  }

  /// The statement with what is called in its blocks in the place of the calls.
  ///
  /// - Throws: `Diagnostic` if that becomes too long, or a definition calls itself.
  package func expanding(_ statement: Statement) throws(Diagnostic) -> Statement {
    guard !isEmpty, !statement.inner.isEmpty else { return statement }
    if case .definition = statement { return statement }
    var count = 0
    return try statement.mapping { inner throws(Diagnostic) in
      try expanded(inner, within: [], &count)
    }
  }

  /// The commands that a statement stands for, calls in them replaced too.
  package func expanded(_ statement: Statement) throws(Diagnostic) -> [Statement] {
    var count = 0
    return try expanded(statement, within: [], &count)
  }

  private func expanded(
    _ statement: Statement, within names: [String], _ count: inout Int
  ) throws(Diagnostic) -> [Statement] {
    count += 1
    guard count <= Self.most else {
      throw Diagnostic(
        "a call stands for at most \(Self.most) commands", at: statement.span)
    }
    guard let (definition, call) = called(by: statement) else {
      guard !statement.inner.isEmpty else { return [statement] }
      var sum = count
      let mapped = try statement.mapping { inner throws(Diagnostic) in
        try expanded(inner, within: names, &sum)
      }
      count = sum
      return [mapped]
    }
    guard !names.contains(call.verb) else {
      throw Diagnostic("\(call.verb) calls itself", at: call.span)
    }
    var found: [Statement] = []
    for inner in try definition.body(of: call) {
      found += try expanded(inner, within: names + [call.verb], &count)
    }
    return found
  }
}

extension Vocabulary {
  /// The same words with those that the definitions add.
  package func adding(_ definitions: Definitions, objects: [String] = []) -> Vocabulary {
    guard !definitions.isEmpty || !objects.isEmpty else { return self }
    return Vocabulary(
      kinds: kinds, verbs: verbs + definitions.sorted.map(\.card), objects: objects)
  }
}

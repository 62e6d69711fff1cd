/// A value with the part it plays in an invocation; equality leaves the spans out.
package struct Argument: Sendable, Equatable {
  /// How an argument is introduced.
  package enum Role: Sendable, Equatable, Hashable {
    /// By its place: `ours` in `train ours`.
    case operand
    /// By a name: `epochs=2`.
    case option(String)
    /// By a preposition: `on d`.
    case preposition(String)
  }

  /// How the value is introduced.
  package var role: Role
  /// What is given.
  package var value: Expression
  /// The whole argument, with its name or preposition.
  package var span: Span
  /// The value alone.
  package var valueSpan: Span

  /// Makes an argument; without spans it belongs to no source.
  package init(
    _ role: Role, _ value: Expression, span: Span = .nowhere, valueSpan: Span? = nil
  ) {
    (self.role, self.value) = (role, value)
    (self.span, self.valueSpan) = (span, valueSpan ?? span)
  }

  /// The option's name or the preposition in the source.
  package var roleSpan: Span {
    switch role {
    case .operand: span
    case .option(let name), .preposition(let name):
      Span(lower: span.lower, upper: min(span.upper, span.lower + name.unicodeScalars.count))
    }
  }

  /// Whether role and value are the same.
  package static func == (left: Argument, right: Argument) -> Bool {
    left.role == right.role && left.value == right.value
  }
}

extension Argument: CustomStringConvertible {
  /// The one spelling of this argument.
  package var description: String {
    switch role {
    case .operand: value.description
    case .option(let name): "\(name)=\(value)"
    case .preposition(let word): "\(word) \(value)"
    }
  }
}

/// The name that an invocation gives to what it makes: `model net` in `model net = mlp`.
package struct Binding: Sendable, Equatable {
  /// The kind of object.
  package var kind: String
  /// The object's name.
  package var name: String
  /// The kind in the source.
  package var kindSpan: Span
  /// The name in the source.
  package var nameSpan: Span

  /// Makes a binding; without spans it belongs to no source.
  package init(
    kind: String, name: String, kindSpan: Span = .nowhere,
    nameSpan: Span = .nowhere
  ) {
    (self.kind, self.name, self.kindSpan, self.nameSpan) = (kind, name, kindSpan, nameSpan)
  }

  /// Whether kind and name are the same.
  package static func == (left: Binding, right: Binding) -> Bool {
    left.kind == right.kind && left.name == right.name
  }
}

/// One command with its arguments; equality leaves the spans out.
package struct Invocation: Sendable, Equatable {
  /// The object it makes, if it makes one.
  package var binding: Binding?
  /// The command, or the maker's name when there is a binding.
  package var verb: String
  /// In the order of the source.
  package var arguments: [Argument]
  /// The whole invocation.
  package var span: Span
  /// The verb or maker alone.
  package var verbSpan: Span

  /// Makes an invocation; without spans it belongs to no source.
  package init(
    binding: Binding? = nil, verb: String, arguments: [Argument] = [],
    span: Span = .nowhere, verbSpan: Span = .nowhere
  ) {
    (self.binding, self.verb, self.arguments) = (binding, verb, arguments)
    (self.span, self.verbSpan) = (span, verbSpan)
  }

  /// The values given by their place, in order.
  package var operands: [Argument] { arguments.filter { $0.role == .operand } }

  /// The argument after `name=`.
  package func option(_ name: String) -> Argument? {
    arguments.first { $0.role == .option(name) }
  }

  /// The argument after the preposition.
  package func preposition(_ word: String) -> Argument? {
    arguments.first { $0.role == .preposition(word) }
  }

  /// Whether binding, verb and arguments are the same.
  package static func == (left: Invocation, right: Invocation) -> Bool {
    left.binding == right.binding && left.verb == right.verb && left.arguments == right.arguments
  }
}

extension Invocation: CustomStringConvertible {
  /// The one spelling of this invocation.
  package var description: String {
    let maker = binding.map { "\($0.kind) \($0.name) = " } ?? ""
    return maker + ([verb] + arguments.map(\.description)).joined(separator: " ")
  }
}

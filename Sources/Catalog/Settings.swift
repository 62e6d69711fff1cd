/// The options given to one thing, each of which its parameter can read.
package struct Settings: Sendable, Equatable {
  package private(set) var values: [String: Value]

  /// Options written in code; user input is checked by `set`.
  package init(_ values: [String: Value] = [:]) { self.values = values }

  /// The value given, or the parameter's default.
  package subscript<Content>(_ parameter: Parameter<Content>) -> Content {
    guard let value = values[parameter.name] else { return parameter.fallback }
    guard let content = Content(value) else {
      // `set` accepts only what converts, so this is a wrong constant in the code.
      preconditionFailure("option \(parameter.name)=\(value) is no \(Content.self)")
    }
    return content
  }

  /// Whether the option was given at all.
  package func gives(_ parameter: some ParameterDescription) -> Bool {
    values[parameter.name] != nil
  }

  /// Takes an option away.
  package mutating func remove(_ name: String) { values[name] = nil }

  /// Takes one option, if the card has it and its parameter can read the value.
  ///
  /// - Throws: `SettingError` that names the option, the value and what would be accepted.
  package mutating func set(_ name: String, to value: Value, on card: Card) throws(SettingError) {
    let kept = card.kept.first { $0.name == name }
    guard let parameter = card.parameter(name) ?? kept else {
      throw .unknown(option: name, of: card.name, choices: card.parameters.map(\.name))
    }
    guard let accepted = parameter.accepting(value) else {
      throw .unacceptable(option: parameter.name, value: value, domain: parameter.domain)
    }
    values[parameter.name] = accepted
  }
}

/// Why an option was not taken.
package enum SettingError: Error, Equatable, CustomStringConvertible {
  case unknown(option: String, of: String, choices: [String])
  case unacceptable(option: String, value: Value, domain: Domain)

  package var description: String {
    switch self {
    case .unknown(let option, let owner, _): "\(owner) has no option '\(option)'"
    case .unacceptable(let option, let value, let domain):
      "\(option)=\(value) is not valid: expected \(domain)"
    }
  }
}

/// The options given to one thing, each already accepted by its parameter's domain.
package struct Settings: Sendable, Equatable {
  package private(set) var values: [String: Setting]

  package init(_ values: [String: Setting] = [:]) { self.values = values }

  /// The value given, or the parameter's default.
  package subscript<Value>(_ parameter: Parameter<Value>) -> Value {
    guard let setting = values[parameter.name] else { return parameter.fallback }
    return Value(setting) ?? parameter.fallback
  }

  /// Whether the option was given at all.
  package func gives(_ parameter: some ParameterDescription) -> Bool {
    values[parameter.name] != nil
  }

  /// Takes one option, if the card has it and its domain accepts the value.
  ///
  /// - Throws: `SettingError` that names the option, the value and what would be accepted.
  package mutating func set(_ name: String, to setting: Setting, on card: Card) throws(SettingError)
  {
    guard let parameter = card.parameter(name) else {
      throw .unknown(option: name, of: card.name, choices: card.parameters.map(\.name))
    }
    guard let accepted = parameter.domain.accepting(setting) else {
      throw .unacceptable(option: name, value: setting, domain: parameter.domain)
    }
    values[parameter.name] = accepted
  }
}

/// Why an option was not taken.
package enum SettingError: Error, Equatable, CustomStringConvertible {
  case unknown(option: String, of: String, choices: [String])
  case unacceptable(option: String, value: Setting, domain: Domain)

  package var description: String {
    switch self {
    case .unknown(let option, let owner, _): "\(owner) has no option '\(option)'"
    case .unacceptable(let option, let value, let domain):
      "\(option)=\(value) is not possible: write \(domain)"
    }
  }
}

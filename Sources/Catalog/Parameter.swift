/// A Swift type that a setting can be read as.
package protocol SettingValue: Sendable {
  /// Nil if the setting is of another form.
  init?(_ setting: Value)
  /// The setting that reads back as this value; nil if there is none (no value).
  var setting: Value? { get }
}

/// One option of a card: name, domain, default and one line of help.
package protocol ParameterDescription: Sendable {
  var name: String { get }
  /// Former names: accepted, written as `name`, not offered by completion.
  var aliases: [String] { get }
  var domain: Domain { get }
  /// The default; nil if the option may be left out without standing for any value.
  var fallbackSetting: Value? { get }
  var help: String { get }
  /// The value in the form that the domain gives it; nil if the option cannot be given this value.
  func accepting(_ value: Value) -> Value?
}

extension ParameterDescription {
  package var aliases: [String] { [] }
}

/// An option whose value is read as `Content`.
package struct Parameter<Content: SettingValue>: ParameterDescription {
  package let name: String
  package let domain: Domain
  package let fallback: Content
  package let help: String
  package let aliases: [String]

  package var fallbackSetting: Value? { fallback.setting }

  package init(
    _ name: String, _ domain: Domain, default fallback: Content, aliases: [String] = [],
    _ help: String
  ) {
    (self.name, self.domain, self.fallback, self.help) = (name, domain, fallback, help)
    self.aliases = aliases
  }

  package func accepting(_ value: Value) -> Value? {
    domain.accepting(value).flatMap { Content($0) == nil ? nil : $0 }
  }
}

extension Value: SettingValue {
  package init?(_ setting: Value) { self = setting }
  package var setting: Value? { self }
}

extension Int: SettingValue {
  package init?(_ setting: Value) {
    guard case .integer(let value) = setting else { return nil }
    self = value
  }
  package var setting: Value? { .integer(self) }
}

extension Double: SettingValue {
  package init?(_ setting: Value) {
    guard let value = setting.double else { return nil }
    self = value
  }
  package var setting: Value? { .number(self) }
}

extension Bool: SettingValue {
  package init?(_ setting: Value) {
    switch setting {
    case .flag(let value): self = value
    case .name(let word):
      guard let value = Domain.flagWords[word] else { return nil }
      self = value
    default: return nil
    }
  }
  package var setting: Value? { .flag(self) }
}

extension String: SettingValue {
  package init?(_ setting: Value) {
    switch setting {
    case .text(let value), .name(let value): self = value
    default: return nil
    }
  }
  package var setting: Value? { .name(self) }
}

extension [Int]: SettingValue {
  package init?(_ setting: Value) {
    guard let values = setting.integers else { return nil }
    self = values
  }
  package var setting: Value? { count == 1 ? .integer(self[0]) : .list(map { .integer($0) }) }
}

extension Optional: SettingValue where Wrapped: SettingValue {
  package init?(_ setting: Value) {
    guard let value = Wrapped(setting) else { return nil }
    self = .some(value)
  }
  package var setting: Value? { self?.setting }
}

/// A Swift type that a setting can be read as.
package protocol SettingValue: Sendable {
  /// Nil if the setting is of another form.
  init?(_ setting: Setting)
  /// The setting that reads back as this value; nil if there is none (no value).
  var setting: Setting? { get }
}

/// One option of a card: its name, what it takes, what it is when nobody gives it, one line of help.
package protocol ParameterDescription: Sendable {
  var name: String { get }
  var domain: Domain { get }
  /// The default; nil if the option may be left out without standing for any value.
  var fallbackSetting: Setting? { get }
  var help: String { get }
  /// Earlier names, which files may hold and which are not offered.
  var aliases: [String] { get }
}

extension ParameterDescription {
  package var aliases: [String] { [] }
}

/// An option whose value is read as `Value`.
package struct Parameter<Value: SettingValue>: ParameterDescription {
  package let name: String
  package let domain: Domain
  package let fallback: Value
  package let help: String
  package let aliases: [String]

  package var fallbackSetting: Setting? { fallback.setting }

  package init(
    _ name: String, _ domain: Domain, default fallback: Value, aliases: [String] = [],
    _ help: String
  ) {
    (self.name, self.domain, self.fallback, self.help) = (name, domain, fallback, help)
    self.aliases = aliases
  }
}

extension Int: SettingValue {
  package init?(_ setting: Setting) {
    guard case .integer(let value) = setting else { return nil }
    self = value
  }
  package var setting: Setting? { .integer(self) }
}

extension Double: SettingValue {
  package init?(_ setting: Setting) {
    guard let value = setting.double else { return nil }
    self = value
  }
  package var setting: Setting? { .number(self) }
}

extension Bool: SettingValue {
  package init?(_ setting: Setting) {
    guard case .name(let word) = setting, let value = Domain.flagWords[word] else { return nil }
    self = value
  }
  package var setting: Setting? { .name(self ? "yes" : "no") }
}

extension String: SettingValue {
  package init?(_ setting: Setting) {
    switch setting {
    case .text(let value), .name(let value): self = value
    default: return nil
    }
  }
  package var setting: Setting? { .name(self) }
}

extension [Int]: SettingValue {
  package init?(_ setting: Setting) {
    guard let values = setting.integers else { return nil }
    self = values
  }
  package var setting: Setting? { count == 1 ? .integer(self[0]) : .list(map { .integer($0) }) }
}

extension Optional: SettingValue where Wrapped: SettingValue {
  package init?(_ setting: Setting) {
    guard let value = Wrapped(setting) else { return nil }
    self = .some(value)
  }
  package var setting: Setting? { self?.setting }
}

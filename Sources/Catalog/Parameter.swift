/// A Swift type that a setting can be read as.
public protocol SettingValue: Sendable {
  /// Nil if the setting is of another form.
  init?(_ setting: Setting)
  /// The setting that reads back as this value; nil if there is none (no value).
  var setting: Setting? { get }
}

/// One option of a card: its name, what it takes, what it is when nobody gives it, one line of help.
public protocol ParameterDescription: Sendable {
  var name: String { get }
  var domain: Domain { get }
  /// The default; nil if the option may be left out without standing for any value.
  var fallbackSetting: Setting? { get }
  var help: String { get }
}

/// An option whose value is read as `Value`.
public struct Parameter<Value: SettingValue>: ParameterDescription {
  public let name: String
  public let domain: Domain
  public let fallback: Value
  public let help: String

  public var fallbackSetting: Setting? { fallback.setting }

  public init(_ name: String, _ domain: Domain, default fallback: Value, _ help: String) {
    (self.name, self.domain, self.fallback, self.help) = (name, domain, fallback, help)
  }
}

extension Int: SettingValue {
  public init?(_ setting: Setting) {
    guard case .integer(let value) = setting else { return nil }
    self = value
  }
  public var setting: Setting? { .integer(self) }
}

extension Double: SettingValue {
  public init?(_ setting: Setting) {
    guard let value = setting.double else { return nil }
    self = value
  }
  public var setting: Setting? { .number(self) }
}

extension Bool: SettingValue {
  public init?(_ setting: Setting) {
    guard case .name(let word) = setting, let value = Domain.flagWords[word] else { return nil }
    self = value
  }
  public var setting: Setting? { .name(self ? "yes" : "no") }
}

extension String: SettingValue {
  public init?(_ setting: Setting) {
    switch setting {
    case .text(let value), .name(let value): self = value
    default: return nil
    }
  }
  public var setting: Setting? { .name(self) }
}

extension [Int]: SettingValue {
  public init?(_ setting: Setting) {
    guard let values = setting.integers else { return nil }
    self = values
  }
  public var setting: Setting? { count == 1 ? .integer(self[0]) : .list(map { .integer($0) }) }
}

extension Optional: SettingValue where Wrapped: SettingValue {
  public init?(_ setting: Setting) {
    guard let value = Wrapped(setting) else { return nil }
    self = .some(value)
  }
  public var setting: Setting? { self?.setting }
}

/// An enumeration whose cases are the words that an option takes.
///
/// A parameter of such a type needs no domain: the cases in their order are the choices.
package protocol SettingChoice: SettingValue, CaseIterable, RawRepresentable<String> {}

extension SettingChoice {
  package init?(_ value: Value) {
    guard let word = String(value) else { return nil }
    self.init(rawValue: word)
  }

  package var setting: Value? { .name(rawValue) }

  /// The words, in the order of the cases.
  package static var domain: Domain { .choice(allCases.map(\.rawValue)) }
}

extension Parameter where Content: SettingChoice {
  /// An option that takes one of the words of `Content`.
  package init(
    _ name: String, default fallback: Content, aliases: [String] = [], _ help: String
  ) {
    self.init(name, Content.domain, default: fallback, aliases: aliases, help)
  }
}

extension Parameter {
  /// An option that takes one of the words of `Choice` and may be left out.
  package init<Choice: SettingChoice>(
    _ name: String, default fallback: Choice?, aliases: [String] = [], _ help: String
  ) where Content == Choice? {
    self.init(name, Choice.domain, default: fallback, aliases: aliases, help)
  }
}

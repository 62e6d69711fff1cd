import Catalog

/// What a learner is told, and what it must tell apart, when it is tested.
package enum Scenario: String, Sendable, CaseIterable, SettingValue {
  /// All classes so far, without a hint.
  case classIncremental = "class"
  /// The classes of one experience; which experience it is is told.
  case taskIncremental = "task"
  /// The place of the class inside its experience; all experiences share one head.
  case domainIncremental = "domain"

  /// Reads `class`, `task` or `domain`.
  package init?(_ setting: Value) {
    guard let word = String(setting) else { return nil }
    self.init(rawValue: word)
  }

  /// The word itself.
  package var setting: Value? { .name(rawValue) }
}

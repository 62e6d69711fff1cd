import Testing

/// A text meant to do harm, told in the log of the tests by its first characters alone.
struct HostileText: CustomTestStringConvertible {
  let text: String

  var testDescription: String { text.count > 60 ? "\(text.prefix(40))…" : text }
}

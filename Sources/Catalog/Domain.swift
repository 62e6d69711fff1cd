/// Which values a parameter takes.
///
/// Parser, completion, hints and help all read it.
package enum Domain: Sendable, Equatable {
  case integer(ClosedRange<Int>)
  case number(ClosedRange<Double>)
  /// One or more whole numbers: `400,400` or `1..5`.
  case integers(ClosedRange<Int>)
  case flag
  case choice([String])
  /// One or more of these words: `a` or `a,b`.
  case words([String])
  case text
  /// A file or folder.
  case path
  /// One file or several: `"a","b"`; a shell gives each as a word of its own.
  case paths
  /// A live object of one of these kinds (`data`, `model`, `generator`, `learner`); empty: any.
  case object([String])
  /// One live object of these kinds or several: `base,ours`.
  case objects([String])
  /// A live object of one of these kinds, or a file in quotes.
  case objectOrPath([String])
  /// A whole number, or `as:NAME` for as much as a live object of this kind has.
  case integerOrAs(ClosedRange<Int>, String)
  /// Anything that the command reads for itself.
  case anything

  /// What stands before the name in `as:NAME`.
  package static let asMuchAs = "as:"

  /// The value in this domain's own form, or nil if it does not belong to the domain.
  ///
  /// A whole number is accepted where a number is asked for; a bare word where text or a path is.
  package func accepting(_ setting: Value) -> Value? {
    switch (self, setting) {
    case (.integer(let range), .integer(let value)):
      return range.contains(value) ? setting : nil
    case (.number(let range), .integer(let value)):
      return range.contains(Double(value)) ? .number(Double(value)) : nil
    case (.number(let range), .number(let value)):
      return range.contains(value) ? setting : nil
    case (.integers(let range), _):
      guard let values = setting.integers, values.allSatisfy(range.contains) else { return nil }
      return setting
    case (.flag, .flag): return setting
    case (.flag, .name(let word)): return Domain.flagWords[word].map { .flag($0) }
    case (.choice(let words), .name(let word)), (.choice(let words), .text(let word)):
      return words.contains(word) ? .name(word) : nil
    case (.choice(let words), .integer(let value)):
      return words.contains("\(value)") ? .name("\(value)") : nil
    case (.choice(let words), .flag(let value)):
      let word = value ? "yes" : "no"
      return words.contains(word) ? .name(word) : nil
    case (.words(let words), .list(let items)):
      let names = items.compactMap(String.init)
      return names.count == items.count && names.allSatisfy(words.contains) ? setting : nil
    case (.words(let words), _):
      return String(setting).map(words.contains) == true ? setting : nil
    case (.text, .text), (.path, .text), (.object, .name), (.objects, .name): return setting
    case (.objectOrPath, .name), (.objectOrPath, .text): return setting
    case (.text, .name(let word)), (.path, .name(let word)): return .text(word)
    case (.paths, .list(let items)):
      let paths = items.compactMap { Domain.path.accepting($0) }
      return paths.count == items.count ? .list(paths) : nil
    case (.paths, _): return Domain.path.accepting(setting)
    case (.objects, .list(let items)):
      let areNames = items.allSatisfy { if case .name = $0 { true } else { false } }
      return areNames ? setting : nil
    case (.integerOrAs(let range, _), .integer(let value)):
      return range.contains(value) ? setting : nil
    case (.integerOrAs, .name(let word)):
      return word.hasPrefix(Domain.asMuchAs) && word != Domain.asMuchAs ? setting : nil
    case (.anything, _): return setting
    default: return nil
    }
  }

  /// The words for `yes` and `no`.
  package static let flagWords = [
    "yes": true, "on": true, "true": true, "no": false, "off": false, "false": false,
  ]
}

extension Domain: CustomStringConvertible {
  /// What to write, in words for the user: "a whole number, 1 or more".
  package var description: String {
    switch self {
    case .integer(let range): "a whole number" + Domain.bounds(range.lowerBound, range.upperBound)
    case .number(let range): "a number" + Domain.bounds(range.lowerBound, range.upperBound)
    case .integers(let range):
      "whole numbers such as 400,400 or 1..5" + Domain.bounds(range.lowerBound, range.upperBound)
    case .flag: "yes or no"
    case .choice(let words): words.joined(separator: ", ")
    case .words(let words):
      (words.count > 1 ? "one or more of " : "") + words.joined(separator: ", ")
    case .text: "text"
    case .path: "a file or folder"
    case .paths: "a file, or several like \"a\",\"b\""
    case .object(let kinds): "the name of a " + Domain.nouns(kinds)
    case .objects(let kinds): "names of objects like a,b, each of a " + Domain.nouns(kinds)
    case .objectOrPath(let kinds): "the name of a " + Domain.nouns(kinds) + ", or a file in quotes"
    case .integerOrAs(let range, let kind):
      "a whole number" + Domain.bounds(range.lowerBound, range.upperBound)
        + ", or \(Domain.asMuchAs)NAME, the name of a " + Domain.nouns([kind])
    case .anything: "a value"
    }
  }

  /// What an object of a kind is called in messages.
  package static func noun(_ kind: String) -> String { kind == "data" ? "data set" : kind }

  private static func nouns(_ kinds: [String]) -> String {
    (kinds.isEmpty ? ["live object"] : kinds.map(noun)).joined(separator: " or ")
  }

  private static func bounds(_ lower: Int, _ upper: Int) -> String {
    bounds(lower: lower == .min ? nil : "\(lower)", upper: upper == .max ? nil : "\(upper)")
  }

  private static func bounds(_ lower: Double, _ upper: Double) -> String {
    let low = lower <= -Double.greatestFiniteMagnitude ? nil : "\(lower)"
    return bounds(lower: low, upper: upper >= .greatestFiniteMagnitude ? nil : "\(upper)")
  }

  private static func bounds(lower: String?, upper: String?) -> String {
    switch (lower, upper) {
    case (let lower?, let upper?): ", \(lower) to \(upper)"
    case (let lower?, nil): ", \(lower) or more"
    case (nil, let upper?): ", \(upper) or less"
    case (nil, nil): ""
    }
  }
}

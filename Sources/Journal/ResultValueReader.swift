import Catalog

/// Reads `name=value ~name=value ...` as `JournalText` writes it.
package struct ResultValueReader {
  private let scalars: [Unicode.Scalar]
  private var at = 0
  /// Lists deeper than this are no results of ours.
  private static let deepest = 16

  package init(_ text: Substring) { scalars = Array(text.unicodeScalars) }

  /// All values of the line, or nil if it is not of that form.
  package static func values(_ text: Substring) -> [NamedValue]? {
    var reader = ResultValueReader(text)
    var values: [NamedValue] = []
    while reader.skipBlanks() {
      guard let value = reader.namedValue() else { return nil }
      values.append(value)
    }
    return values
  }

  /// All `name=word` pairs of the line as they are spelled, quoted words without their quotes.
  package static func words(_ text: Substring) -> [(name: String, word: String)] {
    var reader = ResultValueReader(text)
    var words: [(String, String)] = []
    while reader.skipBlanks() {
      let name = reader.word(until: ["=", " "])
      guard !name.isEmpty, reader.take("=") else { return words }
      if reader.take("\"") {
        guard case .text(let quoted)? = reader.text() else { return words }
        words.append((name, quoted))
      } else {
        words.append((name, reader.word(until: [" "])))
      }
    }
    return words
  }

  private mutating func skipBlanks() -> Bool {
    while at < scalars.count, scalars[at] == " " { at += 1 }
    return at < scalars.count
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard at < scalars.count, scalars[at] == scalar else { return false }
    at += 1
    return true
  }

  private mutating func word(until stops: Set<Unicode.Scalar>) -> String {
    let start = at
    while at < scalars.count, !stops.contains(scalars[at]) { at += 1 }
    return String(String.UnicodeScalarView(scalars[start..<at]))
  }

  private mutating func namedValue() -> NamedValue? {
    let isVolatile = take("~")
    let name = word(until: ["=", " "])
    guard !name.isEmpty, take("="), let value = quantity(depth: 0) else { return nil }
    return NamedValue(name, value, volatile: isVolatile)
  }

  private mutating func quantity(depth: Int) -> Value? {
    if take("\"") { return text() }
    if take("[") { return depth < Self.deepest ? list(depth: depth) : nil }
    let word = word(until: [" ", ",", "]"])
    switch word {
    case "": return nil
    case "true": return .flag(true)
    case "false": return .flag(false)
    default:
      if let value = Int(word) { return .integer(value) }
      if let value = Double(word) { return .number(value) }
      return .text(word)
    }
  }

  private mutating func list(depth: Int) -> Value? {
    var items: [Value] = []
    if take("]") { return .list(items) }
    repeat {
      guard let item = quantity(depth: depth + 1) else { return nil }
      items.append(item)
    } while take(",")
    return take("]") ? .list(items) : nil
  }

  private mutating func text() -> Value? {
    var out = String.UnicodeScalarView()
    while at < scalars.count {
      let scalar = scalars[at]
      at += 1
      if scalar == "\"" { return .text(String(out)) }
      guard scalar == "\\" else {
        out.append(scalar)
        continue
      }
      guard at < scalars.count else { return nil }
      let letter = scalars[at]
      at += 1
      if letter == "u", take("{") {
        guard let number = UInt32(word(until: ["}"]), radix: 16), take("}"),
          let hidden = Unicode.Scalar(number)
        else { return nil }
        out.append(hidden)
      } else {
        out.append(letter == "n" ? "\n" : letter == "t" ? "\t" : letter)
      }
    }
    return nil
  }
}

import Catalog

/// One part of quoted text in which variables and arithmetic stand: `"best $b of $(2 * $n)"`.
package enum TextPart: Sendable, Equatable {
  case text(String)
  /// A variable, whose value is filled in when the line runs.
  case variable(String)
  /// Arithmetic in parentheses, whose value is filled in when the line runs.
  case expression(Expression)
}

extension [TextPart] {
  /// The spelling that is read back as these parts.
  var quoted: String {
    var parts: [String] = []
    for (index, part) in enumerated() {
      switch part {
      case .text(let text):
        // By scalars: a mark at the beginning combines with the quote.
        let scalars = Value.text(text).description.unicodeScalars
        var spelled = String(String.UnicodeScalarView(scalars.dropFirst().dropLast()))
        if index > 0, case .variable = self[index - 1], let first = spelled.unicodeScalars.first,
          Lexer.isNamePart(first) || first == "-"
        {
          // Written as it is, it would belong to the variable's name.
          spelled.unicodeScalars.removeFirst()
          spelled = "\\u{" + String(first.value, radix: 16) + "}" + spelled
        }
        parts.append(spelled)
      case .variable(let name): parts.append("$" + name)
      case .expression(let expression): parts.append("$(\(expression))")
      }
    }
    return "\"" + parts.joined() + "\""
  }

  /// The text with what `fill` gives in the place of variables; parts without an answer stay.
  package func filled(_ fill: (String) throws -> Value?) rethrows -> [TextPart] {
    var parts: [TextPart] = []
    for part in self {
      var text: String?
      switch part {
      case .text(let plain): text = plain
      case .variable(let name): text = try fill(name).map { String($0) ?? $0.description }
      case .expression: text = nil
      }
      guard let text else {
        parts.append(part)
        continue
      }
      if case .text(let before)? = parts.last {
        parts[parts.count - 1] = .text(before + text)
      } else {
        parts.append(.text(text))
      }
    }
    return parts
  }

  /// The text or, if there are variables in it, the template.
  package var expression: Expression {
    if isEmpty { return .literal(.text("")) }
    if count == 1, case .text(let text) = self[0] { return .literal(.text(text)) }
    return .template(self)
  }
}

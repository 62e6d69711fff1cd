import Catalog
import Language

/// A command line after its words are checked against the card and its values are worked out.
package struct Arguments: Sendable {
  package let invocation: Invocation
  /// The line with values in the place of variables and expressions.
  package let resolved: Invocation
  package let card: Card
  package let operands: [Value]
  package let prepositions: [String: Value]
  package let settings: Settings

  /// Checks every argument of `invocation` against `card`.
  ///
  /// - Throws: `Diagnostic` at the argument that does not fit.
  package init(_ invocation: Invocation, card: Card, values: Evaluator) throws(Diagnostic) {
    (self.invocation, self.card) = (invocation, card)
    var operands: [Value] = []
    var prepositions: [String: Value] = [:]
    var settings = Settings()
    var resolved = invocation
    for (place, argument) in invocation.arguments.enumerated() {
      let setting = try values.value(argument.value, at: argument.valueSpan)
      resolved.arguments[place].value = .literal(setting)
      switch argument.role {
      case .operand:
        guard operands.count < card.operands.count else {
          throw Diagnostic("\(card.name) does not expect this", at: argument.span)
        }
        let operand = card.operands[operands.count]
        operands.append(
          try Self.accept(setting, operand.domain, operand.name, at: argument.valueSpan))
      case .preposition(let word):
        guard let operand = card.prepositions.first(where: { $0.name == word }) else {
          throw Diagnostic("\(card.name) does not take '\(word)'", at: argument.span)
        }
        prepositions[word] = try Self.accept(setting, operand.domain, word, at: argument.valueSpan)
      case .option(let name) where card.takesAnyOption && card.parameter(name) == nil: break
      case .option(let name):
        do {
          let place = Self.expanded(setting, in: card.parameter(name)?.domain)
          try settings.set(name, to: place, on: card)
        } catch {
          throw Diagnostic(
            error.description, at: argument.valueSpan,
            suggestion: card.parameter(name) == nil
              ? Spelling.suggestion(for: name, among: card.parameters.map(\.name)) : nil)
        }
      }
    }
    (self.operands, self.prepositions, self.settings) = (operands, prepositions, settings)
    self.resolved = resolved
    try requireAll()
  }

  private func requireAll() throws(Diagnostic) {
    if operands.count < card.operands.count, !card.operands[operands.count].isOptional {
      let missing = card.operands[operands.count]
      throw Diagnostic(
        "\(card.name) needs \(missing.help)", at: invocation.verbSpan, suggestion: hint)
    }
    for operand in card.prepositions where !operand.isOptional {
      guard prepositions[operand.name] == nil else { continue }
      throw Diagnostic(
        "\(card.name) needs '\(operand.name)' and \(operand.help)", at: invocation.verbSpan,
        suggestion: hint)
    }
  }

  private var hint: String {
    card.example.isEmpty ? "see: help \(card.name)" : "for example: \(card.example)"
  }

  private static func accept(
    _ setting: Value, _ domain: Domain, _ name: String, at span: Span
  ) throws(Diagnostic) -> Value {
    guard let accepted = domain.accepting(setting) else {
      throw Diagnostic("\(setting) is not possible here: write \(domain)", at: span)
    }
    return expanded(accepted, in: domain)
  }

  /// The setting with the home folder in the place of `~` where it names a file.
  private static func expanded(_ setting: Value, in domain: Domain?) -> Value {
    guard case (.path?, .text(let path)) = (domain, setting) else { return setting }
    return .text(HomeFolder.expanded(path))
  }

  /// The value of a parameter, or its default.
  package subscript<Content>(_ parameter: Parameter<Content>) -> Content { settings[parameter] }

  /// The text of an operand; nil if it was left out.
  package func text(_ index: Int) -> String? {
    index < operands.count ? String(operands[index]) : nil
  }

  /// Where an operand stands in the line.
  package func span(_ index: Int) -> Span {
    let all = invocation.arguments.filter { $0.role == .operand }
    return index < all.count ? all[index].valueSpan : invocation.verbSpan
  }

  /// Where the value after a preposition or of an option stands in the line.
  package func span(_ role: Argument.Role) -> Span {
    invocation.arguments.first { $0.role == role }?.valueSpan ?? invocation.verbSpan
  }
}

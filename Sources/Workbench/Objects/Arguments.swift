import Catalog
import Journal
import Language
import Text

/// A command line after its words are checked against the card and its values are evaluated.
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
    let check = ArgumentCheck(card)
    var operands: [Value] = []
    var prepositions: [String: Value] = [:]
    var settings = Settings()
    var resolved = invocation
    resolved.arguments = try check.resolved(invocation)
    for (place, argument) in resolved.arguments.enumerated() {
      let value = try values.value(argument.value, at: argument.valueSpan)
      resolved.arguments[place].value = .literal(value)
      let accepted = try check.accepted(value, for: argument, operand: operands.count)
      switch argument.role {
      case .operand:
        operands.append(Self.expanded(accepted, in: card.operands[operands.count].domain))
      case .preposition(let word):
        let operand = card.prepositions.first { $0.name == word }
        prepositions[word] = Self.expanded(accepted, in: operand?.domain)
      case .option(let name):
        guard let parameter = card.parameter(name) else { continue }
        do {
          try settings.set(name, to: Self.expanded(accepted, in: parameter.domain), on: card)
        } catch { throw Diagnostic(error.description, at: argument.valueSpan) }
      }
    }
    (self.operands, self.prepositions, self.settings) = (operands, prepositions, settings)
    self.resolved = resolved
  }

  /// The value with the home folder in the place of `~` where it names a file.
  private static func expanded(_ value: Value, in domain: Domain?) -> Value {
    switch (domain, value) {
    case (.path?, .text(let path)), (.paths?, .text(let path)), (.objectOrPath?, .text(let path)):
      return .text(HomeFolder.expanded(path))
    case (.paths?, .list(let items)): return .list(items.map { expanded($0, in: .path) })
    default: return value
    }
  }

  /// The value of a parameter, or its default.
  package subscript<Content>(_ parameter: Parameter<Content>) -> Content { settings[parameter] }

  /// The text of an operand; nil if it was left out.
  package func text(_ index: Int) -> String? {
    index < operands.count ? String(operands[index]) : nil
  }

  /// The texts of an operand that takes several; empty if it was left out.
  package func texts(_ index: Int) -> [String] {
    guard index < operands.count else { return [] }
    return operands[index].texts ?? String(operands[index]).map { [$0] } ?? []
  }

  /// The names of an operand such as `a` or `a,b`.
  package func names(_ index: Int) -> [String] {
    index < operands.count ? operands[index].names : []
  }

  /// Where an operand is in the line.
  package func span(_ index: Int) -> Span {
    let all = invocation.arguments.filter { $0.role == .operand }
    return index < all.count ? all[index].valueSpan : invocation.verbSpan
  }

  /// Where the value after a preposition or of an option is in the line.
  package func span(_ role: Argument.Role) -> Span {
    invocation.arguments.first { $0.role == role }?.valueSpan ?? invocation.verbSpan
  }
}

extension Failure {
  /// The failure at the argument that its message names, or else at the whole line, if it has no place.
  func placed(in arguments: Arguments) -> Failure {
    guard source == nil, diagnostic.span == .nowhere else { return self }
    let named = arguments.resolved.arguments.first { argument in
      guard case .literal(let value) = argument.value, let text = String(value) else {
        return false
      }
      return diagnostic.message.contains(HomeFolder.expanded(text))
    }
    var placed = self
    placed.diagnostic.span = named?.valueSpan ?? arguments.invocation.span
    return placed
  }
}

extension Value {
  /// The names in `a` or `a,b`.
  var names: [String] {
    guard case .list(let items) = self else { return String(self).map { [$0] } ?? [] }
    return items.compactMap(String.init)
  }
}

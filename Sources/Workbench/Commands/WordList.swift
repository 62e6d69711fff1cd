import Catalog
import Language

/// The words of the language, read off the cards.
package enum WordList {
  /// What parser, completion and colours know.
  package static let vocabulary: Vocabulary = {
    var kinds: [String: [String: Form]] = [:]
    for kind in Kind.allCases {
      kinds[kind.rawValue] = Dictionary(
        uniqueKeysWithValues: Declarations.cards(kind).map { ($0.name, form($0)) })
    }
    var verbs: [String: Form] = [:]
    for type in Commands.all {
      var form = form(type.card)
      form.operandsInBlocks = type.neededInBlocks.map { $0...form.operands.upperBound }
      verbs[type.card.name] = form
    }
    for card in SessionVerbs.cards {
      verbs[card.name] = form(card)
      verbs[card.name]?.operandsInBlocks = nil
    }
    return Vocabulary(kinds: kinds, verbs: verbs)
  }()

  private static func form(_ card: Card) -> Form {
    var choices: [String: [String]] = [:]
    for parameter in card.parameters {
      switch parameter.domain {
      case .choice(let words), .words(let words):
        for name in [parameter.name] + parameter.aliases { choices[name] = words }
      default: break
      }
    }
    return Form(
      operands: card.neededOperands...card.operands.count, options: card.acceptedOptions,
      prepositions: card.prepositions.map(\.name), choices: choices,
      takesAnyOption: card.takesAnyOption, elsewhere: card.elsewhere)
  }

  /// The card of a verb or maker.
  package static func card(_ name: String) -> Card? {
    everyCard.first { $0.card.name == name }?.card
  }

  /// Every card with the word that goes before it in a declaration, if it is a maker.
  package static var everyCard: [(kind: Kind?, card: Card)] {
    Commands.all.map { (nil, $0.card) } + SessionVerbs.cards.map { (nil, $0) }
      + Kind.allCases.flatMap { kind in Declarations.cards(kind).map { (kind, $0) } }
  }
}

import Catalog
import Figures

/// Help, made from the cards.
enum HelpText {
  /// The page that `help` alone shows.
  static var overview: [Figure] {
    let kinds = Kind.allCases.map { kind -> [Table.Cell] in
      let makers = Declarations.cards(kind).map(\.name).joined(separator: ", ")
      return [.text("\(kind.rawValue) NAME ="), .text(makers)]
    }
    let verbs = (Commands.all.map { $0.card } + SessionVerbs.cards).map { card -> [Table.Cell] in
      [.text(card.name), .text(card.summary)]
    }
    return [
      .text("Declare live objects:"), .table(Table(header: ["", ""], rows: kinds)),
      .text("Use them:"), .table(Table(header: ["", ""], rows: verbs)),
      .text(
        """
        Options are written name=value. More: help train (or ?train), help learner, \
        help language, help keys, apropos WORD.
        """),
    ]
  }

  /// The page of one card.
  static func page(_ card: Card, kind: Kind?) -> [Figure] {
    let title = kind.map { "\($0.rawValue) NAME = \(card.name)" } ?? card.name
    var figures: [Figure] = [.text("\(title): \(card.summary)\n  \(usage(card, kind))")]
    let words = card.operands + card.prepositions
    if !words.isEmpty {
      let rows = words.map { [Table.Cell.text($0.name), .text($0.help)] }
      figures.append(.table(Table(header: ["takes", ""], rows: rows)))
    }
    if !card.parameters.isEmpty {
      let rows = card.parameters.map { parameter -> [Table.Cell] in
        [
          .text(parameter.name + "="), .text(parameter.fallbackSetting?.description ?? ""),
          .text("\(parameter.help) (\(parameter.domain))"),
        ]
      }
      figures.append(.table(Table(header: ["option", "default", ""], rows: rows)))
    }
    for (title, offers) in [("result", card.results), ("view", card.views)] where !offers.isEmpty {
      let rows = offers.map { [Table.Cell.text($0.name), .text($0.help)] }
      figures.append(.table(Table(header: [title, ""], rows: rows)))
    }
    let ends = [
      card.notes, card.example.isEmpty ? "" : "example: \(card.example)",
      card.source.isEmpty ? "" : "source: \(card.source)",
    ].filter { !$0.isEmpty }
    return ends.isEmpty ? figures : figures + [.text(ends.joined(separator: "\n"))]
  }

  /// The form of a line in one line.
  static func usage(_ card: Card, _ kind: Kind?) -> String {
    var words = [kind.map { "\($0.rawValue) NAME = \(card.name)" } ?? card.name]
    words += card.operands.map {
      $0.isOptional ? "[\($0.name.uppercased())]" : $0.name.uppercased()
    }
    words += card.prepositions.map { operand in
      let word = "\(operand.name) \(noun(operand.domain))"
      return operand.isOptional ? "[\(word)]" : word
    }
    if !card.parameters.isEmpty { words.append("[OPTION=VALUE ...]") }
    return words.joined(separator: " ")
  }

  private static func noun(_ domain: Domain) -> String {
    switch domain {
    case .object(let kinds): (kinds.first ?? "object").uppercased()
    case .path: "FILE"
    default: "VALUE"
    }
  }

  static let language = """
    data d = digits split=5        declare a live object: KIND NAME = MAKER option=value ...
    train ours on d.1 epochs=2     a command: VERB what, on/from/to/with/as what, option=value
    let n = 3                      a variable, used as $n or in ($n * 2); names may hold hyphens,
                                   so write ($n - 1) with blanks
    param epochs = 2               a variable that 'reverie run FILE --set epochs=5' may change;
                                   --set d=digits changes the maker of d
    for s in 1..3 { ... }          a block once for every value; repeat 3 { ... }
    train ours on d.$s             parts of names may be worked out: d.$s, d.($s+1), $l.last
    expect ours.last > 0.9         stops a script when it does not hold
    # a comment; a line that ends in \\ goes on; ; separates commands
    """
}

import Catalog
import Figures
import Language

/// Help, made from the cards and the glossary.
package enum HelpText {
  /// The page on a topic that no session is needed for; nil if there is none.
  package static func topic(_ topic: String) -> [Figure]? {
    if topic == "language" { return [.table(languageTable)] }
    var figures = Commands.everyCard.filter { $0.card.name == topic }
      .flatMap { page($0.card, kind: $0.kind) }
    if figures.isEmpty, let kind = Kind(rawValue: topic) {
      let rows = Declarations.cards(kind).map { card -> [Table.Cell] in
        [.text(card.name), .text(card.summary)]
      }
      figures = [
        .table(Table(header: ["\(topic) NAME = ...", ""], rows: rows)),
        .text(
          "For the options of each: help NAME, as in help \(Declarations.cards(kind)[0].name)."),
      ]
    }
    if let entry = Glossary.entry(topic) { figures.append(.text(entry.page)) }
    return figures.isEmpty ? nil : figures
  }

  /// Every word that has a page.
  static var topics: [String] {
    Commands.everyCard.map(\.card.name) + Kind.allCases.map(\.rawValue) + ["language"]
      + Glossary.all.flatMap { [$0.name] + $0.aliases }
  }

  /// The page that `help` alone shows.
  static var overview: [Figure] {
    let kinds = Kind.allCases.flatMap { kind in
      rows(Declarations.cards(kind).map(\.name)).enumerated().map { index, names in
        [Table.Cell.text(index == 0 ? "\(kind.rawValue) NAME =" : ""), .text(names)]
      }
    }
    let verbs = Commands.vocabulary.verbs.map { card -> [Table.Cell] in
      [.text(card.name), .text(card.summary)]
    }
    return [
      .text("Create objects:"), .table(Table(header: ["", ""], rows: kinds)),
      .text("Work with them:"), .table(Table(header: ["", ""], rows: verbs)),
      .text(
        """
        Options are written name=value. More: help train (or ?train), help learner, help language, \
        help keys, apropos WORD.
        """),
    ]
  }

  /// Names in rows of up to 56 characters, so that no name is split at its hyphen.
  private static func rows(_ names: [String]) -> [String] {
    names.enumerated().reduce(into: [String]()) { rows, item in
      let text = item.element + (item.offset < names.count - 1 ? "," : "")
      if let last = rows.last, last.count + 1 + text.count <= 56 {
        rows[rows.count - 1] += " " + text
      } else {
        rows.append(text)
      }
    }
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
          .text(([parameter.name] + parameter.aliases).map { $0 + "=" }.joined(separator: " ")),
          .text(parameter.fallbackSetting?.description ?? ""),
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
    case .object(let kinds), .objects(let kinds): (kinds.first ?? "object").uppercased()
    case .path, .paths: "FILE"
    default: "VALUE"
    }
  }

  /// The syntax of the language: what is written, and what it means.
  static let language: [(example: String, meaning: String)] = [
    ("data d = digits split=5", "create an object: KIND NAME = MAKER option=value ..."),
    ("train ours on d.1 epochs=2", "a command: VERB what, on/from/to/with/as what, option=value"),
    (
      "let n = 3",
      "a variable, used as $n or in ($n * 2); names may contain hyphens, so write ($n - 1) with spaces"
    ),
    (
      "param epochs = 2",
      "a variable that 'reverie run FILE --set epochs=5' overrides; --set d=digits overrides the "
        + "maker of d"
    ),
    ("for s in 1..3 { ... }", "run a block once per value; repeat 3 { ... } runs it 3 times"),
    (
      "if ours.last < 0.9 { ... } else { ... }",
      "run one of two blocks; else if goes on; == and != also compare words: if $maker == dgm { ... }"
    ),
    (
      "def study(s, rate=0.1) { ... }",
      "name a block with parameters, used as $s and $rate in it; the journal records what a call ran"
    ),
    ("study 3 rate=0.01", "a call: values in order, or by name"),
    ("train ours on d.$s", "names can be built from parts: d.$s, d.($s+1), $l.last"),
    ("learner f.$s = $maker", "names and makers of new objects can contain variables too"),
    (
      "note \"best $b of $(2 * $n)\"",
      "variables and arithmetic in text are filled in; \\$ is a dollar sign"
    ),
    ("expect ours.last > 0.9", "stop a script if the comparison does not hold"),
    (
      "limits",
      "names \(TextLimits.name) characters, texts \(TextLimits.text), lists \(TextLimits.list) "
        + "values, blocks \(TextLimits.turns) turns, files \(TextLimits.file >> 20) MiB"
    ),
    ("# a comment", "a line ending in \\ continues on the next one; ; separates commands"),
  ]

  private static var languageTable: Table {
    Table(header: ["", ""], rows: language.map { [.text($0.example), .text($0.meaning)] })
  }
}

import Catalog
import Text

extension Invocation {
  /// Reads the words that a shell passes: operands as they stand, `--option VALUE` or
  /// `--option=VALUE`, flags as `--option`, what follows a preposition as `--to VALUE` or, behind the
  /// operands, `to VALUE`, and `name=value`; after `--` only operands stand.
  ///
  /// - Throws: `Diagnostic` at no place; its suggestion spells options with their dashes.
  package init(words: [String], of card: Card) throws(Diagnostic) {
    var arguments: [Argument] = []
    var rest = words[...]
    var takesOptions = true
    while let word = rest.popFirst() {
      if takesOptions, word == "--" {
        takesOptions = false
      } else if takesOptions, word.hasPrefix("--") {
        arguments.append(try Self.option(word.dropFirst(2), &rest, of: card))
      } else if takesOptions, let preposition = card.prepositions.first(where: { $0.name == word }),
        arguments.count(where: { $0.role == .operand }) >= card.neededOperands,
        let next = rest.popFirst()
      {
        arguments.append(
          Argument(.preposition(word), Self.value(next, in: preposition.domain)))
      } else if takesOptions, let (name, value) = Parser.binding(in: word),
        card.takesAnyOption || card.parameter(name) != nil
      {
        arguments.append(Argument(.option(card.parameter(name)?.name ?? name), value))
      } else if card.operands.last?.domain == .paths,
        let last = arguments.lastIndex(where: Self.isOperand),
        arguments.count(where: Self.isOperand) == card.operands.count
      {
        arguments[last].value = Self.joined(arguments[last].value, word)
      } else {
        let place = arguments.count(where: Self.isOperand)
        let domain = card.operands.indices.contains(place) ? card.operands[place].domain : .text
        arguments.append(Argument(.operand, Self.value(word, in: domain)))
      }
    }
    self.init(verb: card.name, arguments: arguments)
  }

  private static func isOperand(_ argument: Argument) -> Bool { argument.role == .operand }

  /// The files so far and one more.
  private static func joined(_ value: Expression, _ word: String) -> Expression {
    guard case .literal(let given) = value else { return value }
    let items = if case .list(let items) = given { items } else { [given] }
    return .literal(.list(items + [.text(word)]))
  }

  private static func option(
    _ word: Substring, _ rest: inout ArraySlice<String>, of card: Card
  ) throws(Diagnostic) -> Argument {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    let preposition = card.prepositions.first { $0.name == name }
    let parameter = card.parameter(name)
    guard let domain = preposition?.domain ?? parameter?.domain else {
      let names = card.parameters.flatMap { [$0.name] + $0.aliases } + card.prepositions.map(\.name)
      let near = Spelling.nearest(to: name, among: names)
      throw Diagnostic(
        "\(card.name) has no option --\(Lexer.shown(name))", at: .nowhere,
        suggestion: near.map { "did you mean --\($0)?" } ?? "see: reverie help \(card.name)")
    }
    let role: Argument.Role =
      preposition != nil ? .preposition(name) : .option(parameter?.name ?? name)
    if parts.count > 1 { return Argument(role, value(String(parts[1]), in: domain)) }
    if domain == .flag { return Argument(role, .literal(.name("yes"))) }
    guard let next = rest.popFirst() else {
      throw Diagnostic("--\(name) needs a value", at: .nowhere)
    }
    return Argument(role, value(next, in: domain))
  }

  /// What a word of the shell stands for; files and text are taken as they are.
  private static func value(_ word: String, in domain: Domain) -> Expression {
    if [.path, .paths, .text].contains(domain) { return .literal(.text(word)) }
    return Parser.binding(in: "x=\(word)")?.value ?? .literal(.text(word))
  }

  /// The words from which a shell would have this invocation read.
  package var words: [String] {
    let texts = operands.flatMap(Self.texts)
    guard texts.contains(where: { $0.hasPrefix("-") }) else {
      return arguments.flatMap { Self.isOperand($0) ? Self.texts($0) : [Self.word($0)] }
    }
    return arguments.filter { !Self.isOperand($0) }.map(Self.word) + ["--"] + texts
  }

  /// The words of an operand: several files are a word each.
  private static func texts(_ argument: Argument) -> [String] {
    guard case .literal(let value) = argument.value, let texts = value.texts else {
      return [text(argument)]
    }
    return texts
  }

  private static func word(_ argument: Argument) -> String {
    switch argument.role {
    case .operand: text(argument)
    case .option(let name), .preposition(let name): "--\(name)=\(text(argument))"
    }
  }

  private static func text(_ argument: Argument) -> String {
    guard case .literal(let value) = argument.value else { return argument.value.description }
    return String(value) ?? value.description
  }
}

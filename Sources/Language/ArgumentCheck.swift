import Catalog
import Text

/// Checks the arguments of a line against a card: once when the line is read, as far as its values
/// are known by then, and once when it runs.
package struct ArgumentCheck {
  let card: Card
  /// Whether unique beginnings of words will do.
  let isLenient: Bool
  let isInBlock: Bool

  package init(_ card: Card, isLenient: Bool = false, isInBlock: Bool = false) {
    (self.card, self.isLenient, self.isInBlock) = (card, isLenient, isInBlock)
  }

  /// The arguments with the words of options and choices in full.
  ///
  /// - Throws: `Diagnostic` at the argument that does not fit, or that something is missing.
  package func resolved(_ invocation: Invocation) throws(Diagnostic) -> [Argument] {
    var found: [Argument] = []
    var given: Set<Argument.Role> = []
    var operands = 0
    for typed in joined(invocation.arguments) {
      var argument = try named(typed)
      if argument.role == .operand {
        operands += 1
        if operands > card.operands.count { throw surplus(typed) }
      } else if !given.insert(argument.role).inserted {
        throw twice(argument)
      }
      argument.value = try choosing(argument)
      if case .literal(let value) = argument.value {
        _ = try accepted(value, for: argument, operand: operands - 1)
      }
      found.append(argument)
    }
    try requireAll(invocation, operands: operands)
    return found
  }

  /// The value in the form that the card gives it.
  ///
  /// - Parameter index: the place among the operands, if it is one.
  /// - Throws: `Diagnostic` at the value, with what could be written.
  package func accepted(
    _ value: Value, for argument: Argument, operand index: Int
  ) throws(Diagnostic) -> Value {
    switch argument.role {
    case .operand:
      guard card.operands.indices.contains(index) else { throw surplus(argument) }
      return try accepted(value, in: card.operands[index].domain, at: argument.valueSpan)
    case .preposition(let word):
      guard let operand = card.prepositions.first(where: { $0.name == word }) else { return value }
      return try accepted(value, in: operand.domain, at: argument.valueSpan)
    case .option(let name):
      guard let parameter = card.parameter(name) else { return value }
      guard let accepted = parameter.accepting(value) else {
        throw Diagnostic(
          SettingError.unacceptable(option: name, value: value, domain: parameter.domain)
            .description, at: argument.valueSpan)
      }
      return accepted
    }
  }

  private func accepted(
    _ value: Value, in domain: Domain, at span: Span
  ) throws(Diagnostic) -> Value {
    if let accepted = domain.accepting(value) { return accepted }
    if case .object(let kinds) = domain, case .list = value {
      throw Diagnostic(
        "\(card.name) takes one \(kinds.first.map(Domain.noun) ?? "object") at a time, "
          + "not \(Lexer.shown("\(value)"))",
        at: span, suggestion: "use one line for each, or a loop: for x in \(value) { ... }")
    }
    throw Diagnostic(
      "\(Lexer.shown("\(value)")) is not valid here: expected \(domain)", at: span)
  }

  /// Leniently, the operands `split` and `5` become the option `split=5`.
  private func joined(_ typed: [Argument]) -> [Argument] {
    guard isLenient else { return typed }
    var found: [Argument] = []
    for argument in typed {
      if argument.role == .operand, let last = found.last, last.role == .operand,
        let path = last.value.path, path.count == 1, card.parameter(path[0]) != nil
      {
        found[found.count - 1] = Argument(
          .option(path[0]), argument.value, span: last.span.joined(with: argument.span),
          valueSpan: argument.valueSpan)
      } else {
        found.append(argument)
      }
    }
    return found
  }

  /// The argument with the option's name in full.
  private func named(_ typed: Argument) throws(Diagnostic) -> Argument {
    var argument = typed
    switch typed.role {
    case .operand: break
    case .preposition(let word):
      let words = card.prepositions.map(\.name)
      guard words.contains(word) else {
        throw Diagnostic(
          "\(card.name) does not take '\(word)'", at: typed.roleSpan,
          suggestion: words.isEmpty
            ? card.example.isEmpty ? nil : "for example: \(card.example)"
            : "it takes " + words.map { "'\($0)'" }.joined(separator: ", "))
      }
    case .option(let name) where isPreposition(name) && isLenient:
      argument.role = .preposition(name)
    case .option(let name): argument.role = .option(try option(name, at: typed.roleSpan))
    }
    return argument
  }

  /// Whether `to=` was written where `to` is meant.
  private func isPreposition(_ name: String) -> Bool {
    card.prepositions.contains { $0.name == name } && card.parameter(name) == nil
  }

  private func option(_ name: String, at span: Span) throws(Diagnostic) -> String {
    if let parameter = card.parameter(name) { return parameter.name }
    if isPreposition(name) {
      throw Diagnostic(
        "'\(name)' is written without '='", at: span, suggestion: "write \(name) VALUE")
    }
    if card.takesAnyOption { return name }
    guard name != "seed" else {
      throw Diagnostic(
        "\(card.name) has no option 'seed'", at: span,
        suggestion: "a session's seed is chosen at its start: reverie --seed 3")
    }
    guard !card.parameters.isEmpty else {
      throw Diagnostic("\(card.name) has no options, so no '\(Lexer.shown(name))'", at: span)
    }
    return try Spelling.word(
      name, among: card.parameters.map(\.name), at: span, missing: "\(card.name) has no option",
      lenient: isLenient)
  }

  /// The value, with the bare words of a choice in full.
  private func choosing(_ argument: Argument) throws(Diagnostic) -> Expression {
    guard case .option(let name) = argument.role, case .literal(let given) = argument.value else {
      return argument.value
    }
    func choice(_ value: Value, among choices: [String]) throws(Diagnostic) -> Value {
      guard case .name(let typed) = value else { return value }
      return .name(
        try Spelling.word(
          typed, among: choices, at: argument.valueSpan, missing: "\(name) has no choice",
          lenient: isLenient))
    }
    switch (card.parameter(name)?.domain, given) {
    case (.words(let choices), .list(let items)):
      var chosen: [Value] = []
      for item in items { chosen.append(try choice(item, among: choices)) }
      return .literal(.list(chosen))
    case (.choice(let choices), _), (.words(let choices), _):
      return .literal(try choice(given, among: choices))
    default: return argument.value
    }
  }

  private func twice(_ argument: Argument) -> Diagnostic {
    switch argument.role {
    case .option(let name):
      Diagnostic(
        "option '\(Lexer.shown(name))' is given twice", at: argument.roleSpan,
        suggestion: "keep one of them")
    case .preposition(let word):
      Diagnostic("'\(word)' is given twice", at: argument.roleSpan, suggestion: "keep one of them")
    case .operand: surplus(argument)
    }
  }
}

extension ArgumentCheck {
  private func requireAll(_ invocation: Invocation, operands: Int) throws(Diagnostic) {
    var needed = card.neededOperands
    if isInBlock, case .needing(let count) = card.blocks { needed = count }
    if operands < needed {
      throw missing(Self.short(card.operands[operands].help), invocation)
    }
    for operand in card.prepositions where !operand.isOptional {
      guard
        invocation.arguments.contains(where: { argument in
          [.preposition(operand.name), .option(operand.name)].contains(argument.role)
        })
      else { throw missing("'\(operand.name)' and \(Self.short(operand.help))", invocation) }
    }
  }

  private func missing(_ what: String, _ invocation: Invocation) -> Diagnostic {
    let example = card.example.split(separator: "\n").last { $0.contains(card.name) }
    return Diagnostic(
      "\(card.name) needs \(what)", at: invocation.verbSpan,
      suggestion: example.map { "for example: \($0)" } ?? "see: help \(card.name)")
  }

  /// The help of an operand up to what explains it.
  private static func short(_ help: String) -> String {
    String(help.prefix { !",;(".contains($0) }.reversed().drop { $0 == " " }.reversed())
  }

  /// One value too many, which may be a misspelt preposition, an option without its `=` or a list
  /// without its commas.
  private func surplus(_ argument: Argument) -> Diagnostic {
    var suggestion: String?
    if let path = argument.value.path, path.count == 1 { suggestion = meant(by: path[0]) }
    if suggestion == nil, case .objects? = card.operands.last?.domain {
      suggestion = "separate several names by commas: \(card.name) a,b"
    }
    return Diagnostic("\(card.name) takes \(limit)", at: argument.span, suggestion: suggestion)
  }

  private var limit: String {
    switch (card.neededOperands, card.operands.count) {
    case (_, 0): "no arguments"
    case (let least, let most) where least == most: "only \(count(most))"
    case (_, let most): "at most \(count(most))"
    }
  }

  private func meant(by word: String) -> String? {
    let (options, prepositions) = (card.parameters.map(\.name), card.prepositions.map(\.name))
    if let parameter = card.parameter(word) {
      return "write \(word)=\(parameter.domain == .flag ? "yes" : "VALUE")"
    }
    if let near = Spelling.nearest(to: word, among: options + prepositions) {
      return "did you mean '\(near)\(options.contains(near) ? "=" : "")'?"
    }
    guard word.count < 4 else { return nil }
    let letters = Array(word)
    let close = prepositions.first { Spelling.distance(letters, Array($0)) == 1 }
    return close.map { "did you mean '\($0)'?" }
  }

  private func count(_ number: Int) -> String {
    "\(number) argument\(number == 1 ? "" : "s")"
  }
}

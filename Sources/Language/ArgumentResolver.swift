import Catalog

/// Checks the arguments of one invocation against the form of its command or maker.
struct ArgumentResolver {
  let resolver: Resolver
  /// The command or maker, as messages name it.
  let owner: String
  let form: Form

  func resolved(_ invocation: Invocation) throws(Diagnostic) -> [Argument] {
    var found: [Argument] = []
    var given: Set<Argument.Role> = []
    var operands = 0
    for typed in joined(invocation.arguments) {
      let argument = try self.argument(typed)
      if argument.role == .operand {
        operands += 1
        if operands > form.operands.upperBound { throw surplus(typed) }
      } else if !given.insert(argument.role).inserted {
        throw twice(argument)
      }
      found.append(argument)
    }
    guard operands >= form.operands.lowerBound else {
      throw Diagnostic(
        "\(owner) needs \(count(form.operands.lowerBound)), got \(operands)",
        at: invocation.verbSpan, suggestion: "see: help \(owner)")
    }
    return found
  }

  /// Leniently, the operands `split` and `5` become the option `split=5`.
  private func joined(_ typed: [Argument]) -> [Argument] {
    guard resolver.isLenient else { return typed }
    var found: [Argument] = []
    for argument in typed {
      if argument.role == .operand, let last = found.last, last.role == .operand,
        let path = last.value.path, path.count == 1, form.options.contains(path[0])
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

  private func argument(_ typed: Argument) throws(Diagnostic) -> Argument {
    var argument = typed
    switch typed.role {
    case .operand: break
    case .preposition(let word):
      guard form.prepositions.contains(word) else {
        throw Diagnostic(
          "\(owner) takes no '\(word)'", at: typed.roleSpan,
          suggestion: form.prepositions.isEmpty
            ? nil : "it takes " + form.prepositions.map { "'\($0)'" }.joined(separator: ", "))
      }
    case .option(let name) where isPreposition(name) && resolver.isLenient:
      argument.role = .preposition(name)
    case .option(let name):
      let option = try self.option(name, at: typed.roleSpan)
      argument.role = .option(option)
      if let choices = form.choices[option] {
        argument.value = try choice(typed.value, of: option, among: choices, at: typed.valueSpan)
      }
    }
    return argument
  }

  /// Whether `to=` was written where `to` is meant.
  private func isPreposition(_ name: String) -> Bool {
    form.prepositions.contains(name) && !form.options.contains(name)
  }

  private func option(_ name: String, at span: Span) throws(Diagnostic) -> String {
    if isPreposition(name) {
      throw Diagnostic(
        "'\(name)' is written without '='", at: span, suggestion: "write \(name) VALUE")
    }
    if form.takesAnyOption, !form.options.contains(name) { return name }
    guard !form.options.isEmpty else {
      throw Diagnostic("\(owner) has no option '\(Lexer.shown(name))', it takes none", at: span)
    }
    return try resolver.word(
      name, among: form.options, at: span, missing: "\(owner) has no option")
  }

  /// A bare word must be one of the choices; variables, numbers and text are checked when they run.
  private func choice(
    _ value: Expression, of option: String, among choices: [String], at span: Span
  ) throws(Diagnostic) -> Expression {
    switch value {
    case .literal(.name(let typed)):
      return .literal(
        .name(
          try resolver.word(typed, among: choices, at: span, missing: "\(option) has no choice")))
    case .literal(.list(let items)):
      var found: [Expression] = []
      for item in items {
        found.append(try choice(.literal(item), of: option, among: choices, at: span))
      }
      return .several(found)
    case .list(let items):
      var found: [Expression] = []
      for item in items { found.append(try choice(item, of: option, among: choices, at: span)) }
      return .several(found)
    default: return value
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

  /// One value too many, which may be a misspelt preposition or an option without its `=`.
  private func surplus(_ argument: Argument) -> Diagnostic {
    var suggestion: String?
    if let path = argument.value.path, path.count == 1 {
      suggestion = meant(by: path[0])
    }
    return Diagnostic("\(owner) takes \(limit)", at: argument.span, suggestion: suggestion)
  }

  private var limit: String {
    switch (form.operands.lowerBound, form.operands.upperBound) {
    case (_, 0): "no arguments"
    case (let least, let most) where least == most: "only \(count(most))"
    case (_, let most): "at most \(count(most))"
    }
  }

  private func meant(by word: String) -> String? {
    if form.options.contains(word) { return "write \(word)=VALUE" }
    if let near = Spelling.nearest(to: word, among: form.options + form.prepositions) {
      return "did you mean '\(near)\(form.options.contains(near) ? "=" : "")'?"
    }
    guard word.count < 4 else { return nil }
    let letters = Array(word)
    let close = form.prepositions.first { Spelling.distance(letters, Array($0)) == 1 }
    return close.map { "did you mean '\($0)'?" }
  }

  private func count(_ number: Int) -> String {
    "\(number) argument\(number == 1 ? "" : "s")"
  }
}

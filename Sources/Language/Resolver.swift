import Catalog

/// Checks statements against a vocabulary and completes their words.
struct Resolver {
  let vocabulary: Vocabulary
  let isLenient: Bool
  var isInBlock = false

  func statement(_ statement: Statement) throws(Diagnostic) -> Statement {
    switch statement {
    case .invocation(let invocation):
      return .invocation(try resolved(invocation))
    case .loop(let variable, let over, let body, let span):
      var inside = self
      inside.isInBlock = true
      var lines: [Statement] = []
      for line in body { lines.append(try inside.statement(line)) }
      return .loop(variable: variable, over: over, body: lines, span: span)
    case .bind, .expect:
      return statement
    }
  }

  private func resolved(_ invocation: Invocation) throws(Diagnostic) -> Invocation {
    var invocation = try spacedDeclaration(invocation) ?? invocation
    var form: Form
    if var binding = invocation.binding {
      binding.kind = try kind(of: binding, maker: invocation.verb)
      let makers = vocabulary.kinds[binding.kind] ?? [:]
      invocation.verb = try word(
        invocation.verb, among: makers.keys, at: invocation.verbSpan,
        missing: "\(binding.kind) has no maker")
      invocation.binding = binding
      form = makers[invocation.verb] ?? Form()
    } else {
      invocation.verb = try verb(of: invocation)
      form = vocabulary.verbs[invocation.verb] ?? Form()
      if isInBlock {
        guard let operands = form.operandsInBlocks else {
          throw Diagnostic("\(invocation.verb) cannot stand in a block", at: invocation.verbSpan)
        }
        form.operands = operands
      }
    }
    let arguments = ArgumentResolver(resolver: self, owner: invocation.verb, form: form)
    invocation.arguments = try arguments.resolved(invocation)
    return invocation
  }

  private func verb(of invocation: Invocation) throws(Diagnostic) -> String {
    let (typed, span) = (invocation.verb, invocation.verbSpan)
    if vocabulary.verbs[typed] != nil { return typed }
    if let meant = vocabulary.verbs.first(where: { $1.elsewhere.contains(typed) })?.key {
      throw Diagnostic(
        "there is no command '\(Lexer.shown(typed))'", at: span,
        suggestion: "it is \(Lexer.shown(meant)) here")
    }
    let words = Array(vocabulary.verbs.keys) + vocabulary.kinds.keys + Words.statements
    let found = try word(typed, among: words, at: span, missing: "there is no command")
    guard vocabulary.verbs[found] == nil else { return found }
    let shown = Lexer.shown(found)
    guard vocabulary.kinds[found] != nil else {
      throw Diagnostic("'\(shown)' is written in full", at: span, suggestion: "write \(shown)")
    }
    throw Diagnostic(
      "'\(shown)' makes a new object and needs its name and a maker", at: span,
      suggestion: "write \(shown) NAME = MAKER")
  }

  private func kind(of binding: Binding, maker: String) throws(Diagnostic) -> String {
    if vocabulary.kinds[binding.kind] == nil, vocabulary.verbs[binding.kind] != nil {
      throw Diagnostic(
        "'\(binding.kind)' is a command and makes no object", at: binding.kindSpan,
        suggestion: "for an option write \(Lexer.shown("\(binding.name)=\(maker)")) without blanks")
    }
    return try word(
      binding.kind, among: vocabulary.kinds.keys, at: binding.kindSpan,
      missing: "there is no kind of object named")
  }

  /// `data d=digits` as the declaration that was meant.
  private func spacedDeclaration(_ typed: Invocation) throws(Diagnostic) -> Invocation? {
    guard isLenient, typed.binding == nil, vocabulary.verbs[typed.verb] == nil,
      let first = typed.arguments.first, case .option(let name) = first.role,
      let maker = first.value.path, maker.count == 1, !Words.isReserved(name)
    else { return nil }
    let words = Set(vocabulary.verbs.keys).union(vocabulary.kinds.keys)
    let candidates = words.filter { $0.hasPrefix(typed.verb) }
    let isKind = vocabulary.kinds[typed.verb] != nil
    guard isKind || candidates.count == 1, let kind = isKind ? typed.verb : candidates.first,
      vocabulary.kinds[kind] != nil
    else { return nil }
    let binding = Binding(
      kind: kind, name: name, kindSpan: typed.verbSpan, nameSpan: first.roleSpan)
    return Invocation(
      binding: binding, verb: maker[0], arguments: Array(typed.arguments.dropFirst()),
      span: typed.span, verbSpan: first.valueSpan)
  }

  /// The word itself, or leniently the only one that begins like it.
  func word(
    _ typed: String, among words: some Collection<String>, at span: Span, missing: String
  ) throws(Diagnostic) -> String {
    if words.contains(typed) { return typed }
    if isLenient {
      let candidates = words.filter { $0.hasPrefix(typed) }.sorted()
      if candidates.count == 1 { return candidates[0] }
      if candidates.count > 1 {
        throw Diagnostic(
          "'\(Lexer.shown(typed))' could be \(candidates.joined(separator: ", "))", at: span,
          suggestion: "write more of the word")
      }
    }
    throw Diagnostic(
      "\(missing) '\(Lexer.shown(typed))'", at: span,
      suggestion: Resolver.suggestion(for: typed, among: words))
  }

  /// The nearest word, or else a list of all if it is short.
  static func suggestion(for typed: String, among words: some Collection<String>) -> String? {
    if let nearest = Spelling.nearest(to: typed, among: words) {
      return "did you mean '\(nearest)'?"
    }
    guard words.count <= 12 else { return "help lists the words there are" }
    return words.isEmpty ? nil : "choose from " + words.sorted().joined(separator: ", ")
  }
}

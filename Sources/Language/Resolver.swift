import Catalog
import Text

/// Checks statements against a vocabulary and completes their words.
struct Resolver {
  let vocabulary: Vocabulary
  let isLenient: Bool
  var isInBlock = false

  func statement(_ statement: Statement) throws(Diagnostic) -> Statement {
    switch statement {
    case .invocation(let invocation):
      return .invocation(try resolved(invocation))
    case .loop, .choice:
      var inside = self
      inside.isInBlock = true
      return try statement.mapping { line throws(Diagnostic) in [try inside.statement(line)] }
    case .definition(let definition, let span):
      guard !isTaken(definition.name) else {
        throw Diagnostic(
          "'\(Lexer.shown(definition.name))' is already a command", at: span,
          suggestion: "choose another name")
      }
      guard !definition.body.contains(where: { $0.calls(definition.name) }) else {
        throw Diagnostic("\(Lexer.shown(definition.name)) calls itself", at: span)
      }
      return try statement.mapping { line throws(Diagnostic) in [try self.statement(line)] }
    case .expect(let expression, let span):
      guard expression.compares else {
        throw Diagnostic(
          "'expect' needs a comparison", at: span,
          suggestion: "write it as in: expect \(Lexer.shown("\(expression)")) > 0.9")
      }
      return statement
    case .bind:
      return statement
    }
  }

  /// Whether a definition may not have this name: one that it replaces may.
  private func isTaken(_ name: String) -> Bool {
    vocabulary.kind(name) != nil || vocabulary.verb(name).map { !$0.isDefined } ?? false
  }

  private func resolved(_ invocation: Invocation) throws(Diagnostic) -> Invocation {
    var invocation = try spacedDeclaration(invocation) ?? invocation
    let card: Card
    if var binding = invocation.binding {
      binding.kind = try kind(of: binding, maker: invocation.verb)
      let kind = vocabulary.kind(binding.kind)
      invocation.binding = binding
      // A variable stands for the maker: what it takes is known when the line runs.
      if invocation.verb.hasPrefix("$") { return invocation }
      invocation.verb = try Spelling.word(
        invocation.verb, among: kind?.makers.map(\.name) ?? [], at: invocation.verbSpan,
        missing: "\(binding.kind) has no maker", lenient: isLenient)
      card = kind?[invocation.verb] ?? Card(invocation.verb, "")
    } else {
      invocation.verb = try verb(of: invocation)
      card = vocabulary.verb(invocation.verb) ?? Card(invocation.verb, "")
      if isInBlock, card.blocks == .refused {
        throw Diagnostic("\(invocation.verb) is not allowed in a block", at: invocation.verbSpan)
      }
    }
    let check = ArgumentCheck(card, isLenient: isLenient, isInBlock: isInBlock)
    invocation.arguments = try check.resolved(invocation)
    return invocation
  }

  private func verb(of invocation: Invocation) throws(Diagnostic) -> String {
    let (typed, span) = (invocation.verb, invocation.verbSpan)
    if vocabulary.verb(typed) != nil { return typed }
    if let meant = vocabulary.verbs.first(where: { $0.elsewhere.contains(typed) })?.name {
      throw Diagnostic(
        "there is no command '\(Lexer.shown(typed))'", at: span,
        suggestion: "did you mean '\(Lexer.shown(meant))'?")
    }
    guard !vocabulary.objects.contains(typed) else {
      throw Diagnostic(
        "there is no command '\(Lexer.shown(typed))'", at: span,
        suggestion: "did you mean 'show \(Lexer.shown(typed))'?")
    }
    let words = vocabulary.verbs.map(\.name) + vocabulary.kinds.map(\.word) + Words.statements
    let found = try Spelling.word(
      typed, among: words, rare: vocabulary.lessonWords, at: span,
      missing: "there is no command", lenient: isLenient)
    guard vocabulary.verb(found) == nil else { return found }
    let shown = Lexer.shown(found)
    guard vocabulary.kind(found) != nil else {
      throw Diagnostic(
        "'\(shown)' cannot be abbreviated", at: span, suggestion: "write \(shown)")
    }
    throw Diagnostic(
      "'\(shown)' makes a new object and needs its name and a maker", at: span,
      suggestion: "write \(shown) NAME = MAKER")
  }

  private func kind(of binding: Binding, maker: String) throws(Diagnostic) -> String {
    if vocabulary.kind(binding.kind) == nil, vocabulary.verb(binding.kind) != nil {
      throw Diagnostic(
        "'\(binding.kind)' is a command and does not create an object", at: binding.kindSpan,
        suggestion: "for an option write \(Lexer.shown("\(binding.name)=\(maker)")) without spaces")
    }
    return try Spelling.word(
      binding.kind, among: vocabulary.kinds.map(\.word), at: binding.kindSpan,
      missing: "there is no kind of object named", lenient: isLenient)
  }

  /// `data d=digits` as the declaration that was meant.
  private func spacedDeclaration(_ typed: Invocation) throws(Diagnostic) -> Invocation? {
    guard isLenient, typed.binding == nil, vocabulary.verb(typed.verb) == nil,
      let first = typed.arguments.first, case .option(let name) = first.role,
      let maker = first.value.path, maker.count == 1, !Words.isReserved(name)
    else { return nil }
    let words = Set(vocabulary.verbs.map(\.name) + vocabulary.kinds.map(\.word))
    let candidates = words.filter { $0.hasPrefix(typed.verb) }
    let isKind = vocabulary.kind(typed.verb) != nil
    guard isKind || candidates.count == 1, let kind = isKind ? typed.verb : candidates.first,
      vocabulary.kind(kind) != nil
    else { return nil }
    let binding = Binding(
      kind: kind, name: name, kindSpan: typed.verbSpan, nameSpan: first.roleSpan)
    return Invocation(
      binding: binding, verb: maker[0], arguments: Array(typed.arguments.dropFirst()),
      span: typed.span, verbSpan: first.valueSpan)
  }
}

extension Statement {
  /// Whether it, or a statement in its blocks, is a command of this name.
  fileprivate func calls(_ name: String) -> Bool {
    if case .invocation(let invocation) = self, invocation.binding == nil {
      return invocation.verb == name
    }
    return inner.contains { $0.calls(name) }
  }
}

extension Expression {
  /// Whether anything in it is compared.
  fileprivate var compares: Bool {
    switch self {
    case .binary(let sign, let left, let right):
      sign.isComparison || left.compares || right.compares
    case .negative(let inner), .arithmetic(let inner): inner.compares
    default: false
    }
  }
}

import Catalog
import Journal
import Language
import Text

/// Evaluates expressions: variables, fields of objects, arithmetic.
package struct Evaluator {
  private let variables: [String: Value]
  private let field: (_ object: String, _ path: [String]) -> Value?
  private let names: [String]

  /// An evaluator over the live objects of `workspace`.
  package init(_ workspace: Workspace) {
    variables = workspace.variables
    names = workspace.objects.map(\.name)
    let fields = Dictionary(
      uniqueKeysWithValues: workspace.objects.map { ($0.name, $0.fields) })
    field = { object, path in
      fields[object]?.first { $0.name == path.first }?.value.item(at: path.dropFirst())
    }
  }

  /// An evaluator without live objects.
  package init() { (variables, names, field) = ([:], [], { _, _ in nil }) }

  /// The value of `expression`.
  package func value(_ expression: Expression, at span: Span) throws(Diagnostic) -> Value {
    switch expression {
    case .literal(let value): return value
    case .variable(let name): return try variable(name, at: span)
    case .element(let fields):
      return .name(try path(fields, at: span).joined(separator: "."))
    case .template(let parts): return .text(try text(parts, at: span))
    case .list(let items):
      var values: [Value] = []
      for item in items { values.append(try value(item, at: span)) }
      let list = Value.list(values)
      guard list.count(upTo: TextLimits.list) <= TextLimits.list else {
        throw Diagnostic("a list has at most \(TextLimits.list) values", at: span)
      }
      return list
    case .arithmetic, .negative, .binary:
      let number = try self.number(expression, at: span)
      guard number.isFinite else {
        throw Diagnostic("\(expression) is not a number", at: span)
      }
      guard number == number.rounded(), abs(number) < 1e15 else { return .number(number) }
      return .integer(Int(number))
    }
  }

  /// Quoted text with its variables filled in.
  private func text(_ parts: [TextPart], at span: Span) throws(Diagnostic) -> String {
    var text = ""
    for part in parts {
      switch part {
      case .text(let plain): text += plain
      case .variable(let name):
        let value = try variable(name, at: span)
        text += String(value) ?? value.description
      case .expression(let expression):
        text += try value(.arithmetic(expression), at: span).description
      }
      guard text.utf8.count <= TextLimits.filled else {
        throw Diagnostic(
          "text has at most \(TextLimits.filled) bytes once its variables are filled in", at: span)
      }
    }
    return text
  }

  /// The invocation with variables in names, makers and quoted text substituted.
  func named(_ invocation: Invocation) throws(Diagnostic) -> Invocation {
    var invocation = invocation
    if var binding = invocation.binding {
      binding.name = try name(binding.name, at: binding.nameSpan)
      invocation.verb = try name(invocation.verb, at: invocation.verbSpan)
      invocation.binding = binding
    }
    for index in invocation.arguments.indices {
      guard case .template(let parts) = invocation.arguments[index].value else { continue }
      let span = invocation.arguments[index].valueSpan
      invocation.arguments[index].value = .literal(.text(try text(parts, at: span)))
    }
    return invocation
  }

  /// The name that `f.$s` or `$maker` stands for.
  private func name(_ written: String, at span: Span) throws(Diagnostic) -> String {
    guard written.contains("$") else { return written }
    var fields: [Field] = []
    for part in written.split(separator: ".") {
      fields.append(
        part.hasPrefix("$") ? .variable(String(part.dropFirst())) : .name(String(part)))
    }
    return try path(fields, at: span).joined(separator: ".")
  }

  /// The parts of a reference, evaluated where they need to be.
  private func path(_ fields: [Field], at span: Span) throws(Diagnostic) -> [String] {
    var path: [String] = []
    for field in fields {
      switch field {
      case .name(let name): path.append(name)
      case .variable(let name):
        path += try part(variable(name, at: span), written: field, isFirst: path.isEmpty, at: span)
      case .expression(let expression):
        path += try part(
          value(.arithmetic(expression), at: span), written: field, isFirst: false, at: span)
      }
    }
    return path
  }

  /// What stands for one part of a reference: a name with its fields or, after a name, a count.
  private func part(
    _ value: Value, written field: Field, isFirst: Bool, at span: Span
  ) throws(Diagnostic) -> [String] {
    switch value {
    case .integer(let number) where number >= 0 && !isFirst: return ["\(number)"]
    case .name(let name): return name.split(separator: ".").map(String.init)
    case let other:
      throw Diagnostic(
        "\(field) is \(other), which cannot be part of a name", at: span,
        suggestion: isFirst ? "it must be the name of an object" : "it must be 0, 1, 2 and so on")
    }
  }

  /// The value of a variable.
  package func variable(_ name: String, at span: Span) throws(Diagnostic) -> Value {
    guard let value = variables[name] else {
      throw Diagnostic(
        "no variable named '$\(name)'", at: span,
        suggestion: Self.difference(name, sign: "$") { variables[$0] != nil }
          ?? Spelling.suggestion(for: name, among: Array(variables.keys))
          ?? "define it first: let \(name) = ...")
    }
    return value
  }

  /// The number that `expression` evaluates to; comparisons give 1 or 0.
  package func number(_ expression: Expression, at span: Span) throws(Diagnostic) -> Double {
    switch expression {
    case .negative(let inner): return -(try number(inner, at: span))
    case .binary(let operation, let left, let right):
      if let same = areSame(left, right), operation == .equal || operation == .unequal {
        return same == (operation == .equal) ? 1 : 0
      }
      let (left, right) = (try number(left, at: span), try number(right, at: span))
      guard operation != .divide || right != 0 else {
        throw Diagnostic("division by zero", at: span)
      }
      let result = Self.apply(operation, left, right)
      guard result.isFinite || !left.isFinite || !right.isFinite else {
        throw Diagnostic("the result is too large", at: span)
      }
      return result
    case .literal(let value): return try number(value, at: span)
    case .variable(let name): return try number(variable(name, at: span), at: span)
    case .element(let fields):
      return try number(.name(path(fields, at: span).joined(separator: ".")), at: span)
    case .arithmetic(let inner): return try number(inner, at: span)
    case .list, .template: throw Diagnostic("'\(expression)' is not a number", at: span)
    }
  }

  /// Whether a condition holds: a comparison, a number other than 0, or yes.
  package func truth(_ condition: Expression, at span: Span) throws(Diagnostic) -> Bool {
    if let word = word(condition), let flag = Domain.flagWords[word] { return flag }
    return try number(condition, at: span) != 0
  }

  /// Whether two words are the same, one of them a variable or quoted; nil if one is no word.
  private func areSame(_ left: Expression, _ right: Expression) -> Bool? {
    guard let first = word(left), let second = word(right) else { return nil }
    let isWritten = [left, right].allSatisfy {
      if case .literal(.name) = $0 { true } else { false }
    }
    return isWritten ? nil : first == second
  }

  /// The text, or the word that names no object, that an expression is.
  private func word(_ expression: Expression) -> String? {
    let value: Value? =
      switch expression {
      case .literal(let value): value
      case .variable(let name): variables[name]
      case .template(let parts): (try? text(parts, at: .nowhere)).map(Value.text)
      default: nil
      }
    switch value {
    case .text(let text): return text
    case .name(let name):
      return names.contains(Workspace.split(name, among: names)[0]) ? nil : name
    case .flag(let flag): return flag ? "yes" : "no"
    default: return nil
    }
  }

  private func number(_ value: Value, at span: Span) throws(Diagnostic) -> Double {
    switch value {
    case .integer(let number): return Double(number)
    case .number(let number): return number
    case .name(let text):
      let path = Workspace.split(text, among: names)
      guard let object = path.first, names.contains(object) else {
        throw .noObject(
          path.first ?? "", among: names, at: span,
          hint: variables[text] != nil ? "did you mean '$\(text)'?" : nil)
      }
      guard let number = field(object, Array(path.dropFirst()))?.double else {
        let difference = Self.difference(text) { shorter in
          field(object, Array(Workspace.split(shorter, among: names).dropFirst()))?.double
            != nil
        }
        throw Diagnostic(
          "'\(text)' is not a number", at: span,
          suggestion: difference ?? "show \(object) lists its fields")
      }
      return number
    default:
      throw Diagnostic("'\(value)' is not a number", at: span)
    }
  }

  /// How to write a subtraction that was read as a name with a hyphen.
  private static func difference(
    _ name: String, sign: String = "", isKnown: (String) -> Bool
  ) -> String? {
    let hyphens = name.indices.filter { name[$0] == "-" }
    guard let hyphen = hyphens.last(where: { isKnown(String(name[..<$0])) }) else { return nil }
    return "write \(sign)\(name[..<hyphen]) - \(name[name.index(after: hyphen)...]) with spaces"
  }

  private static func apply(_ operation: Operator, _ left: Double, _ right: Double) -> Double {
    switch operation {
    case .add: left + right
    case .subtract: left - right
    case .multiply: left * right
    case .divide: left / right
    case .less: left < right ? 1 : 0
    case .lessOrEqual: left <= right ? 1 : 0
    case .greater: left > right ? 1 : 0
    case .greaterOrEqual: left >= right ? 1 : 0
    case .equal: left == right ? 1 : 0
    case .unequal: left != right ? 1 : 0
    }
  }
}

extension Value {
  /// Values in it, counted no further than a few beyond `limit`: a list may hold another many times.
  fileprivate func count(upTo limit: Int) -> Int {
    guard case .list(let items) = self else { return 1 }
    var sum = 0
    for item in items where sum <= limit { sum += item.count(upTo: limit - sum) }
    return sum
  }
}

import Catalog
import Journal
import Language

/// Works out values: variables, fields of objects, arithmetic.
package struct Evaluator {
  private let variables: [String: Value]
  private let field: (_ object: String, _ path: [String]) -> Value?
  private let names: [String]

  /// An evaluator over what is alive in `workspace` now.
  package init(_ workspace: Workspace) {
    variables = workspace.variables
    names = workspace.objects.map(\.name)
    let fields = Dictionary(
      uniqueKeysWithValues: workspace.objects.map { ($0.name, $0.fields) })
    field = { object, path in
      fields[object]?.first { $0.name == path.first }?.value.item(at: path.dropFirst())
    }
  }

  /// An evaluator that knows of nothing alive.
  init() { (variables, names, field) = ([:], [], { _, _ in nil }) }

  /// The value that `expression` comes to.
  package func value(_ expression: Expression, at span: Span) throws(Diagnostic) -> Value {
    switch expression {
    case .literal(let value): return value
    case .variable(let name): return try variable(name, at: span)
    case .element(let fields):
      return .name(try path(fields, at: span).joined(separator: "."))
    case .list(let items):
      var values: [Value] = []
      for item in items { values.append(try value(item, at: span)) }
      return .list(values)
    case .arithmetic, .negative, .binary:
      let number = try self.number(expression, at: span)
      guard number.isFinite else {
        throw Diagnostic("\(expression) is not a number", at: span)
      }
      guard number == number.rounded(), abs(number) < 1e15 else { return .number(number) }
      return .integer(Int(number))
    }
  }

  /// The parts of a reference, with those worked out that are to be.
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

  /// What stands for one part of a reference: a name with its fields or, behind a name, a count.
  private func part(
    _ value: Value, written field: Field, isFirst: Bool, at span: Span
  ) throws(Diagnostic) -> [String] {
    switch value {
    case .integer(let number) where number >= 0 && !isFirst: return ["\(number)"]
    case .name(let name): return name.split(separator: ".").map(String.init)
    case let other:
      throw Diagnostic(
        "\(field) is \(other), which is no part of a name", at: span,
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
          ?? "bind it first: let \(name) = ...")
    }
    return value
  }

  /// The number that `expression` comes to; comparisons give 1 or 0.
  package func number(_ expression: Expression, at span: Span) throws(Diagnostic) -> Double {
    switch expression {
    case .negative(let inner): return -(try number(inner, at: span))
    case .binary(let operation, let left, let right):
      let (left, right) = (try number(left, at: span), try number(right, at: span))
      guard operation != .divide || right != 0 else {
        throw Diagnostic("division by zero", at: span)
      }
      let result = Self.apply(operation, left, right)
      guard result.isFinite || !left.isFinite || !right.isFinite else {
        throw Diagnostic("the result is larger than any number", at: span)
      }
      return result
    case .literal(let value): return try number(value, at: span)
    case .variable(let name): return try number(variable(name, at: span), at: span)
    case .element(let fields):
      return try number(.name(path(fields, at: span).joined(separator: ".")), at: span)
    case .arithmetic(let inner): return try number(inner, at: span)
    case .list: throw Diagnostic("'\(expression)' is not a number", at: span)
    }
  }

  private func number(_ value: Value, at span: Span) throws(Diagnostic) -> Double {
    switch value {
    case .integer(let number): return Double(number)
    case .number(let number): return number
    case .name(let text):
      let path = value.path ?? []
      guard let object = path.first, names.contains(object) else {
        throw .noObject(
          path.first ?? "", among: names, at: span,
          hint: variables[text] != nil ? "did you mean '$\(text)'?" : nil)
      }
      guard let number = field(object, Array(path.dropFirst()))?.double else {
        let difference = Self.difference(text) { shorter in
          field(object, shorter.split(separator: ".").dropFirst().map(String.init))?.double != nil
        }
        throw Diagnostic(
          "'\(text)' has no number", at: span,
          suggestion: difference ?? "see what it has: show \(object)")
      }
      return number
    default:
      throw Diagnostic("'\(value)' is not a number", at: span)
    }
  }

  /// How to write what was meant by a name that holds a hyphen behind a known one.
  private static func difference(
    _ name: String, sign: String = "", isKnown: (String) -> Bool
  ) -> String? {
    let hyphens = name.indices.filter { name[$0] == "-" }
    guard let hyphen = hyphens.last(where: { isKnown(String(name[..<$0])) }) else { return nil }
    return "write \(sign)\(name[..<hyphen]) - \(name[name.index(after: hyphen)...]) with blanks"
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

import Catalog
import TestSupport
import Testing

@testable import Language

/// Random statements in the form that the parser makes.
struct StatementMaker {
  private var random: Seeded

  init(seed: UInt64) {
    random = Seeded(seed: seed)
  }

  private mutating func pick<Element>(_ items: [Element]) -> Element {
    items[Int.random(in: 0..<items.count, using: &random)]
  }

  private mutating func chance(_ part: Int) -> Bool {
    Int.random(in: 0..<part, using: &random) == 0
  }

  private mutating func name() -> String {
    pick([
      "a", "net", "generative-replay", "x_1", "学习", "e\u{301}te", "é2-b3", "_", "trainer", "ewc-2",
    ])
  }

  private mutating func integer() -> Int {
    chance(3)
      ? pick([0, -1, 1, .max, .min, 400])
      : Int.random(in: Int.min...Int.max, using: &random) >> Int.random(in: 0..<64, using: &random)
  }

  private mutating func number() -> Double {
    while true {
      let value =
        chance(2)
        ? pick([
          0.1, -0.0, 0.0, 1e-3, 1e300, Double.leastNonzeroMagnitude, -2.5, 1e16, .pi,
          -.greatestFiniteMagnitude,
        ])
        : Double(bitPattern: random.next())
      if value.isFinite { return value }
    }
  }

  private mutating func text() -> String {
    let parts: [Unicode.Scalar] = [
      "a", " ", "\"", "\\", "\n", "\t", "\r", "\0", "#", ";", "$", "{", "学", "\u{301}", "🙂",
      "\u{1b}",
      "\u{202E}", "\u{FEFF}", "n", "/",
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0..<8, using: &random) { text.append(pick(parts)) }
    return String(text)
  }

  private mutating func item(depth: Int) -> Expression {
    switch Int.random(in: 0..<10, using: &random) {
    case 0: return .literal(.integer(integer()))
    case 1: return .literal(.number(number()))
    case 2: return .literal(.text(text()))
    case 3: return .variable(name())
    case 4: return .literal(.range(integer(), integer()))
    case 5 where depth > 0: return .arithmetic(expression(depth: depth - 1))
    case 6: return element(depth: depth)
    case 7 where depth > 0:
      return .template([
        .text("a " + text() + " "), .variable(name()), .text(text() + "-1."),
        .expression(expression(depth: depth - 1)),
      ])
    default:
      var path = [name()]
      while chance(2) { path.append(pick(["1", "12", "train", "acc", "*", "学"])) }
      return .name(path)
    }
  }

  /// A reference with at least one part that is worked out.
  private mutating func element(depth: Int) -> Expression {
    var fields: [Field] = [.name(name())]
    if chance(3) {
      fields = [.variable(name()), .name("1")]
    } else {
      let isPlain = depth == 0 || chance(2)
      fields.append(isPlain ? .variable(name()) : .expression(expression(depth: depth - 1)))
    }
    while chance(2) { fields.append(chance(2) ? .variable(name()) : .name(pick(["3", "*", "学"]))) }
    return .element(fields)
  }

  mutating func value() -> Expression {
    guard chance(4) else { return item(depth: 4) }
    var items = [item(depth: 2)]
    repeat { items.append(item(depth: 2)) } while chance(2)
    return .several(items)
  }

  mutating func expression(depth: Int) -> Expression {
    guard depth > 0, !chance(4) else { return item(depth: 0) }
    if chance(4) { return .negative(expression(depth: depth - 1)) }
    return .binary(
      pick(Operator.allCases), expression(depth: depth - 1), expression(depth: depth - 1))
  }

  private mutating func argument() -> Argument {
    switch Int.random(in: 0..<3, using: &random) {
    case 0: Argument(.operand, value())
    case 1: Argument(.option(name()), value())
    default: Argument(.preposition(pick(["on", "from", "to", "with", "as", "then"])), value())
    }
  }

  mutating func statement(depth: Int) -> Statement {
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return .bind(isParameter: chance(2), name: name(), value: value(), span: .nowhere)
    case 1: return .expect(expression(depth: 5), .nowhere)
    case 2 where depth > 0:
      let variable = chance(2) ? name() : nil
      let body = (0..<Int.random(in: 0..<4, using: &random)).map { _ in statement(depth: depth - 1)
      }
      return .loop(variable: variable, over: value(), body: body, span: .nowhere)
    case 3 where depth > 0:
      let then = (0..<Int.random(in: 0..<3, using: &random)).map { _ in statement(depth: depth - 1)
      }
      let otherwise = (0..<Int.random(in: 0..<3, using: &random)).map { _ in
        statement(depth: depth - 1)
      }
      return .choice(expression(depth: 3), then: then, otherwise: otherwise, span: .nowhere)
    case 4 where depth > 3:
      let first = Definition.Parameter(name: "p", fallback: nil)
      let second = Definition.Parameter(name: "学", fallback: item(depth: 2))
      return .definition(
        Definition(
          name: name(), parameters: chance(3) ? [] : chance(2) ? [second] : [first, second],
          body: [statement(depth: depth - 2), statement(depth: 0)]), .nowhere)
    default:
      let binding = chance(2) ? Binding(kind: name(), name: name()) : nil
      let arguments = (0..<Int.random(in: 0..<5, using: &random)).map { _ in argument() }
      return .invocation(Invocation(binding: binding, verb: name(), arguments: arguments))
    }
  }
}

struct RoundTripTests {
  @Test(arguments: 0..<10)
  func `printing and parsing give the statement back`(seed: UInt64) throws {
    var maker = StatementMaker(seed: seed)
    for _ in 0..<500 {
      let statement = maker.statement(depth: 4)
      let printed = statement.description
      let found = try Parser.statements(in: printed)
      #expect(found.count == 1)
      #expect(found.first?.statement == statement, "\(printed)")
      #expect(found.first?.statement.description == printed)
      #expect(Parser.isComplete(printed))
    }
  }

  @Test func `many statements in one source stay apart`() throws {
    var maker = StatementMaker(seed: 99)
    let statements = (0..<200).map { _ in maker.statement(depth: 2) }
    let source = statements.map(\.description).joined(separator: "\n")
    #expect(try Parser.statements(in: source).map(\.statement) == statements)
  }

  @Test func `parentheses are as few as keep the tree`() {
    let one = Expression.literal(.integer(1))
    let sum = Expression.binary(.add, one, one)
    let cases: [(Expression, String)] = [
      (.binary(.add, sum, one), "1 + 1 + 1"), (.binary(.add, one, sum), "1 + (1 + 1)"),
      (.binary(.multiply, sum, one), "(1 + 1) * 1"),
      (.binary(.less, sum, sum), "1 + 1 < 1 + 1"),
      (.binary(.equal, .binary(.less, one, one), one), "(1 < 1) == 1"),
      (.negative(one), "- 1"), (.negative(.negative(one)), "-- 1"), (.negative(sum), "-(1 + 1)"),
      (.binary(.subtract, one, .literal(.integer(-1))), "1 - -1"),
      (.negative(.variable("x")), "-$x"),
    ]
    for (expression, text) in cases { #expect(expression.description == text) }
  }

  @Test func `the deepest nesting is printed no deeper`() throws {
    let signs = String(repeating: "-", count: Parser.deepest - 1)
    let statement = try #require(try Samples.statement("back (1 - \(signs) 0..85)"))
    #expect(try Samples.statement(statement.description) == statement)
  }

  @Test func `equality leaves places out`() throws {
    #expect(try Samples.statement("train  a on d") == Samples.statement("  train a   on d"))
    #expect(try Samples.statement("repeat 2 {quit}") == Samples.statement("repeat 2 {\n quit\n}"))
    #expect(try Samples.statement("let x = 1") != Samples.statement("param x = 1"))
    #expect(try Samples.statement("let x = 1") != Samples.statement("let x = 1.0"))
    #expect(try Samples.statement("expect a") != Samples.statement("a"))
  }
}

import Catalog
import Language

/// Writes statements that are right by grammar and mostly by vocabulary.
struct StatementWriter {
  private typealias Maker = (kind: String, card: Card)

  private let verbs: [Card]
  private let makers: [Maker]
  private static let names = [
    "d", "net", "g", "ours", "base", "plain", "x", "学习", "e\u{301}te", "_", "x_1", "a-b", "é2-b3",
  ]
  private static let operators = ["+", "-", "*", "/", "<", "<=", ">", ">=", "==", "!="]
  private static let texts = [
    "a.safetensors", "", " ", "two words", "\\\"", "\\\\", "\\n\\t", "\\u{1b}", "#", ";{}$", "学",
    "e\u{301}", "👩‍👩‍👧", "\\u{202e}", "0,1|2,3",
  ]

  init(_ vocabulary: Vocabulary) {
    verbs = vocabulary.verbs
    makers = vocabulary.kinds.flatMap { kind in kind.makers.map { (kind.word, $0) } }
  }

  /// Writes a statement without its line end.
  func statement(_ out: inout [UInt8], _ dice: inout Dice, depth: Int = 2) {
    switch dice.below(12) {
    case 0, 1:
      out += dice.pick(["let ", "param "]).utf8
      out += dice.pick(Self.names).utf8
      out += " = ".utf8
      value(&out, &dice, depth: 2)
    case 2:
      out += "expect ".utf8
      expression(&out, &dice, depth: 3)
    case 3 where depth > 0:
      loop(&out, &dice, depth: depth)
    case 8 where depth > 0:
      out += dice.pick(["if ", "if ", "def zork(x, n=2) { note \"$x $(1 + $n)\" }\nif "]).utf8
      expression(&out, &dice, depth: 2)
      for word in [" {\n", dice.pick([" else {\n", " else if 1 < 2 {\n"])] {
        out += word.utf8
        statement(&out, &dice, depth: depth - 1)
        out += "\n}".utf8
      }
    case 4, 5, 6, 7:
      let maker = dice.pick(makers)
      out += "\(maker.kind) \(dice.pick(Self.names)) = \(maker.card.name)".utf8
      arguments(of: maker.card, &out, &dice)
    default:
      let verb = dice.pick(verbs)
      out += verb.name.utf8
      arguments(of: verb, &out, &dice)
    }
  }

  private func loop(_ out: inout [UInt8], _ dice: inout Dice, depth: Int) {
    if dice.once(in: 2) {
      out += "for \(dice.pick(Self.names)) in ".utf8
      value(&out, &dice, depth: 1)
    } else {
      out += "repeat \(dice.below(9))".utf8
    }
    out += " {\n".utf8
    for _ in 0..<dice.below(3) {
      out += "    ".utf8
      statement(&out, &dice, depth: depth - 1)
      out += dice.pick(["\n", "; ", "  # so\n"]).utf8
    }
    out += "}".utf8
  }

  private func arguments(of card: Card, _ out: inout [UInt8], _ dice: inout Dice) {
    for _ in 0..<dice.among(card.neededOperands...card.operands.count) {
      out.append(32)
      value(&out, &dice, depth: 1)
    }
    for option in card.parameters where dice.once(in: 1 + card.parameters.count / 2) {
      out += " \(option.name)=".utf8
      if case .choice(let choices) = option.domain {
        out += dice.pick(choices).utf8
      } else {
        value(&out, &dice, depth: 1)
      }
    }
    for word in card.prepositions.map(\.name) where !dice.once(in: 4) {
      out += " \(word) ".utf8
      value(&out, &dice, depth: 1)
    }
  }

  /// Writes a value; `depth` bounds the parentheses.
  func value(_ out: inout [UInt8], _ dice: inout Dice, depth: Int) {
    item(&out, &dice, depth: depth)
    while dice.once(in: 5) {
      out.append(44)
      item(&out, &dice, depth: depth)
    }
  }

  private func item(_ out: inout [UInt8], _ dice: inout Dice, depth: Int) {
    switch dice.below(10) {
    case 0, 1: out += "\(dice.below(1000))".utf8
    case 2: out += dice.pick(["0.5", "1e-3", "-2.5", "1e20", "-7", "-0.0", "1e300"]).utf8
    case 3: out += "\(dice.below(9))..\(dice.below(90))".utf8
    case 4: out += "\"\(dice.pick(Self.texts))\"".utf8
    case 5: out += "$\(dice.pick(Self.names))".utf8
    case 6 where depth > 0:
      out.append(40)
      expression(&out, &dice, depth: depth)
      out.append(41)
    default:
      out += dice.pick(Self.names).utf8
      while dice.once(in: 3) { out += dice.pick([".last", ".1", ".accuracy", ".*"]).utf8 }
    }
  }

  private func expression(_ out: inout [UInt8], _ dice: inout Dice, depth: Int) {
    if dice.once(in: 6) { out += dice.pick(["-", "- "]).utf8 }
    guard depth > 0, !dice.once(in: 3) else { return item(&out, &dice, depth: 0) }
    let isWrapped = dice.once(in: 2)
    if isWrapped { out.append(40) }
    expression(&out, &dice, depth: depth - 1)
    // Comparisons cannot be chained, so arithmetic is written inside.
    out += " \(dice.pick(isWrapped ? Self.operators : Array(Self.operators[..<4]))) ".utf8
    expression(&out, &dice, depth: depth - 1)
    if isWrapped { out.append(41) }
  }
}

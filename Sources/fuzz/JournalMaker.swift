import Language
import Workbench

/// Writes journals as sessions do.
struct JournalMaker {
  private let statements = StatementWriter(Commands.vocabulary)
  private static let words = ["last", "loss", "accuracy", "time", "sha256", "ours.last", "学习", "x"]

  private static let figures = [
    #"chart {"form":"curves","kind":"chart","series":[{"name":"a<b>","x":[0,1],"y":[0.5,"nan"]}],"#
      + #""title":"t","version":1,"x-label":"x","x-ticks":[1],"y-label":"","y-range":[0,1]}"#,
    #"heatmap {"columns":["a"],"kind":"heatmap","range":[0,1],"rows":["b"],"title":"\u001b","#
      + #""values":[[0.5,null]],"version":1}"#,
    #"table {"header":["a"],"kind":"table","rows":[["b",3,{"digits":4,"number":1e-3}]],"version":1}"#,
    #"~text {"kind":"text","text":"a\nb","version":1}"#,
    #"images {"captions":["a"],"count":1,"file":"a.figures/1.png","height":1,"kind":"images","#
      + #""pixels":"00","sha256":"00","version":1,"width":1}"#,
  ]

  /// Writes a journal; returns the number of its commands.
  func write(_ out: inout [UInt8], _ dice: inout Dice) -> Int {
    out +=
      "#!reverie journal \(dice.once(in: 2) ? 1 : 2)\n#: app=0.1.0 os=linux-x86_64 data=\"/my data\"\n"
      .utf8
    out += "#: session=2026-02-03-1011-7f3a start=2026-02-03T10:11:12Z seed=1 threads=2\n".utf8
    var (line, count) = ([UInt8](), 0)
    for _ in 0..<(1 + dice.below(4)) {
      if dice.once(in: 4) { out += "#' *Prose* with `code`, 学 and <b>\n#'\n".utf8 }
      if dice.once(in: 8) { out += "#~ \(dice.pick(Self.words)) rel=1e-3,abs=0.5\n".utf8 }
      line.removeAll(keepingCapacity: true)
      statements.statement(&line, &dice)
      guard let parsed = try? Parser.statements(in: String(decoding: line, as: UTF8.self)).first
      else { continue }
      count += command(parsed.statement, count + 1, &out, &dice)
    }
    if dice.once(in: 3) { out += "#: end=ok commands=\(count) errors=0 ~wall=9.1\n".utf8 }
    if dice.once(in: 9) {
      out += "#: verified=2026-02-03 verify-mode=exact verify-outcome=identical\n".utf8
    }
    return count
  }

  /// Writes a command with what came of it; 0 if it failed.
  private func command(
    _ statement: Statement, _ number: Int, _ out: inout [UInt8], _ dice: inout Dice
  ) -> Int {
    let text = statement.description
    out += "#> \(number) 10:11:\(10 + dice.below(50)) ".utf8
    for scalar in text.utf8 {
      out.append(scalar)
      if scalar == 10 { out += "#>> ".utf8 }
    }
    if dice.once(in: 8) {
      out += "\n#! \(number) no object named 'x'\n".utf8
      return 0
    }
    out += "\n\(text)\n".utf8
    if statement.isBlock {
      for turn in 1...3 { records("\(number).\(turn).1", &out, &dice) }
    } else {
      records("\(number)", &out, &dice)
    }
    return 1
  }

  private func records(_ path: String, _ out: inout [UInt8], _ dice: inout Dice) {
    if !dice.once(in: 4) {
      out += "#= \(path)".utf8
      for _ in 0...dice.below(4) {
        out += " \(dice.once(in: 6) ? "~" : "")\(dice.pick(Self.words))=".utf8
        quantity(&out, &dice, depth: 3)
      }
      out.append(10)
    }
    if dice.once(in: 2) { out += "#@ \(path) ours=9f3c00000000aa01 net=00\n".utf8 }
    if dice.once(in: 9) { out += "#f \(path) file=a.figures/\(path).png sha256=09ab\n".utf8 }
    if dice.once(in: 3) { out += "#f \(path) \(dice.pick(Self.figures))\n".utf8 }
  }

  private func quantity(_ out: inout [UInt8], _ dice: inout Dice, depth: Int) {
    switch dice.below(9) {
    case 0, 1: out += "\(Int(truncatingIfNeeded: dice.next()) >> dice.below(64))".utf8
    case 2, 3: out += "\(Double(bitPattern: dice.next()))".utf8
    case 4: out += dice.pick(["true", "false", "0.5", "1e-3", "-0.0", "100", "nan", "inf"]).utf8
    case 5: out += dice.pick(["\"a b\"", "\"\"", "\"\\\"\\\\\\n\"", "\"学\"", "\"#\""]).utf8
    case _ where depth > 0:
      out.append(UInt8(ascii: "["))
      for index in 0..<dice.below(4) {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        quantity(&out, &dice, depth: depth - 1)
      }
      out.append(UInt8(ascii: "]"))
    default: out += "7".utf8
    }
  }
}

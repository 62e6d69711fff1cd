import Foundation
import Language
import Testing

@testable import Workbench

/// A wrong line, words of what is said about it, and where the caret stands.
struct BadLine: CustomTestStringConvertible, Sendable {
  let line: String
  let words: [String]
  let column: Int
  let name: String?

  init(_ line: String, _ words: String..., at column: Int, name: String? = nil) {
    (self.line, self.words, self.column, self.name) = (line, words, column, name)
  }

  var testDescription: String { name ?? line }
}

@Suite struct BadLinesTests {
  /// Two data sets, networks, a learner that has learned all, one that has learned half and one
  /// that has learned nothing.
  static let setup =
    Lines.all + [
      "data e = glyphs figures=6 split=3 size=8 train=4 test=2",
      "learner base = finetune model=net", "train base on d steps=2 batch=8",
      "train ours on d.1 steps=2 batch=8", "learner fresh = finetune model=net", "let n = 2",
      "let word = net",
    ]

  static func desk() throws -> Desk {
    let desk = try Desk()
    for line in setup { try desk.type(line) }
    return desk
  }

  static let words: [BadLine] = [
    .init("xyzzy", "there is no command 'xyzzy'", at: 1),
    .init("trian base on d", "there is no command 'trian'", "did you mean 'train'?", at: 1),
    .init("s d", "'s' could be", "sample", "show", at: 1),
    .init("model d", "'model' makes a new object", at: 1),
    .init("model m = vae", "model has no maker 'vae'", "cnn, critic, mlp", at: 11),
    .init("dta d = glyphs", "no kind of object named 'dta'", "'data'", at: 1),
    .init("set seed=3", "set has no option 'seed'", "reverie --seed 3", at: 5),
    .init("ours", "there is no command 'ours'", "did you mean 'show ours'?", at: 1),
    .init("rate = 3", "unexpected '='", "to name a value: let rate = ...", at: 6),
    .init("rename ours to best", "rename does not take 'to'", "rename ours best", at: 13),
    .init("train base on d again", "only 1 argument", "write again=yes", at: 17),
    .init("run nowhere", "there is no file nowhere", at: 5),
    .init("train", "train needs a learner", "for example: train ours on d", at: 1),
    .init("train base", "train needs 'on'", "for example: train ours on d", at: 1),
    .init("train base on", "'on' needs a value", at: 12),
    .init("train base ours on d", "only 1 argument", at: 12),
    .init("train base to d", "train does not take 'to'", at: 12),
    .init(
      "train base on d epok=2", "train has no option 'epok'", "choose from again, batch", at: 17),
    .init("train base on d threads=2", "train has no option 'threads'", at: 17),
    .init("train base on d steps=1 steps=2", "'steps' is given twice", at: 25),
    .init("repeat 1 { export to \"a.html\" }", "export is not allowed in a block", at: 12),
    .init("repeat 1 { repeat 1 { quit } }", "quit is not allowed in a block", at: 23),
    .init("for k in 1..2 { back 1 }", "back is not allowed in a block", at: 17),
    .init("repeat 1 { pin }", "pin needs the command to run", at: 12),
    .init("list now", "list takes no arguments", at: 6),
    .init("note", "note needs text in quotes", at: 1),
    .init("let on = 1", "'on' is a keyword", at: 5),
    .init("let let = 1", "'let' is a keyword", at: 5),
    .init("let x.y = 1", "a new name cannot contain '.'", at: 5),
    .init("data d.x = glyphs", "'d.x' would be a field of the data set 'd'", at: 6),
    .init("note \"open", "the text is not closed", at: 6),
    .init("for s in 1..3 {", "the block is not closed", at: 15),
    .init("train base on d steps=1x", "'1x' is neither a number nor a name", at: 23),
    .init("train base on d steps=99999999999999999999", "does not fit into 64 bits", at: 23),
    .init("learner l = finetune rate=1e999", "too large for a number", at: 27),
    .init("show a\0b", "unexpected character 'U+0000'", at: 7, name: "show a NUL b"),
    .init("show \u{1b}[31m", "unexpected character", at: 6, name: "show ESC"),
    .init("set hints=off", "works only at the prompt", at: 1),
    .init("verify \"a.journal\"", "works only at the prompt", at: 1),
  ]

  static let values: [BadLine] = [
    .init("model m = mlp hidden=-1", "hidden=-1 is not valid", "1 to 65536", at: 22),
    .init("model m = mlp hidden=0", "hidden=0 is not valid", at: 22),
    .init("model m = mlp hidden=1,x", "hidden=1,x is not valid", "whole numbers", at: 22),
    .init("model m = mlp hidden=5..1", "hidden=5..1 is not valid", at: 22),
    .init("model m = cnn stages=7", "stages=7 is not valid", "1 to 6", at: 22),
    .init("learner l = finetune rate=-0.1", "rate=-0.1 is not valid", "0.0 to 10.0", at: 27),
    .init("learner l = finetune rate=fast", "rate=fast is not valid", "a number", at: 27),
    .init("learner l = finetune rate=\"1\"", "rate=\"1\" is not valid", at: 27),
    .init("learner l = finetune rate=(1/0)", "division by zero", at: 27),
    .init("let x = (1 / ($n - 2))", "division by zero", at: 1),
    .init("let x = (1e308 * 10)", "the result is too large", at: 1),
    .init("let x = ($n + $nothing)", "no variable named '$nothing'", "let nothing", at: 1),
    .init("let x = ($n-1)", "no variable named '$n-1'", "write $n - 1 with spaces", at: 1),
    .init("let x = ($word + 1)", "'net' is not a number", at: 1),
    .init("let x = (nobody + 1)", "no object named 'nobody'", at: 1),
    .init("train base on d batch=0", "batch=0 is not valid", at: 23),
    .init("train base on d epochs=1.5", "epochs=1.5 is not valid", at: 24),
    .init("train base on d steps=$m", "no variable named '$m'", at: 23),
    .init("eval base on d split=tests", "split has no choice 'tests'", "'test'", at: 22),
    .init("sample ours n=0", "n=0 is not valid", at: 15),
    .init("data x = glyphs split=11", "split=11 is more than 10 classes", at: 1),
    .init("data x = glyphs split=3", "split=3 does not divide 10 classes evenly", at: 1),
    .init("data x = glyphs scenario=clazz", "scenario has no choice 'clazz'", at: 26),
    .init("data x = glyphs classes=0,1,99", "99", at: 1),
    .init("data x = glyphs figures=256 train=100000", "too many images", at: 1),
    .init("data x = glyphs train=2 split=10 validation=0.1", "validation=0.1", "empty", at: 1),
  ]

  static let objects: [BadLine] = [
    .init("train nobody on d", "no object named 'nobody'", at: 7),
    .init("train bas on d", "no object named 'bas'", "'base'", at: 7),
    .init("train base on x", "no object named 'x'", at: 15),
    .init("train net on d", "'net' is a model, not a learner", "base", at: 7),
    .init("train base on ours", "'ours' is a learner, not a data set", at: 15),
    .init("train base on d", "base has already learned d", at: 1),
    .init("train ours on d.1", "ours has already learned d.1", at: 1),
    .init("train ours on d.3", "d has experiences 1 to 2", "d.1", at: 15),
    .init("train ours on d.0", "d has experiences 1 to 2", at: 15),
    .init("train ours on d.1.1", "d has experiences 1 to 2", at: 15),
    .init("train ours on e", "ours is already being trained on d", at: 1),
    .init("train base,ours on d", "train takes one learner at a time, not base,ours", at: 7),
    .init("sample fresh", "fresh is not trained yet", at: 1),
    .init("sample base", "base (finetune) has no generator", at: 1),
    .init("compare fresh", "fresh has not learned an experience yet", at: 1),
    .init("compare base,d", "'d' is a data set, not a learner", at: 9),
    .init("compare base to d", "'d' is a data set, not a learner", at: 17),
    .init("compare base to fresh", "fresh has not learned an experience yet", at: 1),
    .init("compare base to", "'to' needs a value", at: 14),
    .init("plot base.lost", "'lost' cannot be plotted", at: 6),
    .init("plot d.sha256", "d.sha256 holds no numbers", at: 6),
    .init("plot d", "'d' is a data set: name the field to plot", at: 6),
    .init("show nobody", "no object named 'nobody'", at: 6),
    .init("show base.lost", "base has no field 'lost'", "its fields and views: last", at: 6),
    .init("eval base on d split=validation", "d has no validation images", at: 1),
    .init("eval fresh on d split=validation", "d has no validation images", at: 1),
    .init("learner l = finetune model=d", "'d' is a data set, not a model", at: 28),
    .init("learner l = finetune model=nett", "no object named 'nett'", "'net'", at: 28),
    .init("learner l = finetune model=net,net", "model=net,net is not valid", at: 28),
    .init("learner l = finetune generator=net", "'net' is a model, not a generator", at: 32),
    .init("expect base.lost > 0", "'base.lost' is not a number", "show base", at: 1),
    .init("expect nobody.last > 0", "no object named 'nobody'", at: 1),
    .init("expect base.last > 2", "expected base.last > 2: it is 0.", at: 1),
    .init("expect base.accuracy > 0", "'base.accuracy' is not a number", at: 1),
    .init("expect base.accuracy.9.1 > 0", "is not a number", at: 1),
    .init("expect 1 / 0 > 0", "division by zero", at: 1),
    .init("for s in 3..1 { list }", "3..1 is not a range that counts upward", at: 1),
    .init("for s in 1..9000000000000000000 { list }", "at most 1000000", at: 1),
    .init("for s in ($n + x) { list }", "no object named 'x'", at: 1),
    .init("repeat -1 { list }", "repeat needs a count from 0 to 1000000", at: 1),
    .init("repeat 1000001 { list }", "repeat needs a count from 0 to 1000000", at: 1),
    .init("repeat x { list }", "repeat needs a count", at: 1),
    .init("repeat 2 { show nobody }", "no object named 'nobody'", at: 17),
    .init("list; train base on d", "base has already learned d", at: 7),
    .init("help nonsens", "there is no help on 'nonsens'", at: 6),
    .init("explain nonsens", "no explanation of 'nonsens'", at: 9),
  ]

  @Test(arguments: words + values + objects)
  func `a bad line is reported in one line and changes nothing`(bad: BadLine) throws {
    try check(bad, at: Self.desk())
  }

  private func check(_ bad: BadLine, at desk: Desk) throws {
    let before = try desk.states()
    let variables = desk.workspace.variables
    guard let failure = desk.failure(of: bad.line) else {
      Issue.record("'\(bad.testDescription)' was taken")
      return
    }
    let diagnostic = failure.diagnostic
    let said = diagnostic.message + "; " + (diagnostic.suggestion ?? "")
    #expect(!said.contains("\n") && !failure.oneLine.contains("\n"))
    for words in bad.words { #expect(said.contains(words)) }
    let source = try #require(failure.source)
    #expect(source.text == bad.line && source.label == "prompt")
    let position = diagnostic.position(in: source.text)
    #expect(position == .init(line: 1, column: bad.column))
    #expect((4...5).contains(failure.rendered(cells: 80).split(separator: "\n").count))
    #expect(failure.trouble != .mismatch)

    #expect(try desk.states() == before)
    #expect(desk.workspace.variables == variables)
    try desk.type("let works = ($n + 1)", "eval base on d")
    #expect(desk.workspace.variables["works"] == .integer(3))
  }

  @Test func `a value that does not fit is not answered with the option's own name`() throws {
    let failure = try #require(Self.desk().failure(of: "learner z = finetune rate=ten"))
    #expect(failure.diagnostic.message.hasPrefix("rate=ten is not valid: expected a number"))
    #expect(failure.diagnostic.suggestion == nil)
  }

  @Test func `a hyphen after an indexed field is minus, one in a name is part of it`() throws {
    let desk = try Self.desk()
    try desk.type("train ours on d steps=2 batch=8")
    for line in ["expect ours.last-0.1 > 0.5", "let x = (ours.last-0.1)"] {
      let suggestion = desk.failure(of: line)?.diagnostic.suggestion
      #expect(suggestion == "write ours.last - 0.1 with spaces")
    }
    #expect(
      desk.failure(of: "let x = (ours.la-1)")?.diagnostic.suggestion?.hasPrefix("show ours") == true
    )
  }

  @Test func `bad lines one after the other harm nothing`() throws {
    let desk = try Self.desk()
    for bad in Self.words + Self.values + Self.objects { try check(bad, at: desk) }
    try desk.type("train ours on d steps=2 batch=8")
    let straight = try Self.desk()
    try straight.type("train ours on d steps=2 batch=8")
    #expect(try desk.digest("ours") == straight.digest("ours"))
  }
}

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

  private func desk() throws -> Desk {
    let desk = try Desk()
    for line in Self.setup { try desk.type(line) }
    return desk
  }

  static let words: [BadLine] = [
    .init("xyzzy", "there is no command 'xyzzy'", at: 1),
    .init("trian base on d", "there is no command 'trian'", "did you mean 'train'?", at: 1),
    .init("s d", "'s' could be", "sample", "show", at: 1),
    .init("model d", "'model' makes a new object", at: 1),
    .init("model m = vae", "model has no maker 'vae'", "cnn, mlp", at: 11),
    .init("dta d = glyphs", "no kind of object named 'dta'", "'data'", at: 1),
    .init("train", "train needs 1 argument, got 0", at: 1),
    .init("train base", "train needs 'on'", "for example: train ours on d", at: 1),
    .init("train base on", "'on' needs a value", at: 12),
    .init("train base ours on d", "only 1 argument", at: 12),
    .init("train base to d", "train takes no 'to'", at: 12),
    .init(
      "train base on d epok=2", "train has no option 'epok'", "choose from batch, epochs", at: 17),
    .init("train base on d threads=2", "train has no option 'threads'", at: 17),
    .init("train base on d steps=1 steps=2", "'steps' is given twice", at: 25),
    .init("list now", "list takes no arguments", at: 6),
    .init("note", "note needs 1 argument", at: 1),
    .init("let on = 1", "'on' is a word of the language", at: 5),
    .init("let let = 1", "'let' is a word of the language", at: 5),
    .init("let x.y = 1", "a new name has no '.'", at: 5),
    .init("data d.x = glyphs", "a new name has no '.'", at: 6),
    .init("note \"open", "the text is not closed", at: 6),
    .init("for s in 1..3 {", "the block is not closed", at: 15),
    .init("train base on d steps=1x", "'1x' is neither a number nor a name", at: 23),
    .init("train base on d steps=99999999999999999999", "does not fit into 64 bits", at: 23),
    .init("learner l = finetune rate=1e999", "larger than any number", at: 27),
    .init("show a\0b", "unexpected character 'U+0000'", at: 7, name: "show a NUL b"),
    .init("show \u{1b}[31m", "unexpected character", at: 6, name: "show ESC"),
    .init("set hints=off", "works only at the prompt of a terminal", at: 1),
    .init("verify \"a.journal\"", "works only at the prompt of a terminal", at: 1),
  ]

  static let values: [BadLine] = [
    .init("model m = mlp hidden=-1", "hidden=-1 is not possible", "1 to 65536", at: 22),
    .init("model m = mlp hidden=0", "hidden=0 is not possible", at: 22),
    .init("model m = mlp hidden=1,x", "hidden=1,x is not possible", "whole numbers", at: 22),
    .init("model m = mlp hidden=5..1", "hidden=5..1 is not possible", at: 22),
    .init("model m = cnn stages=7", "stages=7 is not possible", "1 to 6", at: 22),
    .init("learner l = finetune rate=-0.1", "rate=-0.1 is not possible", "0.0 to 10.0", at: 27),
    .init("learner l = finetune rate=fast", "rate=fast is not possible", "a number", at: 27),
    .init("learner l = finetune rate=\"1\"", "rate=\"1\" is not possible", at: 27),
    .init("learner l = finetune rate=(1/0)", "division by zero", at: 27),
    .init("let x = (1 / ($n - 2))", "division by zero", at: 1),
    .init("let x = (1e308 * 10)", "larger than any number", at: 1),
    .init("let x = ($n + $nothing)", "no variable named '$nothing'", "let nothing", at: 1),
    .init("let x = ($word + 1)", "'net' has no number", at: 1),
    .init("let x = (nobody + 1)", "no object named 'nobody'", at: 1),
    .init("train base on d batch=0", "batch=0 is not possible", at: 23),
    .init("train base on d epochs=1.5", "epochs=1.5 is not possible", at: 24),
    .init("train base on d steps=$m", "no variable named '$m'", at: 23),
    .init("eval base on d split=tests", "split has no choice 'tests'", "'test'", at: 22),
    .init("sample ours n=0", "n=0 is not possible", at: 15),
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
    .init("train base on ours", "'ours' is a learner, not a data", at: 15),
    .init("train base on d", "base has already learned d", at: 1),
    .init("train ours on d.1", "ours has already learned d.1", at: 1),
    .init("train ours on d.3", "d has experiences 1 to 2", "d.1", at: 15),
    .init("train ours on d.0", "d has experiences 1 to 2", at: 15),
    .init("train ours on d.1.1", "d has experiences 1 to 2", at: 15),
    .init("train ours on e", "ours has begun another stream (d)", at: 1),
    .init("train base,ours on d", "no object named", at: 7),
    .init("sample fresh", "fresh has learned nothing yet", at: 1),
    .init("sample base", "base (finetune) has no generator", at: 1),
    .init("compare fresh", "fresh has not learned an experience yet", at: 1),
    .init("compare base,d", "'d' is a data, not a learner", at: 9),
    .init("plot base.loss", "'loss' cannot be drawn", at: 6),
    .init("plot d", "'d' is a data, not a learner", at: 6),
    .init("show nobody", "no object named 'nobody'", at: 6),
    .init("show base.lost", "base has no field 'lost'", "it has: last", at: 6),
    .init("eval base on d split=validation", "d holds no validation images", at: 1),
    .init("learner l = finetune model=d", "'d' is a data, not a model", at: 28),
    .init("learner l = finetune model=nett", "no object named 'nett'", "'net'", at: 28),
    .init("learner l = finetune model=net,net", "model=net,net is not possible", at: 28),
    .init("learner l = finetune generator=net", "'net' is a model, not a generator", at: 32),
    .init("expect base.lost > 0", "'base.lost' has no number", "show base", at: 1),
    .init("expect nobody.last > 0", "no object named 'nobody'", at: 1),
    .init("expect base.last > 2", "expected base.last > 2: it is 0.", at: 1),
    .init("expect base.accuracy > 0", "'base.accuracy' has no number", at: 1),
    .init("expect base.accuracy.9.1 > 0", "has no number", at: 1),
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
    .init("explain nonsens", "nothing to explain under 'nonsens'", at: 9),
  ]

  @Test(arguments: words + values + objects)
  func `a bad line is told in one line and harms nothing`(bad: BadLine) throws {
    try check(bad, at: desk())
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
    #expect(failure.rendered.split(separator: "\n").count == 4)
    #expect(failure.trouble != .mismatch)

    #expect(try desk.states() == before)
    #expect(desk.workspace.variables == variables)
    try desk.type("let works = ($n + 1)", "eval base on d")
    #expect(desk.workspace.variables["works"] == .integer(3))
  }

  @Test func `bad lines one after the other harm nothing`() throws {
    let desk = try desk()
    for bad in Self.words + Self.values + Self.objects { try check(bad, at: desk) }
    try desk.type("train ours on d steps=2 batch=8")
    let straight = try self.desk()
    try straight.type("train ours on d steps=2 batch=8")
    #expect(try desk.digest("ours") == straight.digest("ours"))
  }

  @Test func `files that are missing, foreign or torn are told with their name`() throws {
    let desk = try desk()
    try desk.type("save base to \"\(desk.path("base.safetensors"))\"")
    let whole = try Data(contentsOf: URL(fileURLWithPath: desk.path("base.safetensors")))
    for (name, data) in [
      ("empty", Data()), ("torn", whole.prefix(whole.count / 2)), ("head", whole.prefix(20)),
      ("foreign", Data("not ours at all".utf8)), ("half", Data([0xff, 0xfe, 0x22])),
      ("foreign.session", Data("data d = glyphs\nfly away\n".utf8)),
      ("open.session", Data("note \"open\n".utf8)),
    ] { try data.write(to: URL(fileURLWithPath: desk.path(name))) }
    func line(_ form: String, _ name: String) -> String {
      form.replacing("FILE", with: "\"\(desk.path(name))\"")
    }
    let folder = String(desk.path("").dropLast())
    let cases: [(line: String, word: String)] = [
      (line("load FILE as x", "missing"), "missing: No such file"),
      (line("load FILE as x", "empty"), "empty: byte 0"),
      (line("load FILE as x", "torn"), "torn: byte"),
      (line("load FILE as x", "head"), "head: byte 0"),
      (line("load FILE as x", "foreign"), "foreign: byte 0"),
      (line("load FILE as x", ""), "is no plain file"),
      ("load \"/dev/zero\" as x", "is no plain file"),
      ("load \"a\\u{0}b\" as x", "null character"),
      (line("save base to FILE", ""), folder),
      (line("save base to FILE", "no/such/folder"), "No such file"),
      (line("save base to FILE", "empty/x"), "Not a directory"),
      ("save base to \"\"", "No such file"),
      ("save base to \"/proc/x\"", "/proc/x"),
      ("save base to \"a\\u{0}b\"", "null character"),
      ("save nobody to \"x\"", "no object named 'nobody'"),
      (line("run FILE", "missing"), "cannot be read"),
      (line("run FILE", "half"), "is not UTF-8 text"),
      (line("run FILE", ""), "is a folder"),
      (line("run FILE", "foreign.session"), "there is no command 'fly'"),
      (line("run FILE", "open.session"), "the text is not closed"),
      ("run \"/dev/zero\"", "/dev/zero"),
      ("run \"a\\u{0}b\"", "cannot be read"),
      (line("check FILE", "foreign.session"), "there is no command 'fly'"),
      ("data x = folder \"/no/such/folder\"", "/no/such/folder"),
      ("data x = npz \"/no/such/file.npz\"", "/no/such/file.npz"),
      ("data x = mnist split=5", "not found in /nowhere"),
      (line("data x = npz FILE", "foreign"), "foreign"),
    ]
    let before = try desk.states()
    for (line, word) in cases {
      guard let failure = desk.failure(of: line) else {
        Issue.record("'\(line)' was taken")
        continue
      }
      #expect(failure.oneLine.contains(word))
      #expect(!failure.oneLine.contains("\n"))
      #expect(try desk.states() == before)
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: desk.folder)
    #expect(left.allSatisfy { !$0.contains("part-") })
  }

  @Test(arguments: ["x.y", "on", "let", "in", "a,b", "$word.z", "5", "\"q\""])
  func `an object is loaded only under a name that can be written`(name: String) throws {
    let desk = try desk()
    let path = desk.path("net.safetensors")
    try desk.type("save net to \"\(path)\"")
    let before = try desk.states()
    let failure = try #require(desk.failure(of: "load \"\(path)\" as \(name)"))
    #expect(!failure.oneLine.contains("\n"))
    #expect(try desk.states() == before)
    try desk.type("load \"\(path)\" as fine")
    #expect(desk.workspace["fine"] != nil)
  }

  @Test func `a file that runs itself is stopped`() throws {
    let desk = try desk()
    try desk.write("run \"\(desk.path("self.session"))\"\n", to: "self.session")
    try desk.write("list\nrun \"\(desk.path("b.session"))\"\n", to: "a.session")
    try desk.write("run \"\(desk.path("./a.session"))\"\n", to: "b.session")
    for name in ["self.session", "a.session"] {
      let failure = try #require(desk.failure(of: "run \"\(desk.path(name))\""))
      #expect(failure.diagnostic.message.hasSuffix("runs itself"))
    }
    for depth in 0..<40 {
      try desk.write("run \"\(desk.path("\(depth + 1).session"))\"\n", to: "\(depth).session")
    }
    #expect(desk.failure(of: "run \"\(desk.path("0.session"))\"") != nil)
    try desk.type("list")
  }

  @Test func `a failure in a file is told with its place in that file`() throws {
    let desk = try desk()
    try desk.write("let k = 1\n\n  train nobody on d\n", to: "a.session")
    let failure = try #require(desk.failure(of: "run \"\(desk.path("a.session"))\""))
    #expect(
      failure.oneLine.hasPrefix(
        "\(desk.path("a.session")):3:9: error: no object named 'nobody'"))
  }

  static let hostile: [BadLine] = [
    .init("train " + String(repeating: "a", count: 100_000), "train needs 'on'", at: 1, name: "a"),
    .init(
      String(repeating: "x", count: 100_000), "there is no command", at: 1, name: "a long word"),
    .init(
      String(repeating: "x ", count: 50_000), "there is no command", at: 1, name: "many words"),
    .init(
      "note \"" + String(repeating: "é", count: 100_000), "the text is not closed", at: 6,
      name: "a long open text"),
    .init(
      "let x = " + String(repeating: "(", count: 100_000), "nesting is deeper than 64", at: 73,
      name: "deep parentheses"),
    .init(
      String(repeating: "repeat 1 { ", count: 10_000), "nesting is deeper than 64", at: 714,
      name: "deep blocks"),
    .init(
      "expect " + String(repeating: "-", count: 100_000) + "1 > 0", "nesting is deeper", at: 72,
      name: "many signs"),
    .init(
      "let x = (1" + String(repeating: " + 1", count: 20_000) + ")", "operators", at: 2060,
      name: "many operators"),
    .init(
      "model m = mlp hidden=" + String(repeating: "1,", count: 50_000) + "0", "not possible",
      at: 22, name: "a long list"),
  ]

  @Test(arguments: hostile)
  func `a hostile line is told and harms nothing`(bad: BadLine) throws {
    let desk = try desk()
    let before = try desk.states()
    let failure = try #require(desk.failure(of: bad.line))
    for words in bad.words { #expect(failure.diagnostic.message.contains(words)) }
    let source = try #require(failure.source)
    #expect(
      failure.diagnostic.position(in: source.text) == .init(line: 1, column: bad.column))
    #expect(failure.rendered.split(separator: "\n").count == 4)
    #expect(try desk.states() == before)
    try desk.type("eval base on d")
  }

  @Test(arguments: [
    "model m = mlp hidden=65536,65536,65536", "model m = mlp hidden=1..65536",
  ])
  func `a network that is too large is refused before memory is taken`(line: String) throws {
    let desk = try desk()
    try desk.type(line, "learner l = finetune model=m")
    let before = try desk.states()
    let failure = try #require(desk.failure(of: "train l on d steps=1 batch=1"))
    #expect(failure.diagnostic.message.contains("weights"))
    #expect(!failure.oneLine.contains("\n"))
    #expect(try desk.states() == before)
  }

  @Test func `a generator that is too large is refused before memory is taken`() throws {
    let desk = try desk()
    try desk.type(
      "generator h = vae hidden=65536,65536 latent=65536",
      "learner l = generative-replay model=net generator=h")
    let failure = try #require(desk.failure(of: "train l on d steps=1 batch=1"))
    #expect(failure.diagnostic.message.contains("weights"))
  }

  @Test func `eval tells what a learner knows before it has learned`() throws {
    let desk = try desk()
    try desk.type("eval fresh on d")
    try desk.type("train fresh on d steps=2 batch=8")
    let straight = try self.desk()
    try straight.type("train fresh on d steps=2 batch=8")
    #expect(try desk.digest("fresh") == straight.digest("fresh"))
  }

  @Test(arguments: [
    "data e = glyphs figures=4 split=2 size=8 train=8 test=4 scenario=task",
    "data e = glyphs figures=4 split=2 size=8 train=8 test=4 limit=3",
    "data e = glyphs figures=4 split=2 size=8 train=8 test=4 validation=0.25",
    "data e = glyphs figures=4 base=3 split=1 size=8 train=8 test=4",
    "data e = glyphs figures=4 split=2 size=8 train=8 test=4 order=3,2,1,0",
    "data e = glyphs figures=4 split=4 size=8 train=8 test=4",
    "data e = glyphs figures=4 split=2 size=8 train=8 test=4 seed=2",
  ])
  func `a learner does not take another split for its own`(line: String) throws {
    let desk = try desk()
    try desk.type(line)
    let failure = try #require(desk.failure(of: "train ours on e steps=1"))
    #expect(failure.diagnostic.message.contains("ours has begun another stream (d)"))
  }

  @Test func `data that is declared again alike is the same data`() throws {
    let desk = try desk()
    try desk.type(Lines.data.replacing("data d", with: "data again"))
    try desk.type("train ours on again steps=2 batch=8")
    #expect(desk.value("steps", of: "ours") == .integer(2))
  }
}

import Language
import Testing

@testable import Workbench

/// What is too long, too deep, too large or not the same.
@Suite struct LimitsTests {
  static let hostile: [BadLine] = [
    .init(
      "train " + String(repeating: "a", count: 100_000), "a name has at most 256", at: 7, name: "a"),
    .init(
      String(repeating: "x", count: 100_000), "a name has at most 256", at: 1, name: "a long word"),
    .init(
      "list " + String(repeating: "x", count: 257), "a name has at most 256", at: 6,
      name: "a name of 257"),
    .init(
      "show $" + String(repeating: "x", count: 300), "a name has at most 256", at: 6,
      name: "a long variable"),
    .init(
      "note \"" + String(repeating: "x", count: 1 << 21) + "\"", "text has at most 1048576", at: 6,
      name: "a long text"),
    .init(
      "let x = " + String(repeating: "1,", count: 20_000) + "1", "a list has at most 20000",
      at: 40_009, name: "a list that is too long"),
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
      "model m = mlp hidden=" + String(repeating: "1,", count: 10_000) + "0", "not valid",
      at: 22, name: "a long list"),
  ]

  @Test(arguments: hostile)
  func `a hostile line is reported and changes nothing`(bad: BadLine) throws {
    let desk = try BadLinesTests.desk()
    let before = try desk.states()
    let failure = try #require(desk.failure(of: bad.line))
    for words in bad.words { #expect(failure.diagnostic.message.contains(words)) }
    let source = try #require(failure.source)
    #expect(
      failure.diagnostic.position(in: source.text) == .init(line: 1, column: bad.column))
    #expect((4...5).contains(failure.rendered(cells: 80).split(separator: "\n").count))
    #expect(try desk.states() == before)
    try desk.type("eval base on d")
  }

  @Test(arguments: [
    "model m = mlp hidden=65536,65536,65536", "model m = mlp hidden=1..65536",
  ])
  func `a network that is too large is refused before memory is taken`(line: String) throws {
    let desk = try BadLinesTests.desk()
    try desk.type(line, "learner l = finetune model=m")
    let before = try desk.states()
    let failure = try #require(desk.failure(of: "train l on d steps=1 batch=1"))
    #expect(failure.diagnostic.message.contains("weights"))
    #expect(!failure.oneLine.contains("\n"))
    #expect(try desk.states() == before)
  }

  @Test func `a generator that is too large is refused before memory is taken`() throws {
    let desk = try BadLinesTests.desk()
    try desk.type(
      "generator h = vae hidden=65536,65536 latent=65536",
      "learner l = generative-replay model=net generator=h")
    let failure = try #require(desk.failure(of: "train l on d steps=1 batch=1"))
    #expect(failure.diagnostic.message.contains("weights"))
  }

  @Test func `eval reports what a learner knows before training`() throws {
    let desk = try BadLinesTests.desk()
    try desk.type("eval fresh on d")
    try desk.type("train fresh on d steps=2 batch=8")
    let straight = try BadLinesTests.desk()
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
    let desk = try BadLinesTests.desk()
    try desk.type(line)
    let failure = try #require(desk.failure(of: "train ours on e steps=1"))
    #expect(failure.diagnostic.message.contains("ours is already being trained on d"))
  }

  @Test func `data that is declared again alike is the same data`() throws {
    let desk = try BadLinesTests.desk()
    try desk.type(Lines.data.replacing("data d", with: "data again"))
    try desk.type("train ours on again steps=2 batch=8")
    #expect(desk.value("steps", of: "ours") == .integer(2))
  }

  @Test(arguments: [("1,1", "$a,$a", "a list has"), ("\"xx\"", "\"$a$a\"", "text has")])
  func `what doubles is refused when it is too large, by check and by a run`(
    first: String, again: String, words: String
  ) throws {
    let desk = try Desk()
    let lines = ["let a = \(first)"] + [String](repeating: "let a = \(again)", count: 40)
    try desk.write(lines.joined(separator: "\n"), to: "s.session")
    for verb in ["check", "run"] {
      let failure = try #require(desk.failure(of: "\(verb) \"\(desk.path("s.session"))\""))
      #expect(failure.diagnostic.message.hasPrefix(words))
    }
  }

  @Test func `the turns of nested blocks are bounded, by check and by a run`() throws {
    let desk = try Desk()
    try desk.write("repeat 1000000 {\n repeat 1000000 {\n  let b = 1\n }\n}", to: "s.session")
    for verb in ["check", "run"] {
      let failure = try #require(desk.failure(of: "\(verb) \"\(desk.path("s.session"))\""))
      #expect(failure.diagnostic.message.contains("at most 1000000 turns"))
      #expect(failure.oneLine.contains("s.session:2:"))
    }
    try desk.type("repeat 2 { repeat 2 { let b = 2 } }")
  }

  @Test func `a file that a front end would run in itself is refused`() throws {
    let desk = try Desk()
    for verb in ["vary", "verify", "accept", "step"] {
      var asked = 0
      desk.interpreter.frontEnd[verb] = { _ in asked += 1 }
      let seeds = verb == "vary" ? " seed=1..5" : ""
      try desk.write("\(verb) \"\(desk.path("s.session"))\"\(seeds)", to: "s.session")
      for way in ["run", "check"] {
        let failure = try #require(desk.failure(of: "\(way) \"\(desk.path("s.session"))\""))
        #expect(failure.diagnostic.message.hasSuffix("s.session runs itself"))
      }
      #expect(asked == 0)
    }
  }
}

import Catalog
import Testing

@testable import Language

struct ParserTests {
  static let canonicalLines = [
    "data d = digits split=5",
    "model net = mlp hidden=400,400",
    "learner ours = generative-replay model=net generator=g",
    "learner dark = der++ model=net",
    "train ours on d epochs=$epochs",
    "train ours on d.3.train rate=0.001",
    "compare base,ours on d",
    "plot ours.*,base.acc as lines",
    "note \"Replay beats finetuning; generator blurs 4 and 9\"",
    "note \"a \\\"b\\\"\\n\\tc \\\\ d\"",
    "let x = -5",
    "let x = -1.5",
    "param rate = 1e-05",
    "let x = 1..5,10",
    "let x = -5..-1",
    "let x = (2 * ($a + 1) - -3)",
    "let x = (-(1 + 2) * 3)",
    "let x = (- 5)",
    "let x = (a - (b - c))",
    "let x = ((a < b) == (c < d))",
    "expect ours.last > 0.9",
    "expect ours.last - base.last >= 0.1 * 2",
    "expect -5 < x",
    "for s in 1..5 {\n    train ours on d.1 seed=$s\n}",
    "repeat 3 {\n    for s in a,b {\n        quit\n    }\n    quit\n}",
    "repeat $n {\n}",
    "data 学习 = digits",
    "show -9223372036854775808",
    "show 9223372036854775807",
    "set hints=off other=on",
  ]

  @Test func `a name and its value are read outside of sessions, but nothing else`() throws {
    let binding = try #require(Parser.binding(in: "epochs=2,5"))
    #expect(binding == ("epochs", .literal(.list([.integer(2), .integer(5)]))))
    for text in ["", "a", "a=", "=1", "a=1; b", "a=1; quit", "a=1\nlist", "a b=1", "a.b=1"] {
      #expect(Parser.binding(in: text) == nil, "\(text)")
    }
  }

  @Test(arguments: canonicalLines)
  func `a canonical line prints as itself`(line: String) throws {
    #expect(try Samples.statement(line)?.description == line)
  }

  static let spellings = [
    ("train ours   on d\tepochs=2  # two", "train ours on d epochs=2"),
    ("save d to ../out/x.npz", "save d to \"../out/x.npz\""),
    ("save d to ./a#b", "save d to \"./a#b\""),
    ("data b = folder ~/birds/ split=2", "data b = folder \"~/birds/\" split=2"),
    ("load x from=/a/b,./c", "load x from=\"/a/b\",\"./c\""),
    ("save d to out.html", "save d to out.html"),
    ("let x=5", "let x = 5"),
    ("let x =5", "let x = 5"),
    ("data d= mnist", "data d = mnist"),
    ("let x = ((1 + 2))", "let x = (1 + 2)"),
    ("let x = ((1 * 2) + 3)", "let x = (1 * 2 + 3)"),
    ("let x = (a/b)", "let x = (a / b)"),
    ("let x = (4 -2)", "let x = (4 - 2)"),
    ("let x = (-(5))", "let x = (- 5)"),
    ("let x = 1E5", "let x = 100000.0"),
    ("let x = 1e+20", "let x = 1e+20"),
    ("let x = 007", "let x = 7"),
    ("let x = -0", "let x = 0"),
    ("let x = 400,\n  # more\n  400", "let x = 400,400"),
    ("train a \\\n  on d", "train a on d"),
    ("train a \\  \r\n  on d\r", "train a on d"),
    ("repeat 2 { quit; quit }", "repeat 2 {\n    quit\n    quit\n}"),
    ("for s in 1..2{quit}", "for s in 1..2 {\n    quit\n}"),
    ("note \"a\nb\"", "note \"a\\nb\""),
    ("note \"\\u{1b}[1m\"", "note \"\\u{1b}[1m\""),
    ("note \"日本\"", "note \"日本\""),
    ("expect a.b==2", "expect a.b == 2"),
    ("expect a/b > 1", "expect a / b > 1"),
  ]

  @Test(arguments: spellings)
  func `other spellings print canonically`(source: String, printed: String) throws {
    #expect(try Samples.statement(source)?.description == printed)
  }

  @Test func `arguments know their roles and places`() throws {
    let source = "model net = mlp \"x\" on d.1 hidden=1,2"
    guard case .invocation(let invocation) = try Samples.statement(source) else {
      Issue.record("no invocation")
      return
    }
    #expect(invocation.binding == Binding(kind: "model", name: "net"))
    #expect(invocation.binding?.nameSpan == Span(lower: 6, upper: 9))
    #expect(invocation.verb == "mlp")
    #expect(invocation.verbSpan == Span(lower: 12, upper: 15))
    #expect(invocation.span == Span(lower: 0, upper: 37))
    #expect(invocation.operands.map(\.value) == [.literal(.text("x"))])
    #expect(invocation.preposition("on")?.value == .name(["d", "1"]))
    #expect(invocation.preposition("on")?.span == Span(lower: 20, upper: 26))
    #expect(invocation.option("hidden")?.value == .literal(.list([.integer(1), .integer(2)])))
    #expect(invocation.option("hidden")?.valueSpan == Span(lower: 34, upper: 37))
    #expect(invocation.option("hidden")?.roleSpan == Span(lower: 27, upper: 33))
  }

  @Test func `statements know their places`() throws {
    let source = "# first\nquit ; help train\n\nrepeat 2 {\n quit\n}"
    let found = try Parser.statements(in: source)
    #expect(found.map(\.span.lower) == [8, 15, 27])
    #expect(found.map(\.span.upper) == [12, 25, 45])
    #expect(found.map(\.statement.span) == found.map(\.span))
  }

  @Test(arguments: [
    (".5", Value.number(0.5)), ("-.5", .number(-0.5)), ("1e-3", .number(1e-3)),
    ("2E+2", .number(200)), (".5e1", .number(5)), ("0.5", .number(0.5)), ("5", .integer(5)),
    (".5,.25", .list([.number(0.5), .number(0.25)])), ("1..5", .range(1, 5)),
  ])
  func `numbers may begin with a point and have an exponent`(text: String, value: Value) throws {
    guard case .invocation(let invocation)? = try Samples.statement("train l rate=\(text)") else {
      Issue.record("no invocation")
      return
    }
    #expect(invocation.option("rate")?.value == .literal(value))
  }

  @Test(arguments: ["let x = 1 .5", "let x = 1...5", "let x = .5.", "let x = .5.5", "d .5x"])
  func `a point that begins no number is an error`(line: String) {
    #expect(Samples.diagnostic(of: line) != nil)
  }

  @Test func `operators group from the left and by rank`() throws {
    let one = Expression.literal(.integer(1))
    let product = Expression.binary(.multiply, one, one)
    let expected = Expression.binary(.subtract, .binary(.subtract, one, product), one)
    #expect(
      try Samples.statement("let x = (1 - 1 * 1 - 1)")
        == .bind(
          isParameter: false, name: "x", value: .arithmetic(expected),
          span: .nowhere))
  }

  @Test func `an empty source has no statements`() throws {
    for source in ["", "\n\n", " # only\n", ";;", "\u{FEFF}"] {
      #expect(try Parser.statements(in: source).isEmpty)
    }
  }

  @Test(arguments: [
    "", "quit", "train a on d", "repeat 2 { quit }", "note \"a\"", "x = ", "train a )", "repeat",
    "repeat 2 { = \n", "?train", "a # b \\", "a # \"", "a # {", "note \"a\\\"\"", "note 'a",
  ])
  func `text without open ends is complete`(text: String) {
    #expect(Parser.isComplete(text))
  }

  @Test(arguments: [
    "repeat 2 {", "repeat 2 { quit\n", "for s in 1..3 {\n  repeat 2 { quit }\n", "note \"a",
    "note \"a\n", "train a \\", "train a \\  ", "compare a,", "compare a, # both\n",
    "compare a,\n\n",
    "train a \\\n \\", "note \"a\\\"", "repeat 2 { \\", "{ \"".replacing("{", with: "repeat 1 {"),
  ])
  func `text with an open end asks for more`(text: String) {
    #expect(!Parser.isComplete(text))
  }

  @Test(arguments: [
    ("?", "help"), ("?train", "help train"), ("? train", "help train"), ("train ?", "help train"),
    ("train?", "help train"), ("train ours on ?", "help train"), ("?ours.acc", "help ours.acc"),
    ("learner w = dgm ?", "help dgm"), ("train --help", "help train"), ("train -h", "help train"),
    ("?on", "help \"on\""), ("?for", "help for"),
    ("quit; quit", "quit\nquit"), ("note \"why?\"", "note \"why?\""), ("for ?", "help for"),
  ])
  func `the prompt takes questions`(text: String, printed: String) throws {
    let found = try Parser.prompt(text)
    #expect(found.map(\.statement.description).joined(separator: "\n") == printed)
  }

  @Test func `a question keeps the place of its topic`() throws {
    guard case .invocation(let help) = try Parser.prompt(" ?train").first?.statement else {
      Issue.record("no invocation")
      return
    }
    #expect(help.arguments.first?.span == Span(lower: 2, upper: 7))
    #expect(
      throws: Diagnostic(
        "'?' takes one topic", at: Span(lower: 7, upper: 9),
        suggestion: "write ?topic or help topic")
    ) {
      try Parser.prompt("?train it")
    }
    #expect(throws: Diagnostic.self) { try Parser.prompt("quit; train ?") }
    #expect(throws: Diagnostic.self) { try Parser.prompt("?5") }
  }

  @Test(arguments: [
    ("data d = digits\ntrain ?", 22), ("train a,\nb ?", 11), ("?train\nquit", 0), ("?\ntrain", 0),
  ])
  func `a question has one line`(text: String, mark: Int) {
    let found = #expect(throws: Diagnostic.self) { try Parser.prompt(text) }
    #expect(found?.message.contains("'?'") == true)
    #expect(found?.span == Span(lower: mark, upper: mark + 1))
  }

  @Test(arguments: ["plain", "two words", "a \"b\" \\", "\u{1b}[31m\n", "学习", ""])
  func `quoted text is read back`(text: String) {
    let quoted = Value.text(text).description
    #expect(Quoting.unquoted(String(quoted.dropFirst().dropLast())) == text)
  }

  @Test(arguments: ["a\"", "\\q", "a\\", "\" \""])
  func `text that cannot be quoted is not written as text`(content: String) {
    #expect(Quoting.unquoted(content) == nil)
  }

  @Test(arguments: [
    ("./a", true), ("~/b.c", true), ("/é#", true), ("./a b", false), ("./a;b", false),
    ("a", false), ("./\u{1b}", false), ("\"a\"", false), ("", false),
  ])
  func `a bare path is one word that begins as a path`(path: String, isBare: Bool) {
    #expect(Quoting.isBarePath(path) == isBare)
  }
}

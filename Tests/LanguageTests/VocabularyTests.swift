import Testing

@testable import Language

struct VocabularyTests {
  @Test(arguments: [
    ("tr a on d ep=2", "train a on d epochs=2"),
    ("train a on=d ep=2", "train a on d epochs=2"),
    ("train a on d epochs 2", "train a on d epochs=2"),
    ("data d = digits split 5 scenario cl", "data d = digits split=5 scenario=class"),
    ("da d = dig sp=5", "data d = digits split=5"),
    ("data d=digits split=5", "data d = digits split=5"),
    ("da d=dig", "data d = digits"),
    ("model net = mlp hidden 400,400", "model net = mlp hidden=400,400"),
    ("data d = digits scenario=$s", "data d = digits scenario=$s"),
    ("data d = digits scenario=t,d", "data d = digits scenario=task,domain"),
    ("repeat 2 { tr a on d }", "repeat 2 {\n    train a on d\n}"),
    ("set hints=of", "set hints=off"),
    ("let x = tr", "let x = tr"),
    ("help tr", "help tr"),
  ])
  func `the prompt completes words`(typed: String, printed: String) throws {
    #expect(try Samples.canonicalText(typed, lenient: true) == printed)
  }

  @Test(arguments: [
    ("sa a", 0, 2, "'sa' could be sample, save"),
    ("s a", 0, 1, "'s' could be sample, save, set"),
    ("data d = digits s=5", 16, 17, "'s' could be scenario, split"),
    ("rep 2", 0, 3, "'repeat' is written in full"),
    ("dat d", 0, 3, "'data' makes a new object"),
    ("d", 0, 1, "'data' makes a new object"),
  ])
  func `the prompt refuses to guess`(typed: String, lower: Int, upper: Int, message: String) {
    let found = Samples.diagnostic(of: typed, lenient: true)
    #expect(found?.message.hasPrefix(message) == true)
    #expect(found?.span == Span(lower: lower, upper: upper))
  }

  @Test(arguments: [
    "train a on d epochs=2", "data d = digits split=5 scenario=class", "set hints=on seed=1",
    "data d = digits scenario=$s", "repeat 2 {\n    quit\n}", "note \"a\"", "help",
    "compare a b on d", "compare a,b c on d", "expect a.b > 1", "param x = 2",
  ])
  func `files with exact words stay as they are`(line: String) throws {
    #expect(try Samples.canonicalText(line, lenient: false) == line)
    #expect(try Samples.canonicalText(line, lenient: true) == line)
  }

  @Test func `a file is told to write a preposition without its sign`() {
    let found = Samples.diagnostic(of: "train a on=d", lenient: false)
    #expect(found?.message == "'on' is written without '='")
    #expect(found?.suggestion == "write on VALUE")
  }

  @Test(arguments: [true, false])
  func `a word of other programs is answered with ours`(lenient: Bool) {
    let found = Samples.diagnostic(of: "exit", lenient: lenient)
    #expect(found?.message == "there is no command 'exit'")
    #expect(found?.suggestion == "it is quit here")
  }

  @Test func `completed words keep their places`() throws {
    let statement = try #require(try Samples.statement("tr a on d epochs 2"))
    let found = try canonical(statement, in: Samples.vocabulary, lenient: true)
    guard case .invocation(let invocation) = found else {
      Issue.record("no invocation")
      return
    }
    #expect(invocation.verbSpan == Span(lower: 0, upper: 2))
    #expect(invocation.option("epochs")?.span == Span(lower: 10, upper: 18))
    #expect(invocation.option("epochs")?.valueSpan == Span(lower: 17, upper: 18))
  }

  @Test func `forms are found by kind and word`() {
    let vocabulary = Samples.vocabulary
    #expect(vocabulary.form(word: "train")?.options.count == 4)
    #expect(vocabulary.form(word: "tr")?.options.count == 4)
    #expect(vocabulary.form(word: "s") == nil)
    #expect(vocabulary.form(kind: "model", word: "mlp")?.options == ["hidden"])
    #expect(vocabulary.form(kind: "mo", word: "ml")?.options == ["hidden"])
    #expect(vocabulary.form(kind: "data", word: "mlp") == nil)
  }
}

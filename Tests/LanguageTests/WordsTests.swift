import Catalog
import Testing

@testable import Language

/// What a shell passes, read by the same card as a line at the prompt.
struct WordsTests {
  private static let card = Card(
    "export", "export", operands: [.init("file", .path, "a journal, in quotes")],
    prepositions: [.init("to", .path, "a file, in quotes")],
    parameters: [
      Parameter("verify", .flag, default: false, "verify first"),
      Parameter("tolerance", .text, default: String?.none, aliases: ["tol"], "tolerance"),
      Parameter("until", .anything, default: Value?.none, "last command"),
    ])

  @Test(arguments: [
    (["J", "--to", "page.html"], "export \"J\" to \"page.html\""),
    (["--to=page.html", "J", "--verify"], "export to \"page.html\" \"J\" verify=yes"),
    (["J", "--verify=no", "--tol", "rel=1e-4"], "export \"J\" verify=no tolerance=\"rel=1e-4\""),
    (["J", "--until", "3"], "export \"J\" until=3"),
    (["J", "--until", "start"], "export \"J\" until=start"),
    (["--", "--to"], "export \"--to\""), (["a=b"], "export \"a=b\""),
    (["J", "to", "page.html"], "export \"J\" to \"page.html\""), (["to"], "export \"to\""),
    (["J", "until=20m"], "export \"J\" until=\"20m\""),
    (["J", "until=3"], "export \"J\" until=3"), (["-"], "export \"-\""),
  ])
  func `words are the same invocation as a line`(words: [String], line: String) throws {
    let found = try Invocation(words: words, of: Self.card)
    #expect(found.description == line)
    #expect(try .invocation(found) == Samples.statement(line))
    #expect(try Invocation(words: found.words, of: Self.card) == found)
  }

  @Test func `a wrong word is reported with the option that was meant`() {
    let unknown = #expect(throws: Diagnostic.self) {
      try Invocation(words: ["J", "--untl", "3"], of: Self.card)
    }
    #expect(unknown?.message == "export has no option --untl")
    #expect(unknown?.suggestion == "did you mean --until?")
    let missing = #expect(throws: Diagnostic.self) {
      try Invocation(words: ["J", "--to"], of: Self.card)
    }
    #expect(missing?.message == "--to needs a value")
  }
}

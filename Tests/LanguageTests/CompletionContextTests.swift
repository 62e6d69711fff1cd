import Testing

@testable import Language

struct CompletionContextTests {
  typealias Place = CompletionContext.Place
  typealias Head = CompletionContext.Head

  private static let train = Head(word: "train")
  private static let digits = Head(kind: "data", word: "digits")

  /// Text up to the cursor, the place, and the prefix.
  static let cases: [(String, Place, String)] = [
    ("", .command, ""), ("tr", .command, "tr"), ("quit; tr", .command, "tr"),
    ("quit\n", .command, ""), ("repeat 2 { tr", .command, "tr"),
    ("repeat 2 { quit } ", .command, ""),
    ("train ", .argument(train, given: []), ""), ("train ou", .argument(train, given: []), "ou"),
    ("train ours.ac", .argument(train, given: []), "ours.ac"),
    ("train ours.", .argument(train, given: []), "ours."),
    ("train a ep", .argument(train, given: []), "ep"),
    ("train a on ", .preposition(train, word: "on"), ""),
    ("train a on d.1", .preposition(train, word: "on"), "d.1"),
    ("train a on d ", .argument(train, given: []), ""),
    ("train a epochs=", .option(train, name: "epochs"), ""),
    ("train a epochs=2", .option(train, name: "epochs"), "2"),
    ("train a epochs=2 r", .argument(train, given: ["epochs"]), "r"),
    ("train a epochs=2,", .option(train, name: "epochs"), ""),
    ("train a,", .operand(train), ""), ("train a,b", .operand(train), "b"),
    ("train a,\n b", .operand(train), "b"),
    ("train a on d,", .preposition(train, word: "on"), ""),
    ("train a rate=(2 * ", .expression, ""), ("train (2 * x", .expression, "x"),
    ("train (2 * x) ", .argument(train, given: []), ""), ("train (2)", .nothing, ""),
    ("note \"a\"", .nothing, ""), ("train a # on", .nothing, ""),
    ("data ", .argument(Head(word: "data"), given: []), ""),
    ("data d = ", .maker(kind: "data"), ""), ("data d = di", .maker(kind: "data"), "di"),
    ("data d =", .maker(kind: "data"), ""), ("data d= ", .maker(kind: "data"), ""),
    ("data d=", .option(Head(word: "data"), name: "d"), ""),
    ("data d = digits s", .argument(digits, given: []), "s"),
    ("data d = digits scenario=cl", .option(digits, name: "scenario"), "cl"),
    ("data d = digits split=5 ", .argument(digits, given: ["split"]), ""),
    ("let ", .newName, ""), ("let x ", .keyword("="), ""), ("let x = ", .value, ""),
    ("let x=", .value, ""), ("let x=a", .value, "a"), ("param x = a,", .value, ""),
    ("for ", .newName, ""), ("for s ", .keyword("in"), ""), ("for s i", .keyword("in"), "i"),
    ("for s in d", .value, "d"), ("repeat ", .value, ""),
    ("expect ", .expression, ""), ("expect ours.last > ba", .expression, "ba"),
    ("?", .topic, ""), ("?tr", .topic, "tr"), ("5 ", .nothing, ""),
    ("train a \\\n e", .argument(train, given: []), "e"),
  ]

  @Test(arguments: cases)
  func `the place follows from the form`(text: String, place: Place, prefix: String) {
    let length = text.unicodeScalars.count
    let found = CompletionContext(in: text, cursor: length)
    #expect(found.place == place)
    #expect(found.prefix == prefix)
    #expect(found.replaceFrom == length - prefix.unicodeScalars.count)
    #expect(found.writing == .word)
  }

  @Test func `variables, texts and paths are told apart`() {
    let train = CompletionContextTests.train
    #expect(
      CompletionContext(in: "train a epochs=$ep", cursor: 18)
        == .init(
          place: .option(train, name: "epochs"), writing: .variable, prefix: "ep", replaceFrom: 16))
    #expect(
      CompletionContext(in: "expect $", cursor: 8)
        == .init(place: .expression, writing: .variable, prefix: "", replaceFrom: 8))
    #expect(
      CompletionContext(in: "train \"a b", cursor: 10)
        == .init(place: .argument(train, given: []), writing: .text, prefix: "a b", replaceFrom: 7))
    #expect(
      CompletionContext(in: "train a to ../x", cursor: 15)
        == .init(
          place: .preposition(train, word: "to"), writing: .path, prefix: "../x", replaceFrom: 11))
    #expect(
      CompletionContext(in: "train ~", cursor: 7)
        == .init(place: .argument(train, given: []), writing: .path, prefix: "~", replaceFrom: 6))
    #expect(CompletionContext(in: "train .", cursor: 7).writing == .path)
    #expect(CompletionContext(in: "train ..", cursor: 8).prefix == "..")
  }

  @Test func `text after the cursor does not count`() {
    let found = CompletionContext(in: "train a epochs=2 \"", cursor: 4)
    #expect(found == .init(place: .command, prefix: "trai", replaceFrom: 0))
    #expect(CompletionContext(in: "学习", cursor: 1).prefix == "学")
    #expect(CompletionContext(in: "quit", cursor: -4).prefix == "")
    #expect(CompletionContext(in: "quit", cursor: 400).prefix == "quit")
  }

  @Test(arguments: [
    ("tra", ["train"]), ("s", ["sample", "save", "set"]), ("l", ["learner", "let"]),
    ("data d = ", ["digits", "folder", "mnist"]), ("da d = m", ["mnist"]),
    ("tr a epochs=2 ", ["rate=", "batch=", "stop=", "on"]), ("train a o", ["on"]),
    ("data d = digits scenario=", ["task", "domain", "class"]), ("for s ", ["in"]),
    ("data d = digits scenario=$", []), ("train a on ", []), ("s a ", []), ("bogus d = ", []),
  ])
  func `the vocabulary proposes its words`(text: String, words: [String]) {
    let context = CompletionContext(in: text, cursor: text.unicodeScalars.count)
    #expect(Samples.vocabulary.proposals(for: context) == words)
  }
}

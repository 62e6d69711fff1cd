import Catalog
import Foundation
import Language
import TestSupport
import Testing

@testable import Journal
@testable import Workbench

@Suite struct JournalRoundTripTests {
  /// A journal that holds one command with these values.
  private func journal(
    _ values: [NamedValue], digests: [(name: String, digest: String)] = [],
    command: String = "note \"x\"", prose: String? = nil
  ) throws -> JournalDocument {
    let desk = try Desk()
    let writer = try JournalWriter(path: desk.path("a.journal"), facts: [])
    let statement = try #require(try Parser.statements(in: command).first?.statement)
    try writer.intend(7, command)
    if let prose { try writer.prose(prose) }
    try writer.record(
      statement.description, 7,
      [
        CommandRecord(path: [], values: values, digests: digests)
      ])
    return try JournalDocument(desk.text(of: "a.journal"))
  }

  @Test func `a block does not hold the pictures of all its turns`() throws {
    let desk = try Desk(journal: "a.journal")
    for line in Lines.all + [Lines.train] { try desk.type(line) }
    let block = try #require(
      Parser.statements(in: "repeat 2 {\n sample ours n=2\n}").first?.statement)
    let results = try desk.session.run(block)
    #expect(results.map(\.path) == [[1, 1], [2, 1]])
    #expect(results.allSatisfy { $0.outcome.figures.isEmpty })
    let text = try desk.text(of: "a.journal")
    #expect(text.contains("#f 6.2.1 images ") && text.contains("\"a.figures/6-2-1.png\""))
  }

  @Test func `of a block that fails only what the journal keeps is numbered`() throws {
    let desk = try Desk(journal: "a.journal")
    for line in Lines.all { try desk.type(line) }
    let block = "for i in 1..3 {\n show d\n train ours on d.$i steps=1 batch=8\n}"
    #expect(desk.failure(of: block)?.diagnostic.message.contains("experiences 1 to 2") == true)
    try desk.type("let k = 1", "learner base = finetune model=net", "back 7")
    let document = try JournalDocument(desk.text(of: "a.journal"))
    #expect(document.commands.count == 9)
    #expect(!document.commands.contains { $0.text.hasPrefix("show") })
    #expect(try Desk().verification(of: document).differences == [])
  }

  @Test func `settings, values and quantities spell every character alike and it is read back`() {
    for number in UInt32(1)...0x3000 {
      let text = Unicode.Scalar(number).map(String.init) ?? ""
      let spelled = Value.text(text).description
      #expect(JournalText.spelled(.text(text)) == spelled)
      #expect(ResultValueReader.words("a=\(spelled)").map(\.word) == [text])
    }
  }

  static let quantities: [Value] = [
    .integer(0), .integer(.min), .integer(.max), .number(0), .number(-0.0), .number(0.1),
    .number(1e300), .number(.leastNonzeroMagnitude), .number(1e16), .number(-2.5), .number(.nan),
    .number(.infinity), .number(-.infinity), .flag(true), .flag(false), .text(""), .text("true"),
    .text("12"), .text("nan"), .text("two words"), .text("a=b ~c=d"), .text("\"quoted\" \\ back"),
    .text("line\nline\ttab"), .text("\r\n"), .text("\r"), .text("żółć 学 🙂 e\u{301}"),
    .text("\u{301}"), .text("\u{2028}\u{0}\u{7f}"), .text("]"), .text(","), .text("#= 8 x=1"),
    .list([]), .list([.integer(1)]), .list([.list([]), .list([.list([.text("[,]")])])]),
    .matrix([[0.5, .nan], [1, -.infinity]]), .list([.text("a\nb"), .flag(true), .integer(-3)]),
  ]

  @Test(arguments: quantities)
  func `a value is read back as it was`(quantity: Value) throws {
    let document = try journal([NamedValue("value", quantity), NamedValue("next", .integer(1))])
    #expect(document.isJournal)
    let command = try #require(document.commands.first)
    #expect(document.commands.count == 1)
    #expect(command.number == 7)
    #expect(
      command.values == [[]: [NamedValue("value", quantity), NamedValue("next", .integer(1))]])
    #expect(command.values[[]]?.first?.value.description == quantity.description)
  }

  @Test func `a value that changes from run to run stays marked`() throws {
    let values = [
      NamedValue("time", .number(9.25), volatile: true), NamedValue("last", .number(0.5)),
    ]
    let document = try journal(values, digests: [("ours", "00ff"), ("base", "1234")])
    #expect(document.commands.first?.values == [[]: values])
    #expect(document.commands.first?.digests == [[]: ["ours": "00ff", "base": "1234"]])
  }

  @Test func `random values are read back as they were`() throws {
    var random = Seeded(seed: 3)
    for _ in 0..<200 {
      let values = (0..<random.below(4)).map { NamedValue("v\($0)", quantity(&random, depth: 0)) }
      let read = ResultValueReader.values(
        Substring(JournalText.values([1], values).dropFirst("#= 1".count)))
      #expect(read == values)
    }
  }

  private func quantity(_ random: inout Seeded, depth: Int) -> Value {
    switch random.below(depth < 4 ? 6 : 5) {
    case 0: .integer(Int(truncatingIfNeeded: random.next()))
    case 1: .number(Double(bitPattern: random.next()))
    case 2: .flag(random.below(2) == 0)
    case 3, 4:
      .text(
        String(
          String.UnicodeScalarView(
            (0..<random.below(6)).compactMap { _ in
              Unicode.Scalar(UInt32(random.below(random.below(2) == 0 ? 0x80 : 0x11_0000)))
            })))
    default: .list((0..<random.below(4)).map { _ in quantity(&random, depth: depth + 1) })
    }
  }

  @Test(arguments: [
    "one line", "two\nlines", "", "  indented", "a\n\nb", "ends\r", "学 🙂",
  ])
  func `prose precedes the command that follows it`(prose: String) throws {
    let document = try journal([NamedValue("ok", .flag(true))], prose: prose)
    #expect(document.commands.first?.prose == prose.replacing("\r", with: ""))
    #expect(document.commands.first?.values[[]] == [NamedValue("ok", .flag(true))])
  }

  @Test(arguments: ["a\r\nquit", "a\r\r\nquit", "\nquit", "a\r\n"])
  func `no line of prose becomes a command`(prose: String) throws {
    #expect(try journal([], prose: prose).commands.map(\.text) == ["note \"x\""])
  }

  @Test func `names and prose may begin with what combines with a blank before it`() throws {
    let text = """
      \(JournalText.firstLine)
      #' \u{301}prose
      #~ \u{93e}x.last rel=0.5
      quit
      #= 1 \u{93e}x.last=0.5 \u{200d}y=1
      #@ 1 \u{93e}x=00ff

      """
    let command = try #require(try JournalDocument(text).commands.first)
    #expect(command.prose.unicodeScalars.elementsEqual("\u{301}prose".unicodeScalars))
    #expect(command.tolerances["\u{93e}x.last"]?.relative == 0.5)
    #expect(command.number == 1 && !command.isDamaged)
    #expect(command.values[[]]?.map(\.name) == ["\u{93e}x.last", "\u{200d}y"])
    #expect(command.digests[[]] == ["\u{93e}x": "00ff"])
  }

  @Test func `comments are no commands and prose at the end is kept`() throws {
    let document = try JournalDocument("# plain\n\n#' first\nquit # behind\n\n#' last\n#'\n#' end")
    #expect(!document.isJournal)
    #expect(document.commands.map(\.text) == ["quit"])
    #expect(document.commands.map(\.line) == [4])
    #expect(document.commands.map(\.prose) == ["first"])
    #expect(document.closing == "last\n\nend")
  }

  @Test func `facts are read back whatever they hold`() throws {
    let desk = try Desk()
    let facts = [
      ("seed", "18446744073709551615"), ("empty", ""), ("path", "/a b/\"c\"\\d"), ("u", "żółć"),
      ("lines", "a\nb"), ("sign", "a=b"),
    ]
    let writer = try JournalWriter(path: desk.path("deep/er/a.journal"), facts: facts)
    try writer.state([("torch", "2.12.0")])
    try writer.record("list", 1, [])
    let document = try JournalDocument(desk.text(of: "deep/er/a.journal"))
    #expect(
      document.facts == Dictionary(facts + [("torch", "2.12.0")], uniquingKeysWith: { $1 }))
  }

  @Test func `a journal is never written over`() throws {
    let desk = try Desk()
    _ = try JournalWriter(path: desk.path("a.journal"), facts: [])
    let error = #expect(throws: JournalError.self) {
      _ = try JournalWriter(path: desk.path("a.journal"), facts: [])
    }
    #expect(error?.description.contains("cannot be created (File exists)") == true)
    #expect(throws: JournalError.self) {
      _ = try JournalWriter(path: desk.path("a.journal/b/c"), facts: [])
    }
  }

  /// A session with every form of record.
  private func recorded() throws -> String {
    let desk = try Desk(journal: "a.journal")
    try desk.session.say("Prose with 学\nand a second line.")
    for line in Lines.all + [Lines.train] { try desk.type(line) }
    try desk.type("for s in 1..2 {\n  let x = (2 * $s)\n  eval ours on d\n}")
    #expect(desk.failure(of: "expect ours.last > 2") != nil)
    try desk.type("note \"żółć \\\"quoted\\\"\\nsecond\"")
    return try desk.text(of: "a.journal")
  }

  @Test func `a session that is written is read back in order`() throws {
    let document = try JournalDocument(recorded())
    #expect(
      document.commands.map(\.text) == Lines.all + [
        Lines.train, "for s in 1..2 {\n    let x = (2 * $s)\n    eval ours on d\n}",
        "note \"żółć \\\"quoted\\\"\\nsecond\"",
      ])
    #expect(document.commands[0].prose == "Prose with 学\nand a second line.")
    #expect(document.commands.map(\.number) == [1, nil, nil, nil, 5, 6, nil])
    #expect(Set(document.commands[5].values.keys) == [[1, 2], [2, 2]])
    #expect(document.commands[4].digests[[]]?.keys.sorted() == ["ours"])
    #expect(document.facts["seed"] == "1" && document.facts["torch"] != nil)
  }

  @Test func `a journal cut at any byte is read up to the cut`() throws {
    let bytes = Array(try recorded().utf8)
    let whole = try JournalDocument(String(decoding: bytes, as: UTF8.self)).commands
    var most = 0
    for count in 0...bytes.count {
      // Half a character is refused where files are read.
      guard let text = String(bytes: bytes.prefix(count), encoding: .utf8) else { continue }
      let commands = try JournalDocument(text).commands
      #expect(commands.map(\.text) == whole.prefix(commands.count).map(\.text), "cut at \(count)")
      // A record that is torn takes its command with it.
      #expect(commands.count >= most - 1)
      most = max(most, commands.count)
      for (read, full) in zip(commands.dropLast(), whole) {
        #expect(read.values == full.values && read.digests == full.digests)
      }
    }
    #expect(most == whole.count)
  }

  static let hostile = [
    "#= ", "#= 1", "#= 1 a", "#= 1 a=", "#= 1 a=[", "#= 1 a=[1,", "#= 1 a=\"", "#= 1 a=\"\\",
    "#= x a=1", "#= -1.-2 a=1", "#= 99999999999999999999.1 a=1", "#= 1.1.1.1.1.1 a=1",
    "#= 1 =1", "#= 1 ~=1", "#= 1 a=1]", "#= 1 a=[1]]", "#= 1 a=1 a=2", "#@ ", "#@ 1 a", "#@ 1 a=",
    "#@ 1 a=b a=c", "#: ", "#: a", "#: a=\"", "#!", "#>", "#'", "#=", "#@\u{0}",
    "#: \u{301}=\u{301}",
    "#= 1 a=" + String(repeating: "[", count: 100_000),
    "#= 1 a=" + String(repeating: "[", count: 16) + String(repeating: "]", count: 16),
    "#= " + String(repeating: "1.", count: 50_000) + " a=1",
    "#= 1 a=" + String(repeating: "9", count: 100_000), "#= 1 a=\u{2028}",
  ]

  @Test(arguments: hostile.map(HostileText.init))
  func `a hostile record harms no other`(record: HostileText) throws {
    for head in ["", JournalText.firstLine + "\n", JournalText.firstLine + "\nquit\n"] {
      let document = try JournalDocument(head + record.text + "\nlist\n#= 2 ok=true\n")
      #expect(document.commands.last?.text == "list")
      #expect(document.commands.last?.values == [[]: [NamedValue("ok", .flag(true))]])
    }
  }

  @Test func `lines that end in carriage return and line feed are lines`() throws {
    let text = "#!reverie journal 1\r\n#' prose\r\ndata d = glyphs\r\n#= 1 train=5\r\nlist\r\n"
    let document = try JournalDocument(text)
    #expect(document.isJournal)
    #expect(document.commands.map(\.text) == ["data d = glyphs", "list"])
    #expect(document.commands[0].prose == "prose")
    #expect(document.commands[0].values[[]] == [NamedValue("train", .integer(5))])
  }

  @Test func `text that looks like a record inside quotes is not one`() throws {
    let document = try JournalDocument("list\nnote \"a\n#= 9 last=1\n\"\nlist")
    #expect(document.commands.count == 3)
    #expect(document.commands.allSatisfy { $0.values.isEmpty && $0.number == nil })
  }
}

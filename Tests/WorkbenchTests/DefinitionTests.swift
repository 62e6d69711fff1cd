import Catalog
import Figures
import Language
import Testing

@testable import Journal
@testable import Workbench

/// Blocks with a name, choices, and arithmetic in text.
@Suite struct DefinitionTests {
  private func desk(_ lines: String...) throws -> Desk {
    let desk = try Desk(journal: "a.journal")
    for line in [Lines.data, Lines.model] + lines { try desk.type(line) }
    return desk
  }

  private static let study = """
    def study(s, rate=0.01, what=finetune) {
        learner f.$s = $what model=net rate=$rate
        train f.$s on d.1 steps=2 batch=8
        note "f.$s at $rate: $(2 * 3) of \\$(5)"
    }
    """

  @Test func `a call is recorded as what it ran, and replays without the definition`() throws {
    let desk = try desk(
      Self.study, "study 3 what=ewc", "let s = 7", "for k in 1..2 { study $k rate=0.1 }")
    let text = try desk.text(of: "a.journal")
    for line in [
      "learner f.3 = ewc model=net rate=0.01", "note \"f.3 at 0.01: 6 of \\$(5)\"",
      "    learner f.$k = finetune model=net rate=0.1",
    ] {
      #expect(text.contains("\n" + line + "\n"), "\(text)")
    }
    #expect(!text.contains("\nstudy"))
    #expect(desk.shown.contains("f.3 at 0.01: 6 of $(5)"))
    desk.session.close(status: "ok")
    let whole = try desk.text(of: "a.journal")
    for document in try [
      JournalDocument(whole), JournalDocument(whole.replacing("\n\(Self.study)\n", with: "\n")),
    ] {
      #expect(try Desk().verification(of: document).differences == [])
    }
  }

  @Test(arguments: [
    ("study", "needs a value for 's'"), ("study 1 s=2", "'s' is given twice"),
    ("study 1 2 finetune 4", "at most 3 arguments"), ("study 1 zork=2", "no option 'zork'"),
    ("def train(x) { note $x }", "already a command"), ("def a { a }\na", "a calls itself"),
    ("def a(x) { for s in 1..2 { note \"$x $s\" } }\nfor s in 1..2 { a $s }", "sets $s itself"),
    ("for s in 1..2 { study ($s + 1) }", "cannot be (s + 1)"),
    ("for s in 1..2 { def b { note \"x\" } }", "not allowed in a block"),
    (
      "def a { note \"a\"; note \"b\" }\ndef b { a; a }\n"
        + (0..<14).map { "def x\($0) { \($0 == 0 ? "b; b" : "x\($0 - 1); x\($0 - 1)") }\n" }
        .joined() + "x13", "at most 10000"
    ),
  ])
  func `a wrong call is refused in one line and changes nothing`(line: String, text: String) throws
  {
    let desk = try desk(Self.study)
    let before = try desk.states()
    let failure = try #require(desk.failure(of: line))
    let message = failure.diagnostic.message.replacing("$s", with: "s")
    #expect(message.contains(text.replacing("$s", with: "s")), "\(message)")
    #expect(try desk.states() == before)
  }

  @Test func `undo takes a definition back, list names it, show and help print it`() throws {
    let desk = try desk(Self.study, "list", "show study", "help study")
    #expect(desk.shown.contains { $0.contains("study(s, rate=0.01, what=finetune)") })
    #expect(desk.shown.count { $0.contains("learner f.$s = $what model=net") } == 2)
    try desk.type("undo")
    #expect(desk.failure(of: "study 1") != nil)
    try desk.type("redo", "study 1", "delete study")
    #expect(desk.workspace["f.1"] != nil && desk.failure(of: "study 2") != nil)
  }

  @Test func `a file may call what a file that it runs defines`() throws {
    let desk = try desk()
    try desk.write("def hello(x) { note \"hello $x\" }\n", to: "lib.session")
    try desk.write("run \"\(desk.path("lib.session"))\"\nhello you\n", to: "s.session")
    try desk.interpreter.check(desk.path("s.session"))
    try desk.interpreter.file(desk.path("s.session"))
    #expect(desk.shown.contains("hello you"))
    try desk.write("hello you\nzork\n", to: "bad.session")
    #expect(throws: Failure.self) { try desk.interpreter.file(desk.path("bad.session")) }
  }

  @Test func `a branch is chosen by words, flags and results, and recorded by its number`() throws {
    let desk = try desk(
      "learner l = finetune model=net", "train l on d.1 steps=2 batch=8", "let m = ewc",
      "let fast = yes", "if $m == ewc { eval l on d.1 } else { eval zork on d }",
      "if $m != \"ewc\" { note \"a\" } else if $fast { note \"b\" }",
      "if l.last > 2 { note \"c\" }", "for s in 1..2 { if $s == 2 { eval l on d.1 } }")
    let text = try desk.text(of: "a.journal")
    #expect(text.contains("\n#= 7.1.1 overall="), "\(text)")
    #expect(text.contains("\n#= 10.2.1.1.1 overall="), "\(text)")
    #expect(desk.shown.contains("b") && !desk.shown.contains("c"))
    #expect(try Desk().verification(of: JournalDocument(text)).differences == [])
  }

  @Test func `a dry run goes through both branches where results decide`() throws {
    let desk = try desk()
    func check(_ condition: String, _ then: String, _ otherwise: String) throws {
      let lines = [
        Lines.data, Lines.model, "learner l = finetune model=net", "train l on d.1 steps=2 batch=8",
        "let last = (l.last)", "if \(condition) { \(then) } else { \(otherwise) }", "train l on d",
      ]
      try desk.write(lines.joined(separator: "\n") + "\n", to: "s.session")
      try desk.interpreter.check(desk.path("s.session"))
    }
    try check("l.last > 0.5", "note \"a\"", "train l on d.2 steps=3")
    #expect(throws: Failure.self) { try check("l.last > 0.5", "note \"a\"", "eval zork on d") }
    #expect(throws: Failure.self) { try check("l.last > 0.5", "eval zork on d", "note \"a\"") }
    #expect(throws: Failure.self) { try check("$last > 0.5", "note \"a\"", "eval zork on d") }
    try check("d.train > 5", "note \"a\"", "eval zork on d")
  }

  @Test(arguments: [
    ("note \"a $(1 +)\"", 13), ("note \"a $(1 + 2\"", 9), ("note \"a $(zork)\"", 6),
  ])
  func `arithmetic in text is checked at its place`(line: String, column: Int) throws {
    let failure = try #require(try desk().failure(of: line))
    #expect(failure.diagnostic.position(in: line).column == column, "\(failure)")
  }
}

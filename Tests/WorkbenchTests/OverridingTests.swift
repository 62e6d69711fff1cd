import Catalog
import Language
import Testing

@testable import Journal
@testable import Workbench

/// `--set name=value` for params and for the makers of objects.
@Suite struct OverridingTests {
  private static let script = """
    param sides = 2
    data d = digits split=$sides
    for s in 1..2 {
        param width = 16
        model net = mlp hidden=$width
    }
    """

  private func desk(_ overrides: [String: Value]) throws -> Desk {
    try Desk(journal: "a.journal", overrides: overrides)
  }

  @Test func `an object has the maker that was given, and so it is recorded`() throws {
    let desk = try desk([
      "d": .name("glyphs"), "sides": .integer(5), "width": .integer(8),
      "net": .name("linear"),
    ])
    #expect(throws: Failure.self) { try desk.interpreter.script(Self.script, label: "s") }
    let text = try desk.text(of: "a.journal")
    #expect(
      text.contains("\nparam sides = 5\n") && text.contains("\ndata d = glyphs split=$sides\n"))
    #expect(text.contains("#>>     model net = linear hidden=$width"))
  }

  @Test func `a name that the script does not have is refused before anything runs`() throws {
    let desk = try desk(["width": .integer(8), "depth": .integer(2)])
    let statements = try Parser.statements(in: Self.script).map(\.statement)
    let error = #expect(throws: Diagnostic.self) {
      try desk.session.workspace.checkOverrides(in: statements)
    }
    #expect(error?.message == "there is no param or object 'depth' to set")
    #expect(error?.suggestion == "it has: d net sides width")
  }

  @Test func `what was given is recorded inside of blocks too, and runs again by itself`() throws {
    let desk = try desk(["d": .name("glyphs"), "width": .integer(8)])
    try desk.interpreter.script(Self.script, label: "s")
    let text = try desk.text(of: "a.journal")
    #expect(text.contains("data d = glyphs split=$sides") && text.contains("    param width = 8"))
    let again = try Desk().verification(of: JournalDocument(text))
    #expect(again.differences.isEmpty)
  }

  @Test func `an unknown maker is reported`() throws {
    let desk = try desk(["d": .name("digts")])
    #expect(
      desk.failure(of: "data d = digits")?.oneLine.contains("data has no maker 'digts'") == true)
  }

  @Test func `a variable hides an object of the same name`() throws {
    let desk = try desk(["d": .name("glyphs")])
    try desk.type("param d = digits", "data d = digits split=5")
    #expect(desk.workspace.variables["d"] == .name("glyphs"))
    #expect(desk.workspace["d"]?.declaration.verb == "digits")
  }
}

import Host
import Testing

/// Text that was copied from a screen.
@Suite struct PastedSessionTests {
  @Test(arguments: [
    ("data d = glyphs\nlist", "data d = glyphs\nlist"),
    ("[1] > data d = glyphs", "data d = glyphs"),
    ("[1] > data d = glyphs\n  2 classes\n\n[2] > list\n  d", "data d = glyphs\nlist"),
    ("[9] > for k in 1..2 {\n...     let z = $k\n...   }", "for k in 1..2 {\n  let z = $k\n}"),
    ("  [10] > repeat 2 {\n...      list\n...    }\n[11] >", "repeat 2 {\n  list\n}\n"),
    ("[1] data d = glyphs\n  said\n[2] list", "data d = glyphs\nlist"),
    ("let x = [1] > 2", "let x = [1] > 2"), ("", ""),
  ])
  func `prompts and results are left out`(pasted: String, commands: String) {
    #expect(PastedSession.commands(in: pasted) == commands)
  }
}

import TestSupport
import Testing

@testable import Terminal

struct KeyTests {
  private func decode(_ bytes: [UInt8]) -> [UInt32] {
    var decoder = KeyDecoder()
    var keys = bytes.flatMap { decoder.feed($0) }
    if decoder.isInsideEscape { keys += decoder.timeout() }
    return keys
  }

  @Test func `text of every width of UTF-8 is decoded`() {
    let text = "aé数😀"
    #expect(decode(Array(text.utf8)) == text.unicodeScalars.map(\.value))
  }

  @Test(arguments: [
    ("\u{1b}[A", SpecialKey.up), ("\u{1b}OB", .down), ("\u{1b}[1~", .home), ("\u{1b}OF", .end),
    ("\u{1b}[3~", .delete), ("\u{1b}[200~", .paste), ("\u{1b}[1;5C", .wordRight),
    ("\u{1b}\r", .newline), ("\u{1b}\u{1b}[D", .left),
  ])
  func `sequences become one key`(sequence: String, key: SpecialKey) {
    #expect(decode(Array(sequence.utf8)) == [UInt32(key.rawValue)])
  }

  @Test(arguments: [
    "\u{1b}[15~", "\u{1b}[[A", "\u{1b}[?62;4c", "\u{1b}OP", "\u{1b}[", "\u{0}", "\u{85}",
  ])
  func `keys that cannot be bound are ignored`(sequence: String) {
    #expect(decode(Array(sequence.utf8)) == [])
  }

  @Test func `Alt with a letter is Escape and the letter, also beyond ASCII`() {
    #expect(decode(Array("\u{1b}b".utf8)) == [0x1b, 0x62])
    #expect(decode(Array("\u{1b}é".utf8)) == [0x1b, 0xe9])
    #expect(decode([0x1b]) == [0x1b])
  }

  @Test func `broken UTF-8 is dropped and what follows is not`() {
    #expect(decode([0xe6, 0x61, 0xff, 0x80, 0x62, 0xed, 0xa0, 0x80, 0x63]) == [0x61, 0x62, 0x63])
  }

  @Test(arguments: 0..<30) func `any bytes can come`(seed: UInt64) {
    var random = Seeded(seed: seed)
    let bytes = (0..<2_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    for key in decode(bytes) { #expect(Unicode.Scalar(key) != nil) }
  }

  @Test func `no key is bound twice in one mode`() {
    var bound: Set<String> = []
    for binding in KeyBinding.table {
      for stroke in binding.strokes {
        let maps = binding.place == .viCommand ? ["command"] : ["insert"]
        for map in maps + (binding.place == .everywhere ? ["command"] : []) {
          #expect(bound.insert(map + stroke).inserted, "\(binding.keys) is bound twice")
        }
      }
    }
  }

  @Test func `every action has a key and every key a line of help`() {
    var actions: Set<Action> = []
    for binding in KeyBinding.table {
      if case .action(let action) = binding.work { actions.insert(action) }
      #expect(!binding.help.isEmpty)
      #expect(Cells.width(of: "  \(Cells.pad(binding.keys, to: 18))\(binding.help)") <= 100)
    }
    #expect(actions.count == Action.allCases.count)
    #expect(LineEditor.bindings.count == KeyBinding.table.count)
    #expect(
      Set(SpecialKey.allCases.map(\.stroke)).isSubset(of: KeyBinding.table.flatMap(\.strokes)))
  }

  @Test(arguments: [
    ("a\rb", "a\nb"), ("a\r\nb", "a\nb"), ("a\n\nb\nc\n\n", "a\n\nb\nc"), ("\tx", "  x"),
    ("a\u{1b}[31mb\u{7}", "a[31mb"), ("\u{feff}a\u{a0}b", "a b"), ("", ""), ("a\u{202e}b", "ab"),
    // What terminals and the system make of CRLF text.
    ("a\n\nb\n\n\n\nc\n\n", "a\nb\n\nc"), ("a\r\rb\r\rc\r", "a\nb\nc"),
  ])
  func `pasted text is made harmless`(pasted: String, expected: String) {
    #expect(PasteReader.normalise(pasted) == expected)
  }

  @Test func `a paste ends at its marker and nowhere else`() {
    var reader = PasteReader()
    let ends = Array("a~\u{1b}[200~b\u{1b}[201~".utf8).map { reader.feed($0) }
    #expect(ends.firstIndex(of: true) == ends.count - 1)
    #expect(reader.text == "a~[200~b")
  }
}

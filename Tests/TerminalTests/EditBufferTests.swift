import TestSupport
import Testing

@testable import Terminal

struct EditBufferTests {
  @Test func `a new line keeps the blanks of the one above and adds two after a bracket`() {
    var buffer = EditBuffer("  if {")
    buffer.insertNewline()
    #expect(buffer.text == "  if {\n    ")
    buffer.insert("x")
    buffer.insertNewline()
    #expect(buffer.text == "  if {\n    x\n    ")
  }

  @Test func `a closing brace after nothing but blanks moves back to where its block began`() {
    var buffer = EditBuffer("if {\n  if {\n    x\n    ")
    buffer.insertClosingBrace()
    #expect(buffer.text == "if {\n  if {\n    x\n  }")
    buffer.insertNewline()
    buffer.insertClosingBrace()
    #expect(buffer.text.hasSuffix("  }\n}"))
    for line in ["x ", " ", ""] {
      var buffer = EditBuffer(line)
      buffer.insertClosingBrace()
      #expect(buffer.text == line + "}")
    }
  }

  @Test func `Up and Down keep the column where the line allows`() {
    var buffer = EditBuffer("long line\nab\nlonger line", cursor: 20)
    buffer.moveUp()
    #expect(buffer.cursor == 12)
    buffer.moveUp()
    #expect(buffer.cursor == 2)
    buffer.moveUp()
    #expect(buffer.cursor == 2)
    buffer.moveDown()
    buffer.moveDown()
    #expect(buffer.cursor == 15)
  }

  @Test func `home and end are those of the line`() {
    var buffer = EditBuffer("one\ntwo\nthree", cursor: 5)
    buffer.moveHome()
    #expect(buffer.cursor == 4)
    buffer.moveToLineEnd()
    #expect(buffer.cursor == 7)
  }

  @Test func `Left and Right step over a letter with its accents`() {
    var buffer = EditBuffer("ae\u{301}\u{323}b\n", cursor: 6)
    let places = (0..<5).map { _ in
      buffer.moveLeft()
      return buffer.cursor
    }
    #expect(places == [5, 4, 1, 0, 0])
    let back = (0..<6).map { _ in
      buffer.moveRight()
      return buffer.cursor
    }
    #expect(back == [1, 4, 5, 6, 6, 6])
  }

  @Test func `deleting takes a letter with its accents`() {
    Screen.setUpLocale()
    var buffer = EditBuffer("ae\u{301}", cursor: 3)
    buffer.deleteBackward()
    #expect(buffer.text == "a")
    buffer = EditBuffer("e\u{301}a", cursor: 0)
    buffer.deleteForward()
    #expect(buffer.text == "a")
  }

  @Test func `cutting stops at the line and joins lines at its ends`() {
    var buffer = EditBuffer("ab\ncd", cursor: 1)
    #expect(buffer.killToLineEnd() == "b")
    #expect(buffer.killToLineEnd() == "\n")
    #expect(buffer.text == "acd")
    buffer = EditBuffer("ab\ncd", cursor: 4)
    #expect(buffer.killToLineStart() == "c")
    #expect(buffer.killToLineStart() == "\n")
    #expect(buffer.text == "abd")
  }

  @Test func `words are cut with the blanks before the cursor`() {
    var buffer = EditBuffer("one  two  ", cursor: 10)
    #expect(buffer.killWordBackward() == "two  ")
    #expect(buffer.killWordBackward() == "one  ")
    #expect(buffer.killWordBackward() == "")
    buffer = EditBuffer(" one two", cursor: 0)
    #expect(buffer.killWordForward() == " one")
  }

  @Test(arguments: 0..<20) func `no sequence of edits leaves the text`(seed: UInt64) {
    var random = Seeded(seed: seed)
    var buffer = EditBuffer()
    for _ in 0..<300 {
      switch Int.random(in: 0..<14, using: &random) {
      case 0: buffer.moveLeft()
      case 1: buffer.moveRight()
      case 2: buffer.moveHome()
      case 3: buffer.moveToLineEnd()
      case 4: buffer.moveUp()
      case 5: buffer.moveDown()
      case 6: buffer.insertNewline()
      case 7: buffer.deleteBackward()
      case 8: buffer.deleteForward()
      case 9: _ = buffer.killToLineEnd()
      case 10: _ = buffer.killWordBackward()
      case 11: buffer.insertClosingBrace()
      default: buffer.insert(["a", "数", " ", "{", "e\u{301}"].randomElement(using: &random) ?? "")
      }
      #expect((0...buffer.scalars.count).contains(buffer.cursor))
    }
  }

  @Test func `undo takes words and comes to an end`() {
    var stack = UndoStack()
    for count in 1...7 { stack.note(EditBuffer(String("one two".prefix(count)))) }
    #expect(stack.undo()?.text == "one ")
    #expect(stack.undo()?.text == "one")
    #expect(stack.undo()?.text == "")
    #expect(stack.undo() == nil)
  }
}

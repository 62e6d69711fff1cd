import Testing
import Text

struct CellTextTests {
  @Test(arguments: [(6, "abcdef"), (5, "abcd…"), (1, "…"), (0, "")])
  func `long text is cut with a mark`(width: Int, text: String) {
    #expect(CellText.clipped("abcdef", to: width, mark: "…") == text)
  }

  @Test func `a wide character is not cut in half`() {
    #expect(CellText.clipped("漢字漢", to: 4, mark: "~") == "漢~")
  }

  @Test(arguments: [(CellText.Side.left, "漢  "), (.right, "  漢"), (.centre, " 漢 ")])
  func `text is padded to cells on either side`(side: CellText.Side, text: String) {
    #expect(CellText.padded("漢", to: 4, side) == text)
  }
}

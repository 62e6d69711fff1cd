import Testing
import Text

struct CellWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("漢字", 4), ("👩‍👩‍👧", 2), ("🇩🇪", 2), ("…", 1),
    ("한", 2), ("✓", 1), ("❤️", 2),
  ])
  func `wide characters take two cells`(text: String, width: Int) {
    #expect(CellWidth.of(text) == width)
  }

  @Test(
    arguments: [
      ("a", 1), ("é", 1), ("\u{301}", 0), ("\u{200D}", 0), ("学", 2), ("한", 2), ("🙂", 2), ("Ａ", 2),
      ("\u{1161}", 0), ("…", 1), ("か", 2), ("█", 1), ("\u{20000}", 2),
    ] as [(Unicode.Scalar, Int)])
  func `cells follow East Asian width`(scalar: Unicode.Scalar, cells: Int) {
    #expect(CellWidth.of(scalar) == cells)
  }
}

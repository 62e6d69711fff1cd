import Testing
import Text

struct ASCIITextTests {
  @Test func `accents are dropped and unknown characters marked`() {
    #expect(ASCIIText.folded("Größe – 漢 “x” é\n") == "Gro?e - ? \"x\" e ")
  }
}

import Testing
import Text

struct SpellingTests {
  @Test(arguments: [
    ("", "", 0), ("a", "", 1), ("", "ab", 2), ("train", "train", 0), ("trian", "train", 1),
    ("tran", "train", 1), ("traiin", "train", 1), ("trein", "train", 1), ("ca", "abc", 3),
  ])
  func `swapped neighbours cost one`(left: String, right: String, cost: Int) {
    #expect(Spelling.distance(Array(left), Array(right)) == cost)
    #expect(Spelling.distance(Array(right), Array(left)) == cost)
  }

  @Test func `only near words are meant`() {
    let words = ["epochs", "rate", "batch"]
    #expect(Spelling.nearest(to: "epoch", among: words) == "epochs")
    #expect(Spelling.nearest(to: "epohcs", among: words) == "epochs")
    #expect(Spelling.nearest(to: "EPOCHS", among: words) == "epochs")
    #expect(Spelling.nearest(to: "eposch", among: words) == "epochs")
    #expect(Spelling.nearest(to: "lr", among: words) == nil)
    #expect(Spelling.nearest(to: "", among: words) == nil)
    #expect(Spelling.nearest(to: "b", among: ["a", "c"]) == nil)
  }
}

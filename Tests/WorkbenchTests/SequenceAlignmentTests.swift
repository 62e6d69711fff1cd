import TestSupport
import Testing

@testable import Journal

@Suite struct SequenceAlignmentTests {
  private func shown(_ left: String, _ right: String) -> [String] {
    SequenceAlignment.pairs(left.map(String.init), right.map(String.init)).map { "\($0)-\($1)" }
  }

  @Test func `short sequences are paired by their longest common subsequence`() {
    #expect(shown("abcd", "abcd") == ["0-0", "1-1", "2-2", "3-3"])
    #expect(shown("abcbd", "bxbd") == ["1-0", "3-2", "4-3"])
    #expect(shown("aa", "aaa") == ["0-0", "1-1"])
    #expect(shown("abc", "xyz").isEmpty)
    #expect(shown("", "a").isEmpty)
  }

  @Test(arguments: 1...4)
  func `long sequences are paired in order, and what moved or is new has no partner`(
    seed: UInt64
  ) {
    var random = Seeded(seed: seed)
    let left = (0..<4000).map { _ in "line \(random.below(3000))" }
    var right = left
    for _ in 0..<40 { right.remove(at: random.below(right.count)) }
    for number in 0..<40 { right.insert("new \(number)", at: random.below(right.count)) }
    right.swapAt(7, 2000)
    let pairs = SequenceAlignment.pairs(left, right)
    #expect(pairs.allSatisfy { left[$0] == right[$1] })
    #expect(zip(pairs, pairs.dropFirst()).allSatisfy { $0.0 < $1.0 && $0.1 < $1.1 })
    #expect(pairs.count > 3800)
  }

  @Test func `long sequences without a common element have no pairs`() {
    let pairs = SequenceAlignment.pairs(
      (0..<20_000).map { "a \($0)" }, (0..<20_000).map { "b \($0)" })
    #expect(pairs.isEmpty)
  }
}

import Testing

@testable import Torch

@Suite struct RandomKeyTests {
  @Test func `keys never change`() {
    let key = RandomKey(seed: 42)
    #expect(key.bits == RandomKey(seed: 42).bits)
    #expect(StateDigest.text(key("order", 1, 2).bits) == "7a52f37b19da1255")
    #expect(StateDigest.text(key("noise").bits) == "a84dbbb1e17a7793")
  }

  @Test func `purpose, position and seed each give another stream`() {
    let key = RandomKey(seed: 1)
    let keys = [
      key("a"), key("b"), key("a", 0), key("a", 1), key("a", 1, 0), key("a")("b"), key("b")("a"),
      RandomKey(seed: 2)("a"),
    ]
    #expect(Set(keys).count == keys.count)
  }

  /// By Python: `random.seed(key)`, then `random.getrandbits(32) & 0xffffff`.
  static let drawn: [(key: UInt64, numbers: [Float])] = [
    (0xfedc_ba98_7654_3210, [1_525_080, 13_029_231, 13_258_725, 6_065_685]),
    (0x0123_4567_7654_3210, [12_234_031, 11_541_206, 15_681_367, 14_341_752]),
  ]

  @Test(arguments: drawn)
  func `numbers are those of a Mersenne twister seeded with both halves of the key`(
    example: (key: UInt64, numbers: [Float])
  ) throws {
    let found = try Tensor.uniform([4], key: RandomKey(bits: example.key)).floats()
    #expect(found.map { $0 * 0x1p24 } == example.numbers)
  }

  @Test func `keys that differ in one of 64 bits give other numbers, permutations and integers`()
    throws
  {
    let key: UInt64 = 0x0123_4567_89ab_cdef
    let keys = (0..<64).map { RandomKey(bits: key ^ 1 << $0) } + [RandomKey(bits: key)]
    #expect(try Set(keys.map { try Tensor.normal([20], key: $0).floats() }).count == 65)
    #expect(try Set(keys.map { try Tensor.normal([3], key: $0).floats() }).count == 65)
    #expect(try Set(keys.map { try Tensor.permutation(50, key: $0).integers() }).count == 65)
    #expect(
      try Set(keys.map { try Tensor.integers(below: 1 << 40, shape: [2], key: $0).integers() })
        .count
        == 65)
  }

  @Test func `few normal numbers do not depend on those drawn before`() throws {
    let key = RandomKey(seed: 5)
    let first = try Tensor.normal([3], key: key).floats()
    // An odd number of small draws leaves one of a pair over.
    _ = try Tensor.normal([1], key: key("other"))
    #expect(try Tensor.normal([3], key: key).floats() == first)
  }

  @Test func `a key draws the same numbers whatever was drawn before`() throws {
    let key = RandomKey(seed: 5)
    let first = try Tensor.normal([100], key: key("x")).floats()
    _ = try Tensor.uniform([17], key: key("y"))
    #expect(try Tensor.normal([100], key: key("x")).floats() == first)
    #expect(try Tensor.normal([100], key: key("z")).floats() != first)
    #expect(try Tensor.permutation(50, key: key("p")).integers().sorted() == Array(0..<50))
  }
}

import Testing

@testable import Experiments

@Suite struct StatisticsTests {
  /// Quantiles of Student's distribution at 0.975, from tables.
  static let quantiles: [(degrees: Int, value: Double)] = [
    (1, 12.706204736432095), (2, 4.302652729911275), (3, 3.182446305284263),
    (4, 2.7764451051977987), (5, 2.570581835636314), (9, 2.2621571628540993),
    (10, 2.2281388519649385), (30, 2.0422724563012373), (100, 1.9839715184496334),
    (1000, 1.9623390808264078),
  ]

  @Test(arguments: quantiles)
  func `quantiles are those of the tables`(degrees: Int, value: Double) {
    #expect(abs(StudentT.quantile(0.975, degrees: degrees) / value - 1) < 1e-10)
  }

  @Test func `mean, deviation and interval of few numbers`() throws {
    let four = try #require(Statistics([1, 2, 3, 4]))
    #expect(four.count == 4 && four.mean == 2.5)
    #expect(four.deviation == (5.0 / 3).squareRoot())
    let margin = try #require(four.margin)
    #expect(abs(margin - 3.182446305284263 * (5.0 / 12).squareRoot()) < 1e-10)
    let one = try #require(Statistics([0.1]))
    #expect(one.mean == 0.1 && one.deviation == nil && one.margin == nil)
    let same = try #require(Statistics([0.1, 0.1, 0.1]))
    #expect(same.mean == 0.1 && same.deviation == 0 && same.margin == 0)
    #expect(Statistics([]) == nil)
    #expect(Statistics([.nan, 1])?.mean.isNaN == true)
  }

  @Test func `an interval of accuracies stays among accuracies`() throws {
    let three = try #require(Statistics([0.99, 1, 0.9]))
    let interval = try #require(three.interval(within: 0...1))
    #expect(interval.upperBound == 1 && interval.lowerBound > 0.8 && interval.lowerBound < 0.9)
    #expect(try #require(three.interval()).upperBound > 1)
    #expect(Statistics([1])?.interval(within: 0...1) == nil)
  }
}

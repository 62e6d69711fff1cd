import Testing

@testable import Experiments

/// Which value of a column is marked as the best.
@Suite struct BestValueTests {
  private static func runs(_ values: [Double]) -> BestValue.Runs {
    values.enumerated().map { ("\($0.offset + 1)", $0.element) }
  }

  @Test func `the best is marked where differences under equal seeds leave 0 out`() {
    // Differences 0.1, 0.11 and 0.09: 0.1 +- 0.025.
    let (low, high) = (Self.runs([0.5, 0.6, 0.7]), Self.runs([0.6, 0.71, 0.79]))
    #expect(BestValue.place(among: [low, high]) == 1)
    #expect(BestValue.place(among: [low, high], lowerIsBetter: true) == 0)
    // The same values under other seeds: differences 0.29, 0.11 and -0.1.
    let shuffled = Self.runs([0.79, 0.71, 0.6])
    #expect(BestValue.place(among: [low, shuffled]) == nil)
  }

  @Test func `a lead over some and not over all is no lead`() {
    let (low, high) = (Self.runs([0.5, 0.6, 0.7]), Self.runs([0.6, 0.71, 0.79]))
    let near = Self.runs([0.59, 0.72, 0.785])
    #expect(BestValue.place(among: [low, high, near]) == nil)
  }

  @Test func `single runs, runs without partners and missing values mark nothing`() {
    #expect(BestValue.place(among: [[("1", 0.1)], [("1", 0.9)]]) == nil)
    #expect(
      BestValue.place(among: [Self.runs([0.1, 0.2]), [("7", 0.8), ("8", 0.9)]]) == nil)
    #expect(BestValue.place(among: []) == nil && BestValue.place(among: [[]]) == nil)
    #expect(BestValue.place(among: [Self.runs([0.5, 0.5]), Self.runs([0.5, 0.5])]) == nil)
  }

  @Test func `the interval is Student's over paired differences`() throws {
    let interval = try #require(
      BestValue.interval(Self.runs([0.6, 0.71, 0.79]), Self.runs([0.5, 0.6, 0.7])))
    // t(0.975, 2) = 4.3027, deviation 0.01, n = 3.
    let margin: Double = 4.3027 * 0.01 / 3.0.squareRoot()
    #expect(abs(interval.lowerBound - (0.1 - margin)) < 1e-5)
  }
}

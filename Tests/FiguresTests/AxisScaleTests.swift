import TestSupport
import Testing

@testable import Figures

struct AxisScaleTests {
  @Test(arguments: [
    ([0.0, 1.0], ["0.00", "0.25", "0.50", "0.75", "1.00"]),
    ([0, 10], ["0.0", "2.5", "5.0", "7.5", "10.0"]),
    ([0.12, 0.31], ["0.1", "0.2", "0.3", "0.4"]),
    ([3, 1700], ["0", "500", "1000", "1500", "2000"]),
    ([5, 5], ["4.50", "4.75", "5.00", "5.25", "5.50"]),
  ])
  func `ticks are round`(values: [Double], labels: [String]) throws {
    let scale = try #require(AxisScale(nice: values))
    #expect(scale.ticks.map(scale.label) == labels)
  }

  @Test(arguments: [
    ([1.0, 2.0], ["1", "2"]), ([1, 2, 3], ["1", "2", "3"]), ([1, 4], ["1", "2", "3", "4"]),
    ([1, 10], (1...10).map(String.init)), ([0, 20], ["0", "5", "10", "15", "20"]), ([3, 3], ["3"]),
    ([0, 0], ["-1", "0", "1"]),
    ([1, 1.5], ["1.0", "1.2", "1.4"]),
  ])
  func `whole values have whole ticks`(values: [Double], labels: [String]) throws {
    let scale = try #require(AxisScale(tight: values))
    #expect(scale.ticks.map(scale.label) == labels)
  }

  @Test func `there are some rising ticks within any range`() throws {
    var random = Seeded(seed: 5)
    for _ in 0..<2000 {
      let size = Double.random(in: -280...290, using: &random)
      let values = (0..<2).map { _ in
        Double.random(in: -1...1, using: &random)
          * Double(sign: .plus, exponent: Int(size * 3.3), significand: 1)
      }
      let tight = try #require(AxisScale(tight: values))
      let nice = try #require(AxisScale(nice: values))
      for scale in [tight, nice] {
        #expect((2...(scale == nice ? 5 : 10)).contains(scale.ticks.count), "\(values)")
        #expect(zip(scale.ticks, scale.ticks.dropFirst()).allSatisfy { $0 < $1 })
        #expect(values.allSatisfy { (0...1).contains(scale.fraction($0)) })
      }
      #expect(nice.ticks.count >= 3)
    }
  }

  @Test func `no finite end gives no scale`() {
    #expect(AxisScale(nice: []) == nil)
    #expect(AxisScale(fixed: 0...(.infinity)) == nil)
  }
}

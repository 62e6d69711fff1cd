import Figures
import Foundation
import Models
import Testing
import Torch

@testable import Learning

@Suite struct LossHistoryTests {
  private func charts(_ history: LossHistory, _ number: Int? = nil) -> [LineChart] {
    history.figures(number).compactMap { if case .chart(let chart) = $0 { chart } else { nil } }
  }

  @Test func `a short phase keeps each step and a long one the means of fifty stretches`() throws {
    var history = LossHistory()
    for step in 0..<3 {
      history.add(
        Losses(["fit": Double(step)]), experience: 0, phase: "all", step: step, of: 3)
    }
    for step in 0..<1000 {
      history.add(
        Losses(["fit": Double(step)]), experience: 1, phase: "all", step: step, of: 1000)
    }
    #expect(history.curves.map { $0.means.count } == [3, LossHistory.stretches])
    #expect(history.curves[0].means.map(\.mean) == [0, 1, 2])
    #expect(history.curves[0].means.map(\.place) == [0, 0.5, 1])
    // Twenty steps each: (0 + ... + 19) / 20 in the first.
    #expect(history.curves[1].means.first?.mean == 9.5)
    #expect(history.curves[1].means.last?.mean == 989.5)
  }

  @Test func `numbers that are not finite are left out and the file can still be written`() throws {
    var history = LossHistory()
    for (step, value) in [1.0, .nan, .infinity, 4].enumerated() {
      history.add(Losses(["fit": value]), experience: 0, phase: "all", step: step, of: 4)
    }
    #expect(history.curves[0].means.map(\.mean) == [1, 4])
    let file = try JSONEncoder().encode(history)
    #expect(try JSONDecoder().decode(LossHistory.self, from: file) == history)
  }

  @Test func `steps that lie outside of a phase or of a damaged file harm nothing`() throws {
    let text = """
      {"curves":[{"experience":0,"phase":"all","name":"fit","isLoss":true,"sums":[1,2],"counts":[]},
      {"experience":9223372036854775807,"phase":"all","name":"far","isLoss":false,"sums":[1],
      "counts":[9223372036854775807]}]}
      """
    var history = try JSONDecoder().decode(LossHistory.self, from: Data(text.utf8))
    history.add(Losses(["fit": 1]), experience: 0, phase: "all", step: 5, of: 2)
    history.add(Losses(["other": 1]), experience: 0, phase: "all", step: -5, of: 0)
    var watched = Losses()
    watched.gauges = [("far", 1)]
    history.add(watched, experience: .max, phase: "all", step: 0, of: 1)
    #expect(history.curves.map { $0.means.count } == [0, 0, 1])
    #expect(history.figures().count == 2)
  }

  @Test func `genifer's losses, its probability of augmentation and agreement are kept`() throws {
    let run = try GeniferSetting.run(
      ["ada-target": .number(-1), "ada-ramp": .integer(4), "ada-interval": .integer(1)], until: 2)
    let all = charts(run.history)
    #expect(
      all.map(\.title) == [
        "losses by part, classifier", "losses by part, generator", "augmentation, agreement",
      ])
    #expect(all[0].series.map(\.name) == ["current", "replay", "feature"])
    #expect(Set(all[1].series.map(\.name)) == ["discriminator", "r1", "generator", "alignment"])
    let watched = all[2].series
    #expect(watched.map(\.name) == ["augmentation", "agreement"])
    // Back at 0 at the start of each experience.
    let starts = watched[0].points.count { $0.y == 0 }
    #expect(starts == 2)
    let areShares = watched.flatMap(\.points).allSatisfy { (0...1).contains($0.y) }
    #expect(areShares)
    let areLater = watched[1].points.allSatisfy { $0.x >= 2 }
    #expect(areLater, "nothing is replayed in the first one")
    let first = charts(run.history, 0).flatMap(\.series).flatMap(\.points)
    let areFirst = first.allSatisfy { (1...2).contains($0.x) }
    #expect(areFirst)
  }
}

@Suite struct PrincipalComponentsTests {
  @Test func `points on a line in many dimensions have one component`() throws {
    let direction = try Tensor.normal([1, 30], key: RandomKey(seed: 1), type: .float64)
    let length = try direction.norm().item()
    let steps = [-2.0, -1, 0, 4]
    let points = try Tensor(steps, shape: [4, 1]).matmul(direction) + 7.0
    let found = try PrincipalComponents(points.reshape([4, 5, 6]))
    #expect(abs(found.shares[0] - 1) < 1e-12 && found.shares[1] < 1e-12)
    for (row, step) in zip(found.places, steps) {
      let wanted = (step - 0.25) * length
      #expect(abs(row[0] - wanted) < 1e-9)
      #expect(abs(row[1]) < 1e-6)
    }
  }

  @Test func `distances of points in a plane are kept`() throws {
    let points = [[0.0, 0], [3, 4], [-1, 2], [5, -2]]
    let found = try PrincipalComponents(Tensor(points.flatMap(\.self), shape: [4, 2]))
    for first in 0..<4 {
      for second in 0..<4 {
        func distance(_ places: [[Double]]) -> Double {
          let (one, other) = (places[first], places[second])
          return hypot(one[0] - other[0], one[1] - other[1])
        }
        let error = distance(found.places) - distance(points)
        #expect(abs(error) < 1e-9)
      }
    }
    let sum = found.shares.reduce(0, +)
    #expect(found.shares[0] > found.shares[1] && abs(sum - 1) < 1e-12)
  }

  @Test func `equal points lie in one place`() throws {
    let found = try PrincipalComponents(.full([3, 4], 2))
    let farthest = found.places.flatMap(\.self).map(abs).max() ?? 1
    #expect(farthest < 1e-12)
  }
}

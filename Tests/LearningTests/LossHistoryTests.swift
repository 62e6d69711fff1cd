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

  @Test func `a phase that becomes longer is cut anew`() {
    var history = LossHistory()
    for step in 0..<90 {
      history.add(Losses(["fit": 1]), experience: 0, phase: "all", step: step, of: 100)
    }
    for step in 90..<1000 {
      history.add(Losses(["fit": 2]), experience: 0, phase: "all", step: step, of: 1000)
    }
    // Ninety steps are four and a half stretches of twenty.
    let means = history.curves[0].means.map(\.mean)
    #expect(means.count == 50 && means[0...3].allSatisfy { $0 == 1 })
    #expect(means[5...].allSatisfy { $0 == 2 } && (1..<2).contains(means[4]))
    let other = history.digest()
    history.add(Losses(["fit": 0]), experience: 0, phase: "all", step: 0, of: 1000)
    #expect(history.digest() != other)
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
      {"curves":[{"experience":0,"phase":"all","name":"fit","isLoss":true,"steps":2,"sums":[1,2],"counts":[]},
      {"experience":9223372036854775807,"phase":"all","name":"far","isLoss":false,"steps":1,"sums":[1],
      "counts":[9223372036854775807]}]}
      """
    var history = try JSONDecoder().decode(LossHistory.self, from: Data(text.utf8))
    history.add(Losses(["fit": 1]), experience: 0, phase: "all", step: 5, of: 2)
    history.add(Losses(["other": 1]), experience: 0, phase: "all", step: -5, of: 0)
    var watched = Losses()
    watched.gauges = [("far", 1)]
    history.add(watched, experience: .max, phase: "all", step: 0, of: 1)
    #expect(history.curves.map { $0.means.count } == [1, 0, 1])
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

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

  private func history(_ values: [Double], experience: Int = 0) -> LossHistory {
    var history = LossHistory()
    for (step, value) in values.enumerated() {
      history.add(Losses(["fit": value]), experience: experience, phase: "all", step: step)
    }
    return history
  }

  @Test func `a short phase keeps each step and a long one the means of stretches`() throws {
    let short = history([0, 1, 2]).curves[0].means
    #expect(short.map(\.mean) == [0, 1, 2])
    #expect(short.map(\.place) == [0, 0.5, 1])
    // 16 steps each: 62 whole stretches and one of the last 8.
    let long = history((0..<1000).map(Double.init)).curves[0].means
    #expect(long.count == 63)
    #expect(long.first?.mean == 7.5 && long.first?.place == 0)
    #expect(long.last?.mean == 995.5 && long.last?.place == 1)
    for count in [63, 64, 65, 128, 129, 5000] {
      let means = history([Double](repeating: 3, count: count)).curves[0].means
      #expect((33...LossHistory.most).contains(means.count))
      #expect(means.allSatisfy { $0.mean == 3 })
    }
  }

  @Test func `the state shows which steps were taken`() {
    let digests = [[1, 2], [2, 1], [1, 2, 0], [1, 2, .nan], [3]].map { history($0).digest() }
    #expect(Set(digests).count == digests.count)
    #expect(history([1, 2]).digest() == digests[0])
  }

  @Test func `the same steps are kept alike whatever number was planned`() throws {
    let runs = try [100, 200].map { steps in
      let run = try Small.run("finetune", Small.stream())
      _ = try run.advance(
        Budget(steps: steps, batch: 4), until: 1, limit: 90, clock: { 0 }, shouldStop: { false },
        report: { _ in })
      return run
    }
    #expect(runs[0].history == runs[1].history && !runs[0].history.curves.isEmpty)
  }

  @Test func `numbers that are not finite are reported and the file can still be written`() throws {
    let history = history([1, .nan, .infinity, 4])
    #expect(history.curves[0].means.map(\.mean) == [1, 4])
    #expect(
      history.figures().last
        == .text("fit was not finite in 2 steps of experience 1"))
    let file = try JSONEncoder().encode(history)
    #expect(try JSONDecoder().decode(LossHistory.self, from: file) == history)
  }

  @Test func `steps before the first and numbers of a damaged file harm nothing`() throws {
    let text = """
      {"curves":[{"experience":0,"phase":"all","name":"fit","isLoss":true,"length":0,"sums":[1,2],"counts":[],"failures":0},
      {"experience":9223372036854775807,"phase":"all","name":"far","isLoss":false,"length":9223372036854775807,
      "sums":[1],"counts":[9223372036854775807],"failures":9223372036854775807}]}
      """
    var history = try JSONDecoder().decode(LossHistory.self, from: Data(text.utf8))
    history.add(Losses(["fit": 1]), experience: 0, phase: "all", step: 5)
    history.add(Losses(["other": 1]), experience: 0, phase: "all", step: -5)
    history.add(Losses(["late": 1]), experience: 0, phase: "all", step: .max)
    var watched = Losses()
    watched.gauges = [("far", 1)]
    history.add(watched, experience: .max, phase: "all", step: .max)
    watched.gauges = [("far", .nan)]
    history.add(watched, experience: .max, phase: "all", step: 0)
    #expect(history.curves.map { $0.means.count } == [1, 2, 1, 1])
    #expect(charts(history).count == 2)
  }

  @Test func `genifer's losses, its probability of augmentation and agreement are kept`() throws {
    let run = try GeniferSetting.run(
      ["ada-target": .number(-1), "ada-ramp": .integer(4), "ada-interval": .integer(1)], until: 2)
    let all = charts(run.history)
    #expect(
      all.map(\.title) == [
        "losses by part, classifier", "losses by part, generator", "augmentation, agreement",
      ])
    #expect(all[0].series.map(\.name) == ["cross-entropy", "distillation", "features"])
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

import Figures
import Testing
import Torch

@testable import Learning

@Suite struct GeniferViewTests {
  private func figures(_ run: LearningRun, _ view: String, _ number: Int? = nil) throws -> [Figure]
  {
    try run.figures(of: view, experience: number)
  }

  @Test(arguments: ["images", "features"])
  func `features of real and of replayed images of the same classes are drawn`(
    replayed: String
  ) throws {
    let run = try GeniferSetting.run(["replayed": .name(replayed)], until: 2, steps: 2)
    for number in [nil, 0, 1] {
      guard case .chart(let chart)? = try figures(run, "features", number).first else {
        Issue.record("no chart")
        continue
      }
      #expect(chart.form == .points && chart.series.map(\.name) == ["real", "replayed"])
      let points = chart.series.flatMap(\.points)
      let areFinite = points.allSatisfy { $0.x.isFinite && $0.y.isFinite }
      #expect(!points.isEmpty && areFinite)
    }
    #expect(try figures(run, "features") == figures(run, "features"))
  }

  @Test func `each class has a row of dreams`() throws {
    let run = try GeniferSetting.run(until: 2, steps: 2)
    let classes = run.stream.experiences[1].outputs
    for (number, count) in [(nil, classes.upperBound), (1, classes.count)] {
      guard case .images(let sheet)? = try figures(run, "dreams", number).first else {
        Issue.record("no sheet")
        continue
      }
      let captioned = sheet.captions.count { !$0.isEmpty }
      #expect(captioned == count && sheet.images.count == count * (sheet.columns ?? 0))
    }
  }

  @Test func `classes that the generator has not been trained on are reported`() throws {
    let run = try GeniferSetting.run(steps: 2)
    for view in ["dreams", "features"] {
      let text = "the generator has not been trained on the classes of experience 3"
      guard case .text(let found)? = try figures(run, view, 2).first else {
        Issue.record("no text")
        continue
      }
      #expect(found.hasPrefix(text))
    }
    let features = try GeniferSetting.run(["replayed": .name("features")], until: 1, steps: 1)
    guard case .text(let found)? = try figures(features, "dreams").first else {
      Issue.record("no text")
      return
    }
    #expect(found == "no images to show: replayed=features generates features")
  }

  @Test func `features that are not finite are reported and not drawn`() throws {
    let run = try GeniferSetting.run(until: 2, steps: 2)
    let learner = try #require(run.learner as? Genifer)
    for (_, weights) in learner.networks.classifier.store.parameters {
      try withoutGradients { try weights.fill(.nan) }
    }
    #expect(
      try figures(run, "features")
        == [.text("the features are not finite: training has diverged")])
  }

  @Test func `looking changes nothing that is learned`() throws {
    let run = try GeniferSetting.run(until: 2, steps: 2)
    let before = try run.digest()
    _ = try figures(run, "features") + figures(run, "dreams")
    #expect(try run.digest() == before)
    let other = try GeniferSetting.run(until: 2, steps: 2)
    try GeniferSetting.advance(run, steps: 2)
    try GeniferSetting.advance(other, steps: 2)
    #expect(try run.digest() == other.digest())
  }
}

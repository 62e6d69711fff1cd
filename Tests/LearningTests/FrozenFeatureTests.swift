import Catalog
import Models
import Streams
import Testing
import Torch

@testable import Learning

/// Readouts over features that are frozen after the first experience.
@Suite struct FrozenFeatureTests {
  static let names = ["ncm", "slda", "fecam"]

  private func classifier(_ learner: any Learner) throws -> UInt64 {
    try #require(learner.state.stores.first).store.digest()
  }

  @Test(arguments: names)
  func `the network learns in the first experience and not later`(name: String) throws {
    let run = try Small.run(name, Small.stream())
    let untrained = try classifier(run.learner)
    try run.learn(until: 1)
    let first = try classifier(run.learner)
    #expect(first != untrained)
    try run.learn()
    #expect(try classifier(run.learner) == first)
  }

  @Test(arguments: names)
  func `fixed features give the same answers in whatever order classes come`(name: String) throws {
    let joint = try Small.stream(split: 1)
    let stream = try Small.stream()
    func scores(_ experiences: [Experience]) throws -> [Float] {
      let learner = try Small.learner(
        name, joint,
        settings: Settings([
          "extractor": .name("pixels"), "shrinkage": .number(0.1),
        ]))
      for experience in experiences {
        try learner.begin(experience)
        try learner.end(experience)
      }
      return try learner.scores(ImageFeed(joint.experiences[0].test).batch(0..<18).inputs).floats()
    }
    let whole = try scores(joint.experiences)
    let scale = whole.map(\.magnitude).max() ?? 0
    for parts in [stream.experiences, stream.experiences.reversed()] {
      for (one, other) in zip(whole, try scores(parts)) {
        #expect(abs(one - other) <= 1e-3 * scale)
      }
    }
  }

  @Test func `a covariance comes from sums, and is shrunk and scaled as by hand`() throws {
    // Rows (0, 0), (2, 0), (0, 2), (2, 4): means 1 and 1.5, variances 1 and 2.75, covariance 0.5.
    let rows = try Tensor([0.0, 0, 2, 0, 0, 2, 2, 4], shape: [4, 2])
    let covariance = try FeCAM.covariance(
      sum: rows.sum(dims: [0]), count: 4, moments: rows.transpose(0, 1).matmul(rows))
    #expect(try covariance.doubles() == [1, 0.5, 0.5, 2.75])
    let plain = try FeCAM.correlations(covariance, diagonal: 0, others: 0).doubles()
    let correlation: Double = 0.5 / 2.75.squareRoot()
    #expect(plain[0] == 1 && abs(plain[1] - correlation) < 1e-15)
    // The mean variance is 1.875, the mean covariance 0.5: 2.875, 4.625 and 1.
    let shrunk = try FeCAM.correlations(covariance, diagonal: 1, others: 1).doubles()
    let product: Double = 2.875 * 4.625
    let smaller: Double = 1 / product.squareRoot()
    #expect(abs(shrunk[1] - smaller) < 1e-15)
    #expect(shrunk[1] == shrunk[2] && abs(shrunk[3] - 1) < 1e-15)
  }

  @Test func `an image is of the class whose mean direction is nearest`() throws {
    let stream = try Small.stream()
    let learner = try Small.learner(
      "ncm", stream, settings: Settings(["extractor": .name("pixels")]))
    try learner.begin(stream.experiences[0])
    try learner.end(stream.experiences[0])
    let train = stream.experiences[0].train
    let images = try ImageFeed(train).batch(0..<train.count)
    let rows = try ICaRL.unit(images.inputs.flatten(from: 1))
    let members = try images.labels.oneHot(2).to(.float32).transpose(0, 1)
    let means = try ICaRL.unit(members.matmul(rows))
    let wanted = try rows.matmul(means.transpose(0, 1)).doubles()
    let scores = try learner.scores(images.inputs).narrow(dim: 1, start: 0, count: 2).doubles()
    for (one, other) in zip(scores, wanted) { #expect(abs(one - other) < 1e-5) }
  }
}

import Catalog
import Streams
import Testing
import Torch

@testable import Learning

/// Sums over images, from which a readout is solved.
@Suite struct RandomFeaturesTests {
  private typealias Readout = LinearReadout

  private func column(_ values: [Double]) throws -> Tensor {
    try Tensor(values, shape: [values.count, 1])
  }

  @Test func `class means and one covariance put the border where it is by hand`() throws {
    // One feature: 1 and 3 in the first class, 5 and 7 in the second, none in the third.
    let solved = try Readout.means.solve(
      sums: column([4, 12, 0]), counts: column([2, 2, 0]), moments: column([84]),
      shrinkage: 0, remedy: "use a larger shrinkage=")
    #expect(try solved.weights.doubles() == [2, 6, 0])
    #expect(try solved.bias.doubles() == [-2, -18, -1e30])
    // The covariance within classes is 1, halfway to 3 with (1 - 1/2) 1 + 1/2.
    let shrunk = try Readout.means.solve(
      sums: column([8, 24]), counts: column([2, 2]), moments: column([336]),
      shrinkage: 0.5, remedy: "use a larger shrinkage=")
    // Features of twice the size: means 4 and 12, covariance 4, shrunk 2.5.
    #expect(try shrunk.weights.doubles().map { ($0 * 10).rounded() } == [16, 48])
  }

  @Test func `ridge regression is solved as by hand`() throws {
    let solved = try Readout.ridge.solve(
      sums: column([4, 12]), counts: column([2, 2]), moments: column([84]), shrinkage: 1,
      remedy: "use a larger shrinkage=")
    let weights = try solved.weights.doubles()
    #expect(abs(weights[0] - 1.0 / 22) < 1e-15 && abs(weights[1] - 3.0 / 22) < 1e-15)
    #expect(try solved.bias.doubles() == [0, 0])
  }

  @Test func `the recursion of ACIL ends where the sums do, in any order of the experiences`()
    throws
  {
    let (size, penalty) = (5, 0.3)
    let pieces: [(features: Tensor, targets: Tensor)] = try (0..<3).map { index in
      let labels = try Tensor([2 * index, 2 * index + 1, 2 * index, 2 * index + 1])
      return (
        try .normal([4, size], key: RandomKey(seed: UInt64(index)), type: .float64),
        try labels.oneHot(6).to(.float64)
      )
    }
    let features = try Tensor.concatenate(pieces.map(\.features), dim: 0)
    let targets = try Tensor.concatenate(pieces.map(\.targets), dim: 0)
    let solved = try Readout.ridge.solve(
      sums: targets.transpose(0, 1).matmul(features),
      counts: targets.sum(dims: [0]).unsqueeze(1),
      moments: features.transpose(0, 1).matmul(features), shrinkage: penalty / 12,
      remedy: "use a larger shrinkage=")
    for order in [[0, 1, 2], [2, 0, 1]] {
      var inverse = try Tensor.identity(size) / penalty
      var weights = try Tensor.zeros([size, 6], type: .float64)
      for (rows, wanted) in order.map({ pieces[$0] }) {
        let columns = try rows.transpose(0, 1)
        let inner = try Tensor.identity(4) + rows.matmul(inverse).matmul(columns)
        let correction = try inner.solution(of: rows.matmul(inverse))
        inverse = try inverse - inverse.matmul(columns).matmul(correction)
        weights = try weights + inverse.matmul(columns).matmul(wanted - rows.matmul(weights))
      }
      #expect(try largest(weights - solved.weights) < 1e-10)
    }
  }

  private func largest(_ tensor: Tensor) throws -> Double {
    try tensor.doubles().map(\.magnitude).max() ?? .infinity
  }

  @Test(arguments: [Readout.means, .ridge].map(\.rawValue))
  func `the answers do not depend on how classes come in experiences`(readout: String) throws {
    // Well above the rounding of sums in 24 bits.
    let settings = Settings([
      "features": .integer(32), "readout": .name(readout), "shrinkage": .number(0.05),
    ])
    let joint = try Small.stream(split: 1)
    func scores(_ stream: ExperienceStream, reversed: Bool = false) throws -> Tensor {
      let learner = try Small.learner("random-features", stream, settings: settings)
      for experience in reversed ? stream.experiences.reversed() : stream.experiences {
        let plan = try BatchPlan(
          experience.train, budget: Budget(epochs: 1, batch: 8), key: RandomKey(seed: 1),
          device: .cpu)
        for step in 0..<plan.steps {
          _ = try learner.observe(plan.batch(step, key: RandomKey(seed: 2)))
        }
        try learner.end(experience)
      }
      let test = joint.experiences[0].test
      return try learner.scores(ImageFeed(test).batch(0..<test.count).inputs)
    }
    let whole = try scores(joint)
    let scale = try largest(whole)
    #expect(scale > 0)
    #expect(try largest(scores(Small.stream()) - whole) < 1e-4 * scale)
    #expect(try largest(scores(Small.stream(), reversed: true) - whole) < 1e-4 * scale)
  }

  @Test func `later epochs change nothing, and bytes are those of the sums`() throws {
    let stream = try Small.stream()
    let (once, twice) = (
      try Small.run("random-features", stream), try Small.run("random-features", stream)
    )
    try once.learn(Budget(epochs: 1, batch: 12))
    try twice.learn(Budget(epochs: 3, batch: 12))
    #expect(try once.learner.state.digest() == twice.learner.state.digest())
    #expect(once.matrix == twice.matrix)
    let sums = 4 * (32 * 33 / 2 + 6 * 32 + 6)
    #expect(try once.learner.measures() == [MeasuredValue("bytes", count: sums)])
  }

  @Test func `a singular covariance is reported in one line`() throws {
    #expect {
      try Readout.ridge.solve(
        sums: column([4, 12]), counts: column([2, 2]), moments: column([0]), shrinkage: 0,
        remedy: "use a larger shrinkage=")
    } throws: { error in
      "\(error)".contains("shrinkage=") && !"\(error)".contains("\n")
    }
  }
}

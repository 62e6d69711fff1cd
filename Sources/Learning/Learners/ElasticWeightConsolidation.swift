import Catalog
import Models
import Streams
import Torch

/// Elastic weight consolidation: weights that mattered to old experiences are held where they were by
/// a quadratic penalty.
///
/// loss = cross-entropy + strength / 2 sum_u sum_j F_uj (w_j - w_uj)^2 over the experiences u that are
/// over. F is the mean over `samples` images of the squared gradient of log q(y|x), one image at a
/// time, with y drawn from the classifier's own answers q. The sum over u is kept as one quadratic,
/// which has the same gradient: its curvature is sum_u F_uj, its centre the mean of w_uj weighted by
/// F_uj.
/// Source: Kirkpatrick et al. 2017, arXiv:1612.00796. Where we differ: all outputs so far compete where
/// the stream is class-incremental, which the paper does not treat.
package final class ElasticWeightConsolidation: Learner {
  static let strength = Parameter(
    "strength", .number(0...1e12), default: 5000.0, "weight of the penalty")
  static let samples = Parameter(
    "samples", .integer(1...1_000_000), default: 1000,
    "images of an experience from which the Fisher information is computed")

  package static let card = Card(
    "ewc", "elastic weight consolidation: penalise weight changes by Fisher information",
    parameters: [strength, samples] + TrainedClassifier.options.parameters,
    results: [
      Card.Offer("bytes", "bytes of the classifier, of the penalty's curvature and its centre")
    ],
    example: "learner held = ewc model=net",
    source: "Kirkpatrick et al. 2017, arXiv:1612.00796")

  private let strength: Double
  private let samples: Int
  private let solver: TrainedClassifier
  private let penalty: ParameterStore
  /// Of each parameter: the curvature and the centre of its penalty.
  private let terms: [(parameter: Tensor, curvature: Tensor, centre: Tensor)]
  private var hasPast = false
  private let key: RandomKey
  private let device: Device

  package init(_ settings: Settings, parts: Parts) throws {
    (strength, samples) = (settings[Self.strength], settings[Self.samples])
    (key, device) = (parts.key("fisher"), parts.device)
    solver = try TrainedClassifier(settings, parts: parts)
    let store = ParameterStore(key: key, device: parts.device)
    terms = try solver.store.parameters.map { name, tensor in
      (
        tensor, try store.buffer("curvature." + name, tensor.shape, 0),
        try store.buffer("centre." + name, tensor.shape, 0)
      )
    }
    penalty = store
  }

  package func begin(_ experience: Experience) {
    solver.open(experience)
    hasPast = experience.index > 0
  }

  package func observe(_ batch: Batch) throws -> Losses {
    let loss = try Loss.crossEntropy(
      solver.activeScores(solver.images(batch)), solver.activeLabels(batch.labels))
    guard hasPast, strength > 0 else {
      try solver.step(loss, batch)
      return Losses(["cross-entropy": try loss.item()])
    }
    let parts = try terms.map { term in
      try (term.curvature * (term.parameter - term.centre).square()).sum()
    }
    let held = try Tensor.stack(parts, dim: 0).sum() * (strength / 2)
    try solver.step(loss + held, batch)
    return try Losses(reading: [("cross-entropy", loss), ("penalty", held)])
  }

  package func end(_ experience: Experience) throws {
    let fisher = try information(experience)
    for (term, fresh) in zip(terms, fisher) {
      let weights = try term.parameter.detach()
      let merged = try Self.merged(
        curvature: term.curvature, centre: term.centre, with: fresh, around: weights)
      try term.curvature.copy(from: merged.curvature)
      try term.centre.copy(from: merged.centre)
    }
    hasPast = true
  }

  /// The one quadratic with the gradient of two: a (w - b)^2 and f (w - c)^2, element by element.
  static func merged(
    curvature: Tensor, centre: Tensor, with fresh: Tensor, around weights: Tensor
  ) throws -> (curvature: Tensor, centre: Tensor) {
    let sum = try curvature + fresh
    let mean = try centre + (weights - centre) * (fresh / sum)
    return (sum, try (sum .> 1e-30).choose(mean, weights))
  }

  /// The diagonal of the Fisher information of each parameter.
  private func information(_ experience: Experience) throws -> [Tensor] {
    let key = key("experience", experience.index)
    let count = min(samples, experience.train.count)
    let chosen = try Tensor.permutation(experience.train.count, key: key("images"))
      .narrow(dim: 0, start: 0, count: count)
    let draws = try Tensor.uniform([count], key: key("labels"), type: .float64).doubles()
    let feed = try ImageFeed(experience.train, device: device)
    let sums = try terms.map { try Tensor.zeros($0.parameter.shape, device: device) }
    for (number, draw) in draws.enumerated() {
      let image = try feed.batch(at: chosen.narrow(dim: 0, start: number, count: 1)).inputs
      let logs = try solver.scoringScores(image).logSoftmax(dim: 1)
      let label = Self.draw(draw, from: try logs.detach().exp().doubles())
      let slopes = try gradients(
        of: logs.select(dim: 1, label).sum(), withRespectTo: terms.map(\.parameter))
      try withoutGradients {
        for (sum, slope) in zip(sums, slopes) {
          if let slope { try sum.add(inPlace: slope.square()) }
        }
      }
    }
    for sum in sums { try sum.divide(inPlace: Double(count)) }
    return sums
  }

  /// The place where the running sum of `shares` passes `draw`, which is in 0..<1.
  static func draw(_ draw: Double, from shares: [Double]) -> Int {
    var sum = 0.0
    for (place, share) in shares.enumerated() {
      sum += share
      if draw < sum { return place }
    }
    return max(0, shares.count - 1)
  }

  package func scores(_ inputs: Tensor) throws -> Tensor { try solver.scores(inputs) }

  package func measures() -> [MeasuredValue] {
    [MeasuredValue("bytes", count: solver.store.byteCount + penalty.byteCount)]
  }

  package var state: LearnerState {
    LearnerState(
      stores: [("classifier", solver.store), ("penalty", penalty)],
      optimizers: [("solver", solver.optimizer)])
  }
}

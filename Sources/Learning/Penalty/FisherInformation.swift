import Streams
import Torch

/// The diagonal of the Fisher information of a classifier's weights.
///
/// F is the mean over images of the squared gradient of log q(y|x), one image at a time, with y drawn
/// from the classifier's own answers q.
package enum FisherInformation {
  /// The information of each parameter, from `samples` images of `experience`.
  package static func diagonal(
    _ solver: TrainedClassifier, on experience: Experience, samples: Int, key: RandomKey,
    device: Device
  ) throws -> [Tensor] {
    let count = min(samples, experience.train.count)
    let draws = try Tensor.uniform([count], key: key("labels"), type: .float64).doubles()
    let sensitivity = Sensitivity(
      measure: .square, parameters: solver.store.parameters.map(\.tensor), device: device)
    return try sensitivity.mean(of: experience, samples: samples, key: key) { image, place in
      let logs = try solver.scoringScores(image).logSoftmax(dim: 1)
      let label = draw(draws[place], from: try logs.detach().exp().doubles())
      return try logs.select(dim: 1, label).sum()
    }
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
}

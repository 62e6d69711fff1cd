import Catalog
import Models
import Streams
import Torch

/// Feature covariance-aware metric over a frozen feature extractor: each class has a covariance of its
/// own.
///
/// Features are taken to the power of `power`. The covariance of a class is shrunk,
/// C + a V1 I + b V2 (1 - I), V1 the mean of its diagonal and V2 that of its other elements, and scaled
/// to correlations R_ij = C_ij / sqrt(C_ii C_jj). An image is answered by the class with the smallest
/// d R^-1 d, d the difference of features and class mean, both of length 1.
/// Source: Goswami et al. 2023, arXiv:2309.14062. Where we differ: means and covariances come from sums,
/// so that a class may come in several experiences; the extractor is trained on the first one.
package final class FeCAM: Learner {
  static let power = Parameter(
    "power", .number(0.01...1), default: 0.5, "power of features (Tukey's ladder)")
  static let diagonal = Parameter(
    "diagonal-shrinkage", .number(0...1e6), default: 1.0,
    "share of the mean variance that is added to variances")
  static let others = Parameter(
    "covariance-shrinkage", .number(0...1e6), default: 1.0,
    "share of the mean covariance that is added to covariances")

  package static let card = Card(
    "fecam", "FeCAM: class means and covariances over frozen features",
    parameters: [power, diagonal, others] + FrozenExtractor.parameters,
    results: [
      Card.Offer(
        "bytes", "bytes of the extractor, of class sums and of covariances, each counted once")
    ],
    example: "learner shapes = fecam model=net", source: "Goswami et al. 2023, arXiv:2309.14062",
    notes: FrozenExtractor.notes + """
       Differences from the paper: means and covariances come from sums, so that a class may come again; \
      the extractor is trained on the first experience, without the paper's schedule.
      """,
    explanation: .init(
      idea: """
        A network that no longer changes turns images into features. New classes spread in other \
        directions than those it was trained on, so each class has its own covariance, by which distances \
        to its mean are measured.
        """,
      formula: """
        answer: argmin over classes of d R_c^-1 d, d = f / |f| - m_c / |m_c|, f = features^power
        R_c: correlations of C_c + a V1 I + b V2 (1 - I), C_c the covariance of the class, V1 and V2 the \
        means of its diagonal and of its other elements
        """,
      cost: """
        training in the first experience only; later one forward pass of each image, and one inverse for \
        each class at the end of an experience. Stored: a matrix for each class
        """))

  private let (power, diagonal, others): (Double, Double, Double)
  private let extractor: FrozenExtractor
  private let store: ParameterStore
  /// `[outputs, width]`, `[outputs, 1]` and `[outputs, width, width]`: sums of f, of 1 and of f f^T.
  private let (sums, counts, moments): (Tensor, Tensor, Tensor)
  /// R^-1 of each class, `[outputs, width, width]`, as of the end of the newest experience.
  private let precisions: Tensor

  package init(_ settings: Settings, parts: Parts) throws {
    (power, diagonal) = (settings[Self.power], settings[Self.diagonal])
    others = settings[Self.others]
    extractor = try FrozenExtractor(settings, parts: parts)
    let width = extractor.width
    try NetworkSize.check(Self.card.name, [2 * parts.outputs * width * width])
    store = ParameterStore(key: parts.key("statistics"), device: parts.device)
    sums = try store.buffer("sums", [parts.outputs, width], 0)
    counts = try store.buffer("counts", [parts.outputs, 1], 0)
    moments = try store.buffer("moments", [parts.outputs, width, width], 0)
    precisions = try store.buffer("precisions", [parts.outputs, width, width], 0)
  }

  package func begin(_ experience: Experience) { extractor.begin(experience) }
  package func observe(_ batch: Batch) throws -> Losses { try extractor.observe(batch) }

  private func features(_ inputs: Tensor) throws -> Tensor {
    try inputs.clamp(0, nil).pow(power)
  }

  package func end(_ experience: Experience) throws {
    try extractor.visit(experience, sums: [sums, counts, moments]) { inputs, labels in
      let features = try features(inputs)
      for output in experience.outputs {
        let member = try (labels .== Double(output)).to(.float32).unsqueeze(1)
        let own = try features * member
        try sums.select(dim: 0, output).add(inPlace: own.sum(dims: [0]))
        try counts.select(dim: 0, output).add(inPlace: member.sum(dims: [0]))
        try moments.select(dim: 0, output).add(inPlace: own.transpose(0, 1).matmul(own))
      }
    }
    for output in experience.outputs where try counts.select(dim: 0, output).sum().item() > 0 {
      let covariance = try Self.covariance(
        sum: sums.select(dim: 0, output).to(.float64),
        count: counts.select(dim: 0, output).sum().item(),
        moments: moments.select(dim: 0, output).to(.float64))
      let shape = try Self.correlations(covariance, diagonal: diagonal, others: others)
      do {
        try precisions.select(dim: 0, output).copy(
          from: shape.solution(of: .identity(extractor.width, device: shape.device)))
      } catch {
        throw ModelError(
          "the covariance of a class cannot be inverted: use a larger diagonal-shrinkage=")
      }
    }
  }

  /// The covariance of the features with these sums of f and of f f^T.
  static func covariance(sum: Tensor, count: Double, moments: Tensor) throws -> Tensor {
    let mean = try (sum / count).unsqueeze(1)
    return try moments / count - mean.matmul(mean.transpose(0, 1))
  }

  /// The correlations of a shrunk covariance, `[width, width]`.
  static func correlations(
    _ covariance: Tensor, diagonal: Double, others: Double
  ) throws -> Tensor {
    let size = covariance.shape[0]
    let identity = try Tensor.identity(size, device: covariance.device)
    let variances = try (covariance * identity).sum(dims: [1])
    let variance = try variances.mean().item()
    let rest = try covariance.sum().item() - variances.sum().item()
    let mean = size > 1 ? rest / Double(size * (size - 1)) : 0
    let shrunk =
      try covariance + identity * (diagonal * variance) + (1.0 - identity) * (others * mean)
    let deviations = try (shrunk * identity).sum(dims: [1]).clamp(1e-12, nil).sqrt()
    return try shrunk / deviations.unsqueeze(0) / deviations.unsqueeze(1)
  }

  package func reopen(_ experience: Experience) throws {
    try extractor.reopen(experience, Self.finished)
  }

  package func scores(_ inputs: Tensor) throws -> Tensor {
    let features = try ICaRL.unit(features(extractor.features(inputs)))
    let known = try counts.doubles()
    let columns = try known.indices.map { output -> Tensor in
      guard known[output] > 0 else {
        return try .full([inputs.shape[0]], -1e30, device: inputs.device)
      }
      let mean = try ICaRL.unit(sums.narrow(dim: 0, start: output, count: 1))
      let difference = try features - mean
      return try -(difference.matmul(precisions.select(dim: 0, output)) * difference)
        .sum(dims: [1])
    }
    return try Tensor.stack(columns, dim: 1)
  }

  package func measures() throws -> [MeasuredValue] {
    let (classes, width) = (try counts.doubles().count { $0 > 0 }, extractor.width)
    let statistics = 4 * classes * (width * (width + 1) / 2 + width + 1)
    return [MeasuredValue("bytes", count: extractor.byteCount + statistics)]
  }

  package var state: LearnerState {
    LearnerState(
      stores: extractor.stores + [("statistics", store)], optimizers: extractor.optimizers)
  }
}

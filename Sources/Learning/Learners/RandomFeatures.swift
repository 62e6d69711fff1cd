import Catalog
import Models
import Streams
import Torch

/// Fixed random Fourier features with a linear readout that is solved from sums over all images so far.
///
/// A feature is sqrt(2) cos(w x + b), w normal with the variance 2 gamma / pixels and b uniform in
/// 0..<2 pi, so that products of features approximate exp(-gamma |x - y|^2 / pixels). Kept are the sum
/// of each class's features and the sum of f f^T, which do not depend on the order of the images; the
/// readout is solved from them when an experience ends.
/// `readout=means`: the class whose mean is nearest by the covariance S that all classes share, shrunk
/// to (1 - shrinkage) S + shrinkage I. Source: Prabhu et al. 2024, arXiv:2402.08823, after Hayes and
/// Kanan 2020, arXiv:1909.01520. `readout=ridge`: least squares on one-hot targets. Source: Zhuang et
/// al. 2022, arXiv:2205.14922 (ACIL), whose recursion gives the same weights as these sums.
/// Where we differ: `gamma` is a constant, where the first paper chooses it for each data set; S comes
/// from sums instead of a running mean. ACIL's features are rectified projections of a backbone that is
/// trained in the first experience; its penalty is a constant, ours `shrinkage` for each image.
package final class RandomFeatures: Learner {
  static let features = Parameter(
    "features", .integer(1...8192), default: 2000, "number of random features per image")
  static let gamma = Parameter(
    "gamma", .number(1e-6...1e6), default: 10.0,
    "sharpness of the kernel exp(-gamma |x - y|^2 / pixels)")
  static let readout = Parameter(
    "readout", default: LinearReadout.means,
    "nearest class mean under a shared covariance, or ridge regression (ACIL)")
  static let shrinkage = Parameter(
    "shrinkage", .number(0...1), default: 1e-4,
    "weight of the identity in the covariance, or ridge penalty per image")

  package static let card = Card(
    "random-features",
    "fixed random features with a closed-form linear classifier; no gradients",
    parameters: [features, gamma, readout, shrinkage],
    results: [
      Card.Offer(
        "bytes", "bytes of the class sums and of one triangle of the second-moment matrix")
    ],
    example: "learner fixed = random-features features=1000",
    source: "Prabhu et al. 2024, arXiv:2402.08823; ridge: Zhuang et al. 2022, arXiv:2205.14922",
    notes: """
      This learner takes no model= and learns each image once: epochs or steps after the first \
      pass change nothing, so epochs=1 is enough. The random projection is derived from the seed \
      and is not counted in bytes.
      """,
    explanation: .init(
      idea: """
        A fixed random map turns images into features; only a linear readout is learned, and it is \
        solved from sums over all images so far. The sums do not depend on the order of the images, so \
        nothing is forgotten.
        """,
      formula: """
        f(x) = sqrt(2) cos(w x + b), w normal with variance 2 gamma / pixels, b uniform in 0..<2 pi
        means: argmax over classes of m_c S^-1 f - m_c S^-1 m_c / 2, S the shared covariance within classes
        ridge: (sum f f^T + n shrinkage I)^-1 sum f y^T, y one-hot
        """,
      cost: """
        no gradients: one product of features= squared numbers for each image, and one linear system at \
        the end of each experience. Stored: features^2 / 2 numbers, no images
        """))

  package static let needs = Needs([])

  private let readout: LinearReadout
  private let shrinkage: Double
  private let store: ParameterStore
  /// w, `[pixels, features]`, and b, `[features]`.
  private let projection: (frequencies: Tensor, offsets: Tensor)
  /// `[outputs, features]`, `[outputs, 1]` and `[features, features]`: sums of f, of 1 and of f f^T.
  private let (sums, counts, moments): (Tensor, Tensor, Tensor)
  /// `[features, outputs]` and `[outputs]`, as of the end of the newest experience.
  private let (weights, bias): (Tensor, Tensor)

  package init(_ settings: Settings, parts: Parts) throws {
    (readout, shrinkage) = (settings[Self.readout], settings[Self.shrinkage])
    let (features, pixels) = (settings[Self.features], parts.shape.count)
    try NetworkSize.check(Self.card.name, [features * pixels, features * features])
    let width = (2 * settings[Self.gamma] / Double(pixels)).squareRoot()
    let key = parts.key("random features")
    projection = (
      try .normal([pixels, features], key: key("frequencies"), device: parts.device) * width,
      try .uniform([features], key: key("offsets"), device: parts.device) * (2 * Double.pi)
    )
    store = ParameterStore(key: key, device: parts.device)
    sums = try store.buffer("sums", [parts.outputs, features], 0)
    counts = try store.buffer("counts", [parts.outputs, 1], 0)
    moments = try store.buffer("moments", [features, features], 0)
    weights = try store.buffer("weights", [features, parts.outputs], 0)
    bias = try store.buffer("bias", [parts.outputs], 0)
  }

  /// f, `[batch, features]`, of `inputs`, `[batch, channels, height, width]`.
  private func features(_ inputs: Tensor) throws -> Tensor {
    let angles = try inputs.flatten(from: 1).matmul(projection.frequencies) + projection.offsets
    return try angles.cosine() * 2.0.squareRoot()
  }

  package func observe(_ batch: Batch) throws -> Losses {
    guard batch.place.epoch == 0 else { return Losses() }
    let features = try features(batch.inputs)
    let members = try batch.labels.oneHot(counts.shape[0]).transpose(0, 1)
    try sums.add(inPlace: members.matmul(features))
    try counts.add(inPlace: members.sum(dims: [1], keepDims: true))
    try moments.add(inPlace: features.transpose(0, 1).matmul(features))
    return Losses()
  }

  package func end(_ experience: Experience) throws {
    let count = try counts.sum().item()
    guard count > 0 else { return }
    let solved = try readout.solve(
      sums: sums.to(.float64), counts: counts.to(.float64), moments: moments.to(.float64),
      shrinkage: shrinkage,
      remedy: "use a larger shrinkage=, fewer features=, or a larger gamma=")
    try weights.copy(from: solved.weights)
    try bias.copy(from: solved.bias)
  }

  package func reopen(_ experience: Experience) throws {
    throw Self.finished("its readout is the exact solution for all images so far")
  }

  package func scores(_ inputs: Tensor) throws -> Tensor {
    try features(inputs).matmul(weights) + bias
  }

  package func measures() throws -> [MeasuredValue] {
    let classes = try counts.doubles().count { $0 > 0 }
    guard classes > 0 else { return [] }
    let size = moments.shape[0]
    return [
      MeasuredValue("bytes", count: 4 * (size * (size + 1) / 2 + classes * (size + 1)))
    ]
  }

  package var state: LearnerState {
    LearnerState(stores: [("statistics", store)], optimizers: [])
  }
}

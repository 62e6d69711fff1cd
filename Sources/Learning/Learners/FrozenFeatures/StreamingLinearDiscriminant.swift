import Catalog
import Models
import Streams
import Torch

/// Streaming linear discriminant analysis over a frozen feature extractor.
///
/// Class means and one covariance S of all classes are kept as sums; an image with features f is answered
/// by the class with the largest m_c L f - m_c L m_c / 2, L the inverse of
/// (1 - shrinkage) S + shrinkage I.
/// Source: Hayes and Kanan 2020, arXiv:1909.01520. Where we differ: S comes from sums over all images,
/// where the paper updates it image by image around running means; the extractor is trained on the
/// first experience, where the paper's is pre-trained on other data.
package final class StreamingLinearDiscriminant: Learner {
  static let shrinkage = Parameter(
    "shrinkage", .number(0...1), default: 1e-4, "share of the identity in the covariance")

  package static let card = Card(
    "slda", "streaming linear discriminant analysis over frozen features",
    parameters: [shrinkage] + FrozenExtractor.parameters,
    results: [
      Card.Offer(
        "bytes", "bytes of the extractor, of class sums and of the covariance, counted once")
    ],
    example: "learner lines = slda model=net", source: "Hayes and Kanan 2020, arXiv:1909.01520",
    notes: FrozenExtractor.notes + """
       Differences from the paper: the covariance comes from sums over all images, not from running \
      updates; the extractor has seen the first experience only, not other data.
      """,
    explanation: .init(
      idea: """
        A network that no longer changes turns images into features. Means of classes and one covariance \
        that they share give the readout in closed form; the sums behind them forget nothing.
        """,
      formula: """
        answer: argmax over classes of m_c L f - m_c L m_c / 2
        L: inverse of (1 - shrinkage) S + shrinkage I, S the covariance within classes
        """,
      cost: """
        training in the first experience only; later one forward pass of each image and one linear system \
        at the end of each experience. Stored: a vector for each class and one matrix
        """))

  private let shrinkage: Double
  private let extractor: FrozenExtractor
  private let store: ParameterStore
  /// `[outputs, width]`, `[outputs, 1]` and `[width, width]`: sums of f, of 1 and of f f^T.
  private let (sums, counts, moments): (Tensor, Tensor, Tensor)
  /// `[width, outputs]` and `[outputs]`, as of the end of the newest experience.
  private let (weights, bias): (Tensor, Tensor)

  package init(_ settings: Settings, parts: Parts) throws {
    shrinkage = settings[Self.shrinkage]
    extractor = try FrozenExtractor(settings, parts: parts)
    let width = extractor.width
    try NetworkSize.check(Self.card.name, [width * width])
    store = ParameterStore(key: parts.key("statistics"), device: parts.device)
    sums = try store.buffer("sums", [parts.outputs, width], 0)
    counts = try store.buffer("counts", [parts.outputs, 1], 0)
    moments = try store.buffer("moments", [width, width], 0)
    weights = try store.buffer("weights", [width, parts.outputs], 0)
    bias = try store.buffer("bias", [parts.outputs], 0)
  }

  package func begin(_ experience: Experience) { extractor.begin(experience) }
  package func observe(_ batch: Batch) throws -> Losses { try extractor.observe(batch) }

  package func end(_ experience: Experience) throws {
    try extractor.visit(experience, sums: [sums, counts, moments]) { features, labels in
      let members = try labels.oneHot(counts.shape[0]).transpose(0, 1)
      try sums.add(inPlace: members.matmul(features))
      try counts.add(inPlace: members.sum(dims: [1], keepDims: true))
      try moments.add(inPlace: features.transpose(0, 1).matmul(features))
    }
    let solved = try LinearReadout.means.solve(
      sums: sums.to(.float64), counts: counts.to(.float64), moments: moments.to(.float64),
      shrinkage: shrinkage, remedy: "use a larger shrinkage=")
    try weights.copy(from: solved.weights)
    try bias.copy(from: solved.bias)
  }

  package func reopen(_ experience: Experience) throws {
    try extractor.reopen(experience, Self.finished)
  }

  package func scores(_ inputs: Tensor) throws -> Tensor {
    try extractor.features(inputs).matmul(weights) + bias
  }

  package func measures() throws -> [MeasuredValue] {
    let (classes, width) = (try counts.doubles().count { $0 > 0 }, extractor.width)
    let statistics = 4 * (width * (width + 1) / 2 + classes * (width + 1))
    return [MeasuredValue("bytes", count: extractor.byteCount + statistics)]
  }

  package var state: LearnerState {
    LearnerState(
      stores: extractor.stores + [("statistics", store)], optimizers: extractor.optimizers)
  }
}

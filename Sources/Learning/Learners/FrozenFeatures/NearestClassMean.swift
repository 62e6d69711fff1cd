import Catalog
import Models
import Streams
import Torch

/// Nearest class mean over a frozen feature extractor.
///
/// Kept are the sum and number of each class's features, of length 1; an image is answered by the class
/// whose mean has the largest product with its features, both of length 1.
/// Source: Mensink et al. 2013, doi:10.1109/TPAMI.2013.83, in the form of Rebuffi et al. 2017,
/// arXiv:1611.07725. Where we differ: no metric is learned; the extractor is one that was trained on the
/// first experience.
package final class NearestClassMean: Learner {
  package static let card = Card(
    "ncm", "nearest class mean over features that are frozen after the first experience",
    parameters: FrozenExtractor.parameters,
    results: [Card.Offer("bytes", "bytes of the extractor and of class sums")],
    example: "learner means = ncm model=net",
    source: "Mensink et al. 2013, doi:10.1109/TPAMI.2013.83; Rebuffi et al. 2017, arXiv:1611.07725",
    notes: FrozenExtractor.notes + """
       Differences from the papers: no metric is learned, and the extractor has seen the first \
      experience only.
      """,
    explanation: .init(
      idea: """
        A network that no longer changes turns images into features. A class is the mean of its features; \
        an image belongs to the class with the nearest mean. Classes do not disturb each other.
        """,
      formula: """
        answer: argmax over classes of f m_c, f and the class mean m_c of length 1
        """,
      cost: """
        training in the first experience only; later one forward pass of each image. Stored: one vector \
        of features for each class
        """))

  private let extractor: FrozenExtractor
  private let store: ParameterStore
  /// `[outputs, width]` and `[outputs, 1]`.
  private let (sums, counts): (Tensor, Tensor)

  package init(_ settings: Settings, parts: Parts) throws {
    extractor = try FrozenExtractor(settings, parts: parts)
    store = ParameterStore(key: parts.key("statistics"), device: parts.device)
    sums = try store.buffer("sums", [parts.outputs, extractor.width], 0)
    counts = try store.buffer("counts", [parts.outputs, 1], 0)
  }

  package func begin(_ experience: Experience) { extractor.begin(experience) }
  package func observe(_ batch: Batch) throws -> Losses { try extractor.observe(batch) }

  package func end(_ experience: Experience) throws {
    try extractor.visit(experience, sums: [sums, counts]) { features, labels in
      let members = try labels.oneHot(counts.shape[0]).transpose(0, 1)
      try sums.add(inPlace: members.matmul(ICaRL.unit(features)))
      try counts.add(inPlace: members.sum(dims: [1], keepDims: true))
    }
  }

  package func reopen(_ experience: Experience) throws {
    try extractor.reopen(experience, Self.finished)
  }

  package func scores(_ inputs: Tensor) throws -> Tensor {
    let products = try ICaRL.unit(extractor.features(inputs))
      .matmul(ICaRL.unit(sums).transpose(0, 1))
    return try products + (counts.squeeze(1) .== 0).to(.float32) * -1e30
  }

  package func measures() throws -> [MeasuredValue] {
    let classes = try counts.doubles().count { $0 > 0 }
    return [
      MeasuredValue("bytes", count: extractor.byteCount + 4 * classes * (extractor.width + 1))
    ]
  }

  package var state: LearnerState {
    LearnerState(
      stores: extractor.stores + [("statistics", store)], optimizers: extractor.optimizers)
  }
}

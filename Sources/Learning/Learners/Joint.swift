import Catalog
import Models
import Streams
import Torch

/// Joint training on the real images of all experiences so far: the upper bound.
///
/// One network is trained on from experience to experience with the same budget each time; it is not
/// re-initialized for every row of the accuracy matrix. In the task-incremental scenario all classes
/// so far compete while it learns, those of the experience alone when it is tested.
package final class Joint: Learner {
  package static let card = Card(
    "joint", "joint training on all experiences so far (upper bound)",
    parameters: TrainedClassifier.options.parameters, example: "learner all = joint model=net",
    source: "upper bound of van de Ven, Tuytelaars and Tolias 2022, doi:10.1038/s42256-022-00568-3",
    notes: "Joint training keeps every real image: a reference, not a continual learner.",
    explanation: .init(
      idea: "Images of all experiences so far are kept and trained on together.",
      formula: "loss = cross-entropy on images of experiences 1 to t, over all classes so far",
      cost: "the same per step as fine-tuning; every training image is stored"))

  package static let needs = Needs([.classifier], storesImages: true)

  package static var trainingData: TrainingData { .everything }

  private let tuning: FineTuning
  /// Bytes of the images of past experiences.
  private var imageBytes = 0

  package init(_ settings: Settings, parts: Parts) throws {
    tuning = try FineTuning(settings, parts: parts)
  }

  package func begin(_ experience: Experience) { tuning.open(experience, past: true) }
  package func observe(_ batch: Batch) throws -> Losses { try tuning.observe(batch) }
  package func scores(_ inputs: Tensor) throws -> Tensor { try tuning.scores(inputs) }
  package func features(_ inputs: Tensor) throws -> Tensor? { try tuning.features(inputs) }

  package func end(_ experience: Experience) { imageBytes += Self.imageBytes(experience) }

  package func reopen(_ experience: Experience) { imageBytes -= Self.imageBytes(experience) }

  package func restore(past: [Experience], shapes: [String: [Int]]) {
    imageBytes = past.reduce(0) { $0 + Self.imageBytes($1) }
  }

  private static func imageBytes(_ experience: Experience) -> Int {
    experience.train.count * experience.train.archive.shape.count
  }

  /// The network and every image so far.
  package func keptBytes() -> Int? { tuning.keptBytes().map { $0 + imageBytes } }

  package var state: LearnerState { tuning.state }
}

import Catalog
import Models
import Streams
import Torch

/// Trains on the real images of all experiences so far: the upper bound.
///
/// One network goes on learning from experience to experience with the same budget each time; it is
/// not begun anew for every row of the accuracy matrix. In the task-incremental scenario all classes
/// so far compete while it learns, those of the experience alone when it is tested.
public final class Joint: Learner {
  public static let card = Card(
    "joint", "learn from the stored images of all experiences: the upper bound",
    parameters: [Solver.rate], example: "learner all = joint model=net",
    source: "upper bound of van de Ven, Tuytelaars and Tolias 2022, doi:10.1038/s42256-022-00568-3",
    notes: "Joint keeps every real image, so it is a yardstick and not a continual learner.")

  public static var diet: Diet { .everything }

  private let tuning: FineTuning

  public init(_ settings: Settings, parts: Parts) throws {
    tuning = try FineTuning(settings, parts: parts)
  }

  public func begin(_ experience: Experience) { tuning.open(experience, past: true) }
  public func observe(_ batch: Batch) throws -> Losses { try tuning.observe(batch) }
  public func scores(_ inputs: Tensor) throws -> Tensor { try tuning.scores(inputs) }
  public var state: LearnerState { tuning.state }
}

import Catalog
import Figures
import Models
import Streams
import Torch

/// A method of continual learning with its state.
///
/// A new method is one file with a type of this protocol and one line in `Learners.all`.
///
/// A learner is saved as `state` alone and restored into a fresh one: `init` with equal settings and
/// parts, `restore(past:shapes:)` if experiences have ended, `begin` if one is under way, then
/// `state.restore`. So whatever the next step depends on must either be in `state` or follow from the
/// settings, the parts, the experiences that have ended and the one that has begun. In particular
/// `begin` must not read weights that are in `state` (they are restored after it), nor rely on `end`
/// having been called on this instance; copies that are frozen at `end` belong to `state`, numbers of
/// outputs and the like are derived in `restore(past:shapes:)`.
package protocol Learner: AnyObject, Cataloged {
  /// Builds the method's networks for the stream that `parts` describes.
  init(_ settings: Settings, parts: Parts) throws

  /// What it is built from and what it can be used for.
  static var needs: Needs { get }

  /// Whether it answers images with classes; what does not is not tested.
  static var answers: Bool { get }

  /// Its views besides those of every learner.
  static var views: [View] { get }

  /// The parts of the loss, or the beginnings of their names, that images of the past have; empty for a
  /// method that has none.
  static var replayLosses: [String] { get }

  /// The name of the store with the weights of its generator, if it has one.
  static var generatorStore: String { get }

  /// By which options nothing of the past is replayed, where losses do not show it; nil if something is.
  var silence: String? { get }

  /// Which images of the past `observe` may be given.
  static var trainingData: TrainingData { get }

  /// What `experience` consists of, one phase after the other, when a user asks for `budget`.
  ///
  /// The same arguments always give the same phases; there is at least one.
  func phases(of experience: Experience, _ budget: Budget) -> [Phase]

  /// The phases of a learner with these `settings` and so many `outputs`, before it is made.
  static func phases(
    of experience: Experience, _ budget: Budget, settings: Settings, outputs: Int
  ) -> [Phase]

  /// Whether the optional phase at place `phase` is not needed as the learner stands, before its first
  /// step; the same state always gives the same answer.
  func skips(_ phase: Int, of experience: Experience) throws -> Bool

  /// Called before the first step of each experience.
  func begin(_ experience: Experience) throws

  /// One step of learning.
  func observe(_ batch: Batch) throws -> Losses

  /// Called after the last step of each experience, for instance to freeze a copy.
  func end(_ experience: Experience) throws

  /// Called when `experience`, which was the last to end, is to be learned further; `begin` follows, and
  /// a second `end` must not count it twice.
  ///
  /// What protects the past is then taken from the networks as they are. A saved learner comes to the
  /// same form by `restore(past:shapes:)`, with `experience` the last of `past`, and `reopen`, so that
  /// this too must not read weights that are in `state`.
  /// - Throws: `ModelError` with the reason if nothing can be learned further, as by default.
  func reopen(_ experience: Experience) throws

  /// The scores of all outputs, `[batch, outputs]`, for `inputs`,
  /// `[batch, channels, height, width]` in 0...1; without gradients.
  func scores(_ inputs: Tensor) throws -> Tensor

  /// The features of `inputs` before the last layer, `[batch, features]`, without gradients; nil if it
  /// has none that do not change their meaning.
  func features(_ inputs: Tensor) throws -> Tensor?

  /// `count` images that the learner's generator makes, `[count, channels, height, width]`; nil if it
  /// cannot.
  func dream(_ count: Int, key: RandomKey) throws -> Tensor?

  /// `count` images of the class at place `output` of the head, as above; nil if it cannot.
  func dream(_ count: Int, of output: Int, key: RandomKey) throws -> Tensor?

  /// Whether `dream` will give images, of the class at place `output` or of any, once steps were taken
  /// in the experiences `past` and no further ones, of the last one up to the phase `phase` if it has
  /// not ended; for dry runs, in which no step is taken.
  ///
  /// By default what an untrained learner can.
  func canDream(of output: Int?, after past: [Experience], phase: String?) throws -> Bool

  /// The numbers that the card's `results` announce, as far as there are any yet.
  func measures() throws -> [MeasuredValue]

  /// What went wrong in the experiences that this instance has ended, one sentence with the evidence for
  /// each trouble; found from each experience's own images when it ended.
  func troubles(of stream: ExperienceStream) -> [String]

  /// Bytes that it keeps between experiences; nil if it does not say.
  func keptBytes() throws -> Int?

  /// Everything that the next step depends on and that does not follow from elsewhere (see above), in
  /// an order that does not change.
  var state: LearnerState { get }

  /// Takes the form of a learner that has ended the experiences `past`; `state.restore` follows.
  ///
  /// `shapes` are those of the saved tensors under their full names: what grows reads them.
  func restore(past: [Experience], shapes: [String: [Int]]) throws
}

extension Learner {
  package static var needs: Needs { Needs() }
  package static var answers: Bool { true }
  package static var views: [View] { [] }
  package static var trainingData: TrainingData { .current }
  package static var replayLosses: [String] { [] }
  package static var generatorStore: String { "generator" }
  package var silence: String? { nil }
  package func phases(of experience: Experience, _ budget: Budget) -> [Phase] {
    [Phase("all", budget)]
  }
  package static func phases(
    of experience: Experience, _ budget: Budget, settings: Settings, outputs: Int
  ) -> [Phase] {
    [Phase("all", budget)]
  }
  package func skips(_ phase: Int, of experience: Experience) throws -> Bool { false }
  package func begin(_ experience: Experience) throws {}
  package func end(_ experience: Experience) throws {}
  package func reopen(_ experience: Experience) throws {
    throw Self.finished("give it more epochs at once, or stop it with stop= and continue")
  }
  /// Why an experience that has ended cannot be learned further.
  package static func finished(_ reason: String) -> ModelError {
    ModelError("\(card.name) cannot learn an experience further once it has ended: \(reason)")
  }
  package func features(_ inputs: Tensor) throws -> Tensor? { nil }
  package func dream(_ count: Int, key: RandomKey) throws -> Tensor? { nil }
  package func dream(_ count: Int, of output: Int, key: RandomKey) throws -> Tensor? { nil }
  package func canDream(of output: Int?, after past: [Experience], phase: String?) throws -> Bool {
    let key = RandomKey(seed: 0)
    return try (output.map { try dream(1, of: $0, key: key) } ?? dream(1, key: key)) != nil
  }
  package func measures() throws -> [MeasuredValue] { [] }
  package func troubles(of stream: ExperienceStream) -> [String] { [] }
  package func keptBytes() throws -> Int? {
    guard case .count(let bytes)? = try measures().first(where: { $0.name == "bytes" })?.content
    else { return nil }
    return bytes
  }
  package func restore(past: [Experience], shapes: [String: [Int]]) throws {}
}

/// Which real images a learner is trained on.
package enum TrainingData: Sendable {
  /// Those of the current experience alone.
  case current
  /// Those of all experiences so far: an upper bound, not a continual learner.
  case everything
}

import Catalog
import Figures
import Models
import Streams
import Torch

/// A method of continual learning with its state.
///
/// A new method is one file with a type of this protocol and one line in `Learners.all`.
package protocol Learner: AnyObject, Cataloged {
  /// Builds the method's networks for the stream that `parts` describes.
  init(_ settings: Settings, parts: Parts) throws

  /// Which images of the past `observe` may be given.
  static var trainingData: TrainingData { get }

  /// What `experience` consists of, one phase after the other, when a person asks for `budget`.
  ///
  /// The same arguments always give the same phases; there is at least one.
  func phases(of experience: Experience, _ budget: Budget) -> [Phase]

  /// The phases of a learner with these `settings` and so many `outputs`, before it is made.
  static func phases(
    of experience: Experience, _ budget: Budget, settings: Settings, outputs: Int
  ) -> [Phase]

  /// Called before the first step of each experience.
  func begin(_ experience: Experience) throws

  /// One step of learning.
  func observe(_ batch: Batch) throws -> Losses

  /// Called after the last step of each experience, for instance to freeze a copy.
  func end(_ experience: Experience) throws

  /// The scores of all outputs, `[batch, outputs]`, for `inputs`,
  /// `[batch, channels, height, width]` in 0...1; without gradients.
  func scores(_ inputs: Tensor) throws -> Tensor

  /// `count` images that the learner dreams up, `[count, channels, height, width]`; nil if it
  /// cannot.
  func dream(_ count: Int, key: RandomKey) throws -> Tensor?

  /// `count` images of the class at place `output` of the head, as above; nil if it cannot.
  func dream(_ count: Int, of output: Int, key: RandomKey) throws -> Tensor?

  /// The numbers that the card's `results` announce, as far as there are any yet.
  func measures() throws -> [Measure]

  /// What the card's view `name` shows; of one ended experience, counted from 0, if one is asked for.
  ///
  /// Called only for names of the card and after at least one experience of `stream` has ended.
  func figures(
    of view: String, experience: Int?, in stream: ExperienceStream
  ) throws -> [Figure]

  /// Everything that the next step depends on, in an order that does not change.
  var state: LearnerState { get }

  /// Makes room for the state of a learner that has ended the experiences `past`.
  ///
  /// `shapes` are those of the saved tensors under their full names: what grows reads them.
  func prepare(past: [Experience], shapes: [String: [Int]]) throws
}

extension Learner {
  package static var trainingData: TrainingData { .current }
  package func phases(of experience: Experience, _ budget: Budget) -> [Phase] {
    [Phase("all", budget)]
  }
  package static func phases(
    of experience: Experience, _ budget: Budget, settings: Settings, outputs: Int
  ) -> [Phase] {
    [Phase("all", budget)]
  }
  package func begin(_ experience: Experience) throws {}
  package func end(_ experience: Experience) throws {}
  package func dream(_ count: Int, key: RandomKey) throws -> Tensor? { nil }
  package func dream(_ count: Int, of output: Int, key: RandomKey) throws -> Tensor? { nil }
  package func measures() throws -> [Measure] { [] }
  package func figures(
    of view: String, experience: Int?, in stream: ExperienceStream
  ) throws -> [Figure] { [] }
  package func prepare(past: [Experience], shapes: [String: [Int]]) throws {}
}

/// Which real images a learner is trained on.
package enum TrainingData: Sendable {
  /// Those of the current experience alone.
  case current
  /// Those of all experiences so far: an upper bound, not a continual learner.
  case everything
}

/// What a learner consists of: weights, running statistics and optimizer state, by name.
package struct LearnerState {
  package var stores: [(name: String, store: ParameterStore)]
  package var optimizers: [(name: String, optimizer: any Optimizer)]

  package init(
    stores: [(name: String, store: ParameterStore)],
    optimizers: [(name: String, optimizer: any Optimizer)]
  ) {
    (self.stores, self.optimizers) = (stores, optimizers)
  }

  /// Sixty-four bits that differ as soon as any number of the state does.
  package func digest() throws -> UInt64 {
    var digest = StateDigest()
    for (name, store) in stores {
      digest.combine(name)
      digest.combine(try store.digest())
    }
    for (name, optimizer) in optimizers {
      digest.combine(name)
      digest.combine(try optimizer.digest())
    }
    return digest.value
  }

  /// All tensors under `store/name` or `optimizer/name`.
  package func tensors() -> [(name: String, tensor: Tensor)] {
    var all: [(name: String, tensor: Tensor)] = []
    for (name, store) in stores {
      all += store.tensors.map { (name + "/" + $0.name, $0.tensor) }
    }
    for (name, optimizer) in optimizers {
      all += optimizer.state.map { (name + "/" + $0.name, $0.tensor) }
    }
    return all
  }

  /// Puts back what `tensors` gave.
  ///
  /// - Throws: `TorchError` that names the tensor that is missing, left over or of another shape.
  package func assign(_ saved: [String: Tensor]) throws {
    let parts = stores.map { $0.name + "/" } + optimizers.map { $0.name + "/" }
    if let extra = saved.keys.sorted().first(where: { key in !parts.contains(where: key.hasPrefix) }
    ) {
      throw TorchError("tensor '\(extra)' belongs to no part of this learner")
    }
    func part(_ name: String) -> [String: Tensor] {
      let mine = saved.filter { $0.key.hasPrefix(name + "/") }
      return Dictionary(
        uniqueKeysWithValues: mine.map { (String($0.key.dropFirst(name.count + 1)), $0.value) })
    }
    for (name, store) in stores { try store.assign(part(name)) }
    for (name, optimizer) in optimizers { try optimizer.assign(part(name)) }
  }
}

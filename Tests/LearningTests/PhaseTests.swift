import Catalog
import Models
import Streams
import Testing
import Torch

@testable import Learning

/// A learner with two phases that only writes down what it is given.
private final class Witness: Learner {
  struct Entry: Equatable {
    let experience, phase, step, steps, images: Int
  }

  static let card = Card("witness", "writes down what it is given")
  let outputs: Int
  var entries: [Entry] = []
  var inputs: [[Float]] = []
  var experience = -1

  init(_ settings: Settings, parts: Parts) { outputs = parts.outputs }

  func phases(of experience: Experience, _ budget: Budget) -> [Phase] {
    [Phase("first", budget), Phase("second", Budget(steps: 3 + experience.index, batch: 5))]
  }

  func begin(_ experience: Experience) { self.experience = experience.index }

  func observe(_ batch: Batch) throws -> Losses {
    entries.append(
      Entry(
        experience: experience, phase: batch.phase, step: batch.step, steps: batch.steps,
        images: batch.labels.count))
    inputs.append(try batch.inputs.floats())
    return Losses(["phase": Double(batch.phase)])
  }

  func scores(_ inputs: Tensor) throws -> Tensor { try .zeros([inputs.shape[0], outputs]) }
  var state: LearnerState { LearnerState(stores: [], optimizers: []) }
}

@Suite struct PhaseTests {
  private func run() throws -> (LearningRun, Witness) {
    let stream = try Small.stream()
    let witness = Witness(Settings(), parts: Small.parts(stream))
    return (try LearningRun(witness, on: stream, key: RandomKey(seed: 1)), witness)
  }

  @Test func `phases come one after the other, each with steps and batches of its own`() throws {
    let (run, witness) = try run()
    #expect(run.stepsAhead(Budget(epochs: 1, batch: 8), until: 2) == 2 + 3 + 2 + 4)
    let summary = try run.learn(Budget(epochs: 1, batch: 8), until: 1)
    #expect(
      witness.entries == [
        .init(experience: 0, phase: 0, step: 0, steps: 2, images: 8),
        .init(experience: 0, phase: 0, step: 1, steps: 2, images: 4),
        .init(experience: 0, phase: 1, step: 0, steps: 3, images: 5),
        .init(experience: 0, phase: 1, step: 1, steps: 3, images: 5),
        .init(experience: 0, phase: 1, step: 2, steps: 3, images: 2),
      ])
    #expect(summary.steps == 5 && summary.images == 24)
    // The loss of the newest epoch is one of the newest phase.
    #expect(summary.loss == 1)
    let (first, second) = (
      witness.inputs[..<2].flatMap(\.self), witness.inputs[2...].flatMap(\.self)
    )
    #expect(first != second && first.sorted() == second.sorted())
  }

  @Test(arguments: 0...11)
  func `stopping at any step changes nothing`(limit: Int) throws {
    let (straight, wanted) = try run()
    try straight.learn(Budget(epochs: 1, batch: 8), until: 2)
    let (run, found) = try run()
    let budget = Budget(epochs: 1, batch: 8)
    _ = try run.advance(
      budget, until: 2, limit: limit, clock: { 0 }, shouldStop: { false }, report: { _ in })
    #expect(run.stepsAhead(budget, until: 2) == 11 - limit)
    try run.learn(budget, until: 2)
    #expect(found.entries == wanted.entries && found.inputs == wanted.inputs)
  }
}

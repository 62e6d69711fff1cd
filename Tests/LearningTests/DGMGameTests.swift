import Catalog
import Models
import Streams
import Testing
import Torch

@testable import Learning

private let byClass: [String: Value] = [
  "memory": .name("class"), "head": .name("closing"), "closing": .integer(1),
  "rehearse": .name("dreams"), "fresh": .name("yes"), "replay": .number(0), "redraw": .name("yes"),
]

/// Games of dynamic generative memory: one for each class, replayed ones, and the class head alone.
@Suite struct DGMGameTests {
  private let key = RandomKey(seed: 11)
  private let budget = Budget(epochs: 2, batch: 16)

  /// A learner that has ended `end` experiences of two epochs, or taken `limit` steps.
  private func run(
    _ options: [String: Value], classes: Int = 2, until end: Int, limit: Int? = nil
  ) throws -> LearningRun {
    let stream = try DGMSetting.stream(classes: classes)
    let run = try LearningRun(
      DGMSetting.learner(options, on: stream), on: stream, key: RandomKey(seed: 2))
    try advance(run, until: end, limit: limit)
    return run
  }

  private func advance(_ run: LearningRun, until end: Int, limit: Int? = nil) throws {
    _ = try run.advance(
      budget, until: end, limit: limit, clock: { 0 }, shouldStop: { false }, report: { _ in })
  }

  /// The run as it is after a stop: a fresh learner with the saved state.
  private func restored(_ run: LearningRun, _ options: [String: Value]) throws -> LearningRun {
    let saved = Dictionary(
      uniqueKeysWithValues: try run.learner.state.tensors().map {
        ($0.name, try $0.tensor.detach().clone())
      })
    let learner = try DGMSetting.learner(options, on: run.stream)
    let restored = try LearningRun(
      learner, on: run.stream, key: RandomKey(seed: 2), matrix: run.matrix,
      reopening: run.reopening, completed: run.completed, step: run.step,
      shapes: saved.mapValues(\.shape))
    try learner.state.restore(saved)
    return restored
  }

  private func dream(_ run: LearningRun, _ output: Int) throws -> [Float] {
    let images = try run.learner.dream(5, of: output, key: key)
    return try #require(images).floats()
  }

  @Test func `a past that is not replayed is not generated, and nobody's numbers move`() throws {
    // The slightest replay generates the past of every epoch, of which no image is used.
    let none: [String: Value] = ["replay": .number(0), "redraw": .name("yes")]
    var some = none
    some["replay"] = .number(1e-9)
    let (fast, slow) = (try run(none, classes: 1, until: 2), try run(some, classes: 1, until: 2))
    #expect(try fast.digest() == slow.digest())
    for run in [fast, slow] { try advance(run, until: 3, limit: 1) }
    let courses = try [fast, slow].map {
      try #require(($0.learner as? DynamicGenerativeMemory)?.course)
    }
    #expect(courses[0].replay == nil && courses[1].replay != nil)
  }

  @Test func `with memory=class every class has a game, a memory and images of its own`() throws {
    let run = try run(byClass, until: 2)
    let learner = try #require(run.learner as? DynamicGenerativeMemory)
    #expect(learner.generator.experiences.map(\.outputs) == [0..<1, 1..<2, 2..<3, 3..<4])
    #expect(learner.generator.finished == 4)
    let phases = learner.phases(of: run.stream.experiences[1], budget)
    #expect(phases.map(\.name) == ["game 1", "game 2", "classifier"])
    #expect(phases.map(\.outputs) == [2..<3, 3..<4, nil])
    #expect(phases.map(\.budget.epochs) == [1, 1, 1])
    let steps = learner.phases(of: run.stream.experiences[1], Budget(steps: 9, batch: 16))
    #expect(steps.map(\.budget.steps) == [3, 3, 2])
    let kinds = Dictionary(grouping: run.history.curves, by: \.phase).mapValues {
      Set($0.map(\.name))
    }
    #expect(kinds["classifier"] == ["classifier"])
    #expect(kinds["game 2"] == ["critic", "gradient penalty", "generator", "sparsity"])
  }

  @Test(arguments: ["weights", "activations"])
  func `a class's memory is untouched by the games after it`(mask: String) throws {
    var options = byClass
    options["mask"] = .name(mask)
    // Two steps: the first game of one, and the first of the second.
    let run = try run(options, until: 1, limit: 2)
    let learner = try #require(run.learner as? DynamicGenerativeMemory)
    #expect(learner.generator.finished == 1)
    let (before, reserved) = (try dream(run, 0), learner.generator.layers.map(\.reserved))
    let weights = try learner.generator.layers.map { try $0.weight.detach().clone() }
    try advance(run, until: 3)
    #expect(try dream(run, 0) == before && Set(before).count > 1)
    for (layer, old) in weights.enumerated() where mask == "weights" {
      let now = try learner.generator.layers[layer].weight.corner(like: old)
      let moved = try (now .!= old).to(.float32)
      #expect(try (moved * reserved[layer]).sum().item() == 0)
      #expect(try reserved[layer].sum().item() > 0)
      #expect(try moved.sum().item() > 0)
    }
    #expect(
      try learner.measures().first { $0.name == "drift" } == MeasuredValue("drift", 0))
  }

  @Test(arguments: [1, 2, 3, 4, 6, 7])
  func `games and the class head continue after a stop to the same numbers`(limit: Int) throws {
    var options = byClass
    options["retry"] = .integer(1)
    let run = try run(options, until: 2, limit: limit)
    let other = try restored(run, options)
    #expect(try other.digest() == run.digest())
    for run in [run, other] { try advance(run, until: 3) }
    #expect(try other.digest() == run.digest())
    #expect(other.matrix == run.matrix)
  }

  @Test func `a game whose images cover no real ones is replayed with other weights and reported`()
    throws
  {
    let options: [String: Value] = [
      "retry": .integer(1), "head": .name("closing"), "closing": .integer(1),
    ]
    let stream = try Datasets.stream(
      "digits", Settings(["limit": .integer(24), "split": .integer(10)]), in: DataDirectory("."))
    let learner = try DGMSetting.learner(options, on: stream)
    let run = try LearningRun(learner, on: stream, key: RandomKey(seed: 2))
    try advance(run, until: 1)
    // A generator of two steps makes noise; one that need not be replayed takes fewer.
    let phases = Set(run.history.curves.map(\.phase))
    #expect(phases == ["game", "game retry 1", "classifier"])
    let trouble = try #require(learner.troubles(of: stream).first)
    #expect(trouble.hasPrefix("the game failed for class"))
    let (first, reserved) = (try dream(run, 0), learner.generator.layers.map(\.reserved))
    let weights = try learner.generator.layers.map { try $0.weight.detach().clone() }
    try advance(run, until: 2)
    #expect(try dream(run, 0) == first)
    for (layer, old) in weights.enumerated() {
      let now = try learner.generator.layers[layer].weight.corner(like: old)
      #expect(try ((now .!= old).to(.float32) * reserved[layer]).sum().item() == 0)
    }
  }

  @Test func `real images cover themselves, and blank ones or halves of them cover few`() throws {
    let stream = try Datasets.stream(
      "digits", Settings(["limit": .integer(60), "split": .integer(10)]), in: DataDirectory("."))
    for experience in stream.experiences.prefix(3) {
      let images = experience.train
      let feed = try ImageFeed(images)
      func share(_ make: (Tensor) throws -> Tensor) throws -> Double? {
        try RealCoverage.share(of: images, device: .cpu) { try make(feed.batch(0..<$0).inputs) }
      }
      #expect(try share { $0 } == 1)
      let blank = try share { try $0 * 0 }
      #expect(try #require(blank) < RealCoverage.least)
      // Half an image is a fragment of one.
      let half = try share { images in
        let upper = try images.clone()
        let height = upper.shape[2] / 2
        try upper.narrow(dim: 2, start: height, count: height).fill(0)
        return upper
      }
      #expect(try #require(half) < 0.5)
    }
    #expect(
      try RealCoverage.share(of: stream.experiences[0].test.of(3..<4), device: .cpu) { _ in nil }
        == nil)
  }

  @Test func `head=only leaves all but the class head as it was, and never sees a real image`()
    throws
  {
    let options: [String: Value] = ["closing": .integer(1), "warp": .name("yes")]
    let run = try run(options, until: 2)
    func tensors() throws -> [String: [Float]] {
      Dictionary(
        uniqueKeysWithValues: try run.learner.state.tensors().map {
          ($0.name, try $0.tensor.to(.float32).floats())
        })
    }
    let before = try tensors()
    try run.reopenHead()
    try advance(run, until: 2)
    #expect(run.completed == 2 && run.matrix.correct.count == 2)
    let after = try tensors()
    let moved = Set(after.filter { before[$0.key] != $0.value }.keys)
    #expect(moved.contains("critic/classes.weight"))
    let isCriticAlone = moved.allSatisfy { $0.hasPrefix("critic/") }
    #expect(isCriticAlone && before.keys == after.keys)
    // Blank images are all that it is given.
    let learner = try #require(run.learner as? DynamicGenerativeMemory)
    try learner.beginHead(run.stream.experiences[1])
    let image = try Tensor.ones([16, 1, 8, 8])
    let batches = try [image, image * 0].map { inputs in
      Batch(
        inputs: inputs, labels: try .zeros([16], type: .int64), step: 0,
        place: .init(images: 16), key: key)
    }
    let losses = try batches.map { batch in
      try learner.beginHead(run.stream.experiences[1])
      return try learner.observeHead(batch).total
    }
    #expect(losses[0] == losses[1] && losses[0] > 0)
  }

  @Test func `head=only stops and continues to the same numbers`() throws {
    let options: [String: Value] = [
      "mask": .name("activations"), "position": .name("before-norm"), "redraw": .name("yes"),
    ]
    let run = try run(options, until: 2)
    try run.reopenHead()
    try advance(run, until: 2, limit: 3)
    let other = try restored(run, options)
    #expect(try other.digest() == run.digest() && run.reopening.isHeadOpen)
    for run in [run, other] { try advance(run, until: 3) }
    #expect(try other.digest() == run.digest())
    #expect(other.matrix == run.matrix && run.isFinished)
  }

  @Test func `games by class need a class head that is trained after them`() throws {
    let stream = try DGMSetting.stream(classes: 2)
    for option in [("memory", Value.name("class")), ("retry", .integer(1))] {
      let error = #expect(throws: ModelError.self) {
        try DGMSetting.learner([option.0: option.1], on: stream)
      }
      #expect(error?.description.contains("add head=closing and closing=") == true)
    }
    var options = byClass
    options["closing"] = .integer(2)
    let error = #expect(throws: ModelError.self) { try run(options, until: 1) }
    #expect(error?.description.contains("closing=2 leaves no epoch") == true)
  }

  @Test func `the literal sharpness falls in the first epoch, as published`() {
    func at(_ epoch: Int, _ start: Int) -> Batch.Place {
      Batch.Place(epoch: epoch, epochs: 4, start: start, images: 100)
    }
    let local = MaskAnnealing(limit: 1e4, isLocal: true, closing: 0, isLiteral: true)
    #expect(local.sharpness(at(0, 0)) == .init(epoch: 1e-4, step: 1e4))
    #expect(abs(local.sharpness(at(0, 50)).step - 5000) < 1e-3)
    let later = MaskAnnealing(limit: 1e4, isLocal: true, closing: 0)
    #expect(local.sharpness(at(2, 30)) == later.sharpness(at(2, 30)))
  }
}

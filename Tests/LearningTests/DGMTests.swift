import Catalog
import Models
import Streams
import Testing
import Torch

@testable import Learning

@Suite struct DGMTests {
  @Test func `sharpness climbs from epoch to epoch and within each`() {
    let local = MaskAnnealing(limit: 1e4, isLocal: true, closing: 0)
    let global = MaskAnnealing(limit: 1e5, isLocal: false, closing: 0)
    func at(_ epoch: Int, _ start: Int) -> Batch.Place {
      Batch.Place(epoch: epoch, epochs: 4, start: start, images: 100)
    }
    #expect(local.sharpness(at(0, 50)) == .init(epoch: 1, step: 1))
    let second = (1e4 - 1e-4) / 4 + 1e-4
    #expect(local.sharpness(at(1, 0)) == .init(epoch: second, step: 1 / second))
    #expect(abs(local.sharpness(at(1, 50)).step - second / 2) < 1e-3)
    #expect(global.sharpness(at(2, 50)).step == (1e5 - 1e-5) / 2 + 1e-5)
  }

  @Test func `closing epochs leave the others the whole climb`() {
    let annealing = MaskAnnealing(limit: 1e4, isLocal: false, closing: 2)
    func place(_ epoch: Int) -> Batch.Place {
      Batch.Place(epoch: epoch, epochs: 4, start: 50, images: 100)
    }
    #expect(annealing.sharpness(place(1)).step == (1e4 - 1e-4) / 2 + 1e-4)
    #expect((0..<4).map { annealing.remaining(place($0)) } == [nil, nil, 0.75, 0.25])
  }

  @Test(arguments: [
    // Nothing reserved, nothing grows; conv1 takes 128 * 16 weights per new channel.
    ([0, 0, 0], [0, 0, 0]), ([2048, 0, 0], [1, 0, 0]), ([2049, 192, 0], [2, 0, 0]),
    // The gain of two new inputs for 12 outputs is 384 weights, one channel of 26 inputs 416.
    ([4096, 385, 0], [2, 1, 0]), ([49_152, 4608, 1152], [24, 0, 6]),
  ])
  func `weights grow as the rule of the published code says`(_ taken: [Int], growth: [Int]) {
    #expect(
      MaskExpansion.growth(.weights, inputs: 128, widths: [24, 12, 6], taken: taken) == growth)
    #expect(
      MaskExpansion.growth(.activations, inputs: 128, widths: [24, 12, 6], taken: taken) == taken)
  }

  @Test func `mixed precision without the instructions for it says how to get them`() throws {
    let stream = try DGMSetting.stream()
    let error = #expect(throws: TorchError.self) {
      try DGMSetting.learner(["precision": .name("mixed")], on: stream)
    }
    #expect(error?.description.contains("--instructions avx512-bf16") == true)
  }

  @Test(
    arguments: [
      [:], ["mask": .name("activations"), "compensation": .name("literal")],
      ["label": .name("append"), "critics": .integer(2), "reinit": .name("no")],
      ["statistics": .name("classifier"), "redraw": .name("yes"), "auxiliary": .name("no")],
      ["closing": .integer(1), "rehearse": .name("dreams"), "fresh": .name("yes")],
      ["closing": .integer(1), "rehearse": .name("both"), "store": .integer(3)],
      ["mask": .name("activations"), "position": .name("before-norm")],
      [
        "closing": .integer(1), "rehearse": .name("dreams"), "fresh": .name("yes"),
        "head": .name("closing"), "jitter": .name("no"), "clip": .number(0.01),
        "moments": .name("quarters"),
      ],
    ] as [[String: Value]])
  func `a saved learner continues to the same numbers`(_ options: [String: Value]) throws {
    let stream = try DGMSetting.stream(classes: 2)
    let run = try DGMSetting.run(options, on: stream, until: 1, steps: 8)
    try DGMSetting.advance(run, until: 2, steps: 8, limit: 5)
    let saved = Dictionary(
      uniqueKeysWithValues: try run.learner.state.tensors().map {
        ($0.name, try $0.tensor.detach().clone())
      })
    let other = try DGMSetting.learner(options, on: stream)
    let restored = try LearningRun(
      other, on: stream, key: RandomKey(seed: 2), matrix: run.matrix, completed: run.completed,
      step: run.step, shapes: saved.mapValues(\.shape))
    try other.state.restore(saved)
    #expect(try restored.digest() == run.digest())
    for run in [run, restored] { try DGMSetting.advance(run, until: 3, steps: 8) }
    #expect(try restored.digest() == run.digest())
    #expect(restored.matrix == run.matrix)
  }

  @Test func `with head=closing the class head learns in closing epochs alone`() throws {
    let stream = try DGMSetting.stream(classes: 2)
    let learner = try DGMSetting.learner(
      ["closing": .integer(1), "head": .name("closing")], on: stream)
    let run = try LearningRun(learner, on: stream, key: RandomKey(seed: 2))
    let head = try #require(
      learner.critic.store.parameters.first { $0.name == "classes.weight" }?.tensor)
    let start = try head.digest()
    func advance(_ steps: Int) throws {
      _ = try run.advance(
        Budget(epochs: 2, batch: 16), until: 1, limit: steps, clock: { 0 }, shouldStop: { false },
        report: { _ in })
    }
    try advance(2)
    #expect(try head.digest() == start)
    try advance(1)
    #expect(try head.digest() != start)
  }

  @Test func `a class head that is needed before closing epochs cannot be left for them`() throws {
    let stream = try DGMSetting.stream(classes: 2)
    for options in [
      ["head": .name("closing")],
      ["head": .name("closing"), "closing": .integer(1), "auxiliary": .name("yes")],
    ] as [[String: Value]] {
      #expect(throws: ModelError.self) { try DGMSetting.learner(options, on: stream) }
    }
  }

  @Test func `a classifier of one class is left the gradients and statistics of cross-entropy`()
    throws
  {
    func critic(_ loss: (Critic, Tensor) throws -> Tensor) throws -> [[Float]?] {
      let critic = try Critic(
        channels: 1, width: 4, classes: 3, key: RandomKey(seed: 1), device: .cpu)
      let loss = try loss(critic, Tensor.normal([8, 1, 32, 32], key: RandomKey(seed: 2)))
      try loss.backward()
      let gradients = try critic.store.parameters.map { try $0.tensor.gradient?.floats() }
      let statistics = try critic.store.buffers.map { try $0.tensor.to(.float32).floats() }
      return [try loss.floats()] + gradients + statistics
    }
    let worked = try critic { critic, images in
      try Loss.crossEntropy(
        critic.classify(images, count: 1, .training), Tensor.zeros([8], type: .int64))
    }
    #expect(try critic { try $0.singleClassLoss($1) } == worked)
  }

  @Test func `every option's default builds and every loss is finite`() throws {
    let stream = try DGMSetting.stream(classes: 2)
    let learner = try DGMSetting.learner(["closing": .integer(1)], on: stream)
    let run = try LearningRun(learner, on: stream, key: RandomKey(seed: 2))
    var names: [[String]] = []
    _ = try run.advance(
      Budget(epochs: 2, batch: 16), until: 2, clock: { 0 }, shouldStop: { false },
      report: { progress in
        names.append(progress.losses.parts.map(\.name))
        #expect(progress.losses.parts.allSatisfy { $0.value.isFinite })
      })
    #expect(
      names.first == [
        "classifier", "critic", "gradient penalty", "generator", "sparsity", "auxiliary",
      ])
    #expect(names.last == ["classifier"])
  }

  @Test func `dreams have the data's shape and come class after class in turn`() throws {
    let stream = try DGMSetting.stream()
    let run = try DGMSetting.run(on: stream, until: 2)
    let key = RandomKey(seed: 5)
    let all = try run.learner.dream(3, key: key)
    let dreams = try #require(all)
    #expect(dreams.shape == [3, 1, 8, 8])
    #expect(try dreams.floats().allSatisfy { 0...1 ~= $0 })
    #expect(try run.learner.dream(3, of: 2, key: key) == nil)
    let ofOne = try run.learner.dream(1, of: 1, key: key("class", 1))
    let second = try #require(ofOne)
    #expect(
      try dreams.select(dim: 0, 1).floats() == second.select(dim: 0, 0).floats())
  }

  @Test func `a memory without room for its classes says so`() throws {
    let stream = try DGMSetting.stream(classes: 2)
    #expect(throws: ModelError.self) {
      try DGMSetting.learner(["latent": .integer(6)], on: stream)
    }
    _ = try DGMSetting.learner(["latent": .integer(6), "label": .name("append")], on: stream)
  }

  @Test func `a warp in closing epochs moves the class head alone`() throws {
    let stream = try DGMSetting.stream()
    func tensors(_ warp: String) throws -> [String: [Float]] {
      let options: [String: Value] = [
        "closing": .integer(1), "fresh": .name("yes"), "warp": .name(warp),
      ]
      let run = try DGMSetting.run(options, on: stream, until: 2)
      let tensors = try run.learner.state.tensors().map { name, tensor in
        (name, try tensor.to(.float32).floats())
      }
      return Dictionary(uniqueKeysWithValues: tensors)
    }
    let (plain, warped) = (try tensors("no"), try tensors("yes"))
    #expect(plain.keys == warped.keys)
    let moved = plain.filter { warped[$0.key] != $0.value }.keys
    #expect(moved.contains("critic/classes.weight"))
    let isCriticAlone = moved.allSatisfy { $0.hasPrefix("critic/") }
    #expect(isCriticAlone)
  }

  @Test func `closing epochs that leave none to the generator are refused`() throws {
    let stream = try DGMSetting.stream()
    let error = #expect(throws: ModelError.self) {
      _ = try DGMSetting.run(["closing": .integer(2)], on: stream, until: 1)
    }
    #expect(error?.description.contains("closing=2 leaves no epoch of 2 to the generator") == true)
  }

  @Test func `sizes are bounded before memory is taken`() throws {
    let stream = try DGMSetting.stream()
    let large: [String: Value] = ["width": .integer(512), "latent": .integer(4096)]
    let error = #expect(throws: ModelError.self) { try DGMSetting.learner(large, on: stream) }
    #expect(error?.description.contains("use fewer or smaller layers") == true)
  }

  @Test func `less replay takes fewer steps of the classifier, but learns`() throws {
    let stream = try DGMSetting.stream()
    func steps(_ share: Double) throws -> Double {
      let run = try DGMSetting.run(
        ["replay": .number(share), "reinit": .name("yes")], on: stream, until: 2)
      try DGMSetting.advance(run, until: 3, limit: 2)
      return try DGMSetting.tensor("critic adam/conv1.weight.steps", of: run).item()
    }
    // Two steps: each one of the critic, and of the classifier three, two or one.
    #expect(try steps(1) == 8)
    #expect(try steps(0.5) == 6)
    #expect(try steps(0) == 4)
  }
}

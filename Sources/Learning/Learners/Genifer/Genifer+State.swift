import Streams
import Torch

/// What Genifer generates and shows, and how it is saved and restored.
extension Genifer {
  /// Classes that the average generator replays: those of the experience too once its game has
  /// begun, which the optimizers remember when their state is restored.
  var replayable: Int {
    get throws {
      guard let experience else { return 0 }
      let hasPlayed =
        try optimizers?.discriminator.hasStepped
        ?? Self.hasGame(experience, gameOptions, outputs)
      return hasPlayed ? experience.outputs.upperBound : experience.outputs.lowerBound
    }
  }

  /// The same classes where what is replayed are images.
  private var dreamable: Int {
    get throws { networks.replayedStage == 0 ? try replayable : 0 }
  }

  package func dream(_ count: Int, of output: Int, key: RandomKey) throws -> Tensor? {
    guard try (0..<dreamable).contains(output) else { return nil }
    return try dreams([Int](repeating: output, count: count), key)
  }

  /// Images of the classes that the generator knows, in turn.
  package func dream(_ count: Int, key: RandomKey) throws -> Tensor? {
    let dreamable = try dreamable
    guard dreamable > 0 else { return nil }
    return try dreams((0..<count).map { $0 % dreamable }, key)
  }

  package func canDream(of output: Int?, after past: [Experience], phase: String?) -> Bool {
    let known =
      past.last.map {
        Self.hasGame($0, gameOptions, outputs) && phase != Self.classifierPhase
          ? $0.outputs.upperBound : $0.outputs.lowerBound
      } ?? 0
    return networks.replayedStage == 0 && output ?? 0 < known
  }

  /// An image of each of the classes at places `labels`, in 0...1.
  func dreams(_ labels: [Int], _ key: RandomKey) throws -> Tensor {
    try withoutGradients {
      try scale.pixels(images(networks.average, labelled(labels), key: key)).clamp(0, 1)
    }
  }

  private func labelled(_ labels: [Int]) throws -> Tensor {
    try Tensor(labels).to(networks.average.store.device)
  }

  /// What the classifier's matched stage makes of images, `[batch, channels, height, width]` in
  /// 0...1.
  func matchedFeatures(of images: Tensor) throws -> Tensor {
    try withoutGradients {
      try networks.classifier.network.features(
        scale.normalized(images), from: 0, through: networks.matchedStage, .scoring)
    }
  }

  /// The same of what is replayed of the classes at places `labels`.
  func replayedFeatures(_ labels: [Int], _ key: RandomKey) throws -> Tensor {
    try withoutGradients {
      let made = try images(networks.average, labelled(labels), key: key)
      return try networks.classifier.network.features(
        entering(made), from: networks.replayedStage, through: networks.matchedStage, .scoring)
    }
  }

  /// Without images of the old generator there is no such loss, whatever weights it has.
  package static let replayLosses = ["distillation", "features"]

  /// Old answers and images are those of the networks as they are; the head goes on.
  package func reopen(_ experience: Experience) { isOpen = true }

  package func restore(past: [Experience], shapes: [String: [Int]]) {
    experience = past.last
  }

  /// Between experiences the old networks are those that it has.
  package func keptBytes() -> Int? {
    let own = [
      networks.classifier.store, networks.generator.store, networks.average.store,
      networks.discriminator.store,
    ]
    return own.reduce(0) { $0 + $1.byteCount }
  }

  package func measures() throws -> [MeasuredValue] { try lossShares.values() }

  package var state: LearnerState {
    var state = LearnerState(
      stores: networks.stores + [("augmentation", ada.store), ("shares", lossShares.store)],
      optimizers: [])
    if let optimizers {
      state.optimizers = [
        ("classifier optimizer", optimizers.classifier), ("generator adam", optimizers.generator),
        ("discriminator adam", optimizers.discriminator),
      ]
    }
    return state
  }
}

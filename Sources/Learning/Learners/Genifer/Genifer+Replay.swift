import Augmentation
import Catalog
import Models
import Streams
import Torch

/// What Genifer's classifier learns from in later experiences, and the phases of an experience.
extension Genifer {
  /// Current images and images of the old generator in the wanted shares.
  func mixedImages(_ batch: Batch, old: Int, seen: Int) throws -> ClassifierLosses.Images {
    let share = classifierOptions.share(old: old, all: seen)
    let loaded = batch.inputs.shape[0]
    let drops = classifierOptions.dropsSurplus
    let real = drops ? classifierOptions.currentCount(loaded, share: share) : loaded
    let replayed = drops ? loaded - real : Int((Double(loaded) * share / (1 - share)).rounded())
    let current = try networks.entering(
      classifierOptions.recipe(isFirst: false).augmented(
        scale.normalized(batch.inputs.narrow(dim: 0, start: 0, count: real)),
        key: batch.key("crop")))
    let labels = try batch.labels.narrow(dim: 0, start: 0, count: real)
    guard replayed > 0 else {
      return ClassifierLosses.Images(all: current, labels: labels, real: real, replayed: 0)
    }
    var past = try replay(replayed, below: old, key: batch.key("replay")).images
    if networks.replayedStage == 0, let crop = replayCrop {
      past = try crop(past, key: batch.key("replay crop"))
    }
    return ClassifierLosses.Images(
      all: try .concatenate([current, past], dim: 0), labels: labels, real: real,
      replayed: replayed)
  }

  /// Images of the old generator, normalized and in the range of real ones, or features of it, none
  /// below 0 as after a rectifier; with their classes, drawn uniformly from those below `old`.
  func replay(
    _ count: Int, below old: Int, key: RandomKey
  ) throws -> (images: Tensor, labels: Tensor) {
    let labels = try Tensor.integers(
      below: old, shape: [count], key: key("classes"), device: networks.previous.store.device)
    return (try entering(images(networks.previous, labels, key: key)), labels)
  }

  /// What a generator made, in the range of what is real: pixels, or features after a rectifier.
  func entering(_ made: Tensor) throws -> Tensor {
    try networks.replayedStage == 0 ? scale.clamped(made) : made.relu()
  }

  func images(
    _ generator: StyleGenerator, _ labels: Tensor, key: RandomKey
  ) throws -> Tensor {
    try withoutGradients {
      try generator(
        generator.codes(labels.count, key: key("codes")), labels: labels,
        noise: generator.noise(labels.count, key: key("noise")))
    }
  }

  /// How replayed images are cropped and flipped; nil: not at all.
  private var replayCrop: RandomCrop? {
    let (way, recipe) = (
      classifierOptions.replayAugmentation, classifierOptions.recipe(isFirst: false)
    )
    guard way != .no else { return nil }
    return RandomCrop(
      padding: recipe.crop, mirrors: recipe.mirror, isPerImage: way == .image)
  }

  package func phases(of experience: Experience, _ budget: Budget) -> [Phase] {
    Self.phases(of: experience, budget, classifierOptions, gameOptions, outputs)
  }

  package static func phases(
    of experience: Experience, _ budget: Budget, settings: Settings, outputs: Int
  ) -> [Phase] {
    phases(of: experience, budget, ClassifierOptions(settings), GameOptions(settings), outputs)
  }

  private static func phases(
    of experience: Experience, _ budget: Budget, _ options: ClassifierOptions,
    _ gameOptions: GameOptions, _ outputs: Int
  ) -> [Phase] {
    let (images, old) = (experience.train.count, experience.outputs.lowerBound)
    var (classifier, game) = (budget, budget)
    game.steps = gameOptions.steps(images, isFirst: experience.index == 0, budget)
    game.batch = gameOptions.batch
    if old > 0 && !options.dropsSurplus {
      let share = options.share(old: old, all: experience.outputs.upperBound)
      classifier.steps = budget.total(images)
      classifier.batch = options.currentCount(budget.batch, share: share)
      game.batch = max(1, game.batch / 2)
    }
    let phases = [Phase(classifierPhase, classifier)]
    return hasGame(experience, gameOptions, outputs)
      ? phases + [Phase("generator", game)] : phases
  }

  /// What the phase of the classifier is called.
  static let classifierPhase = "classifier"

  /// Whether the generator learns in `experience` of a stream with so many `outputs`.
  static func hasGame(_ experience: Experience, _ options: GameOptions, _ outputs: Int) -> Bool {
    experience.outputs.upperBound < outputs || options.trainsLast
  }
}

import Catalog
import Models
import Torch

/// The networks of Genifer: the classifier and its predecessor, the generator with its average and
/// its predecessor, and the discriminator of features.
struct GeniferNetworks {
  typealias Staged = (network: any StagedClassifier, store: ParameterStore)

  let classifier: Staged
  /// The classifier of the experience before; frozen.
  let teacher: Staged
  let generator: StyleGenerator
  /// The moving average of the generator, which makes the images that are shown; frozen.
  let average: StyleGenerator
  /// The average at the end of the experience before, which replays; frozen.
  let previous: StyleGenerator
  let discriminator: ProjectionDiscriminator
  /// The stage whose features the discriminator sees.
  let matchedStage: Int
  /// The stage whose features are distilled.
  let distilledStage: Int
  /// The stage whose features the generators make; 0: images.
  let replayedStage: Int
  /// The last of the stages that stay as they are after the first experience; 0: none.
  ///
  /// Replayed features would not be those of stages that go on learning.
  let frozenStage: Int
  /// Rows or columns of the images, whichever are more.
  var side: Int { max(parts.shape.height, parts.shape.width) }
  /// The shape of what the generators make.
  private let made: ImageShape
  private let options: GameOptions
  private let parts: Parts
  private let key: RandomKey

  init(
    _ classifierOptions: ClassifierOptions, _ options: GameOptions, parts: Parts, key: RandomKey
  ) throws {
    (self.options, self.parts, self.key) = (options, parts, key)
    classifier = try Self.makeClassifier(parts)
    teacher = try Self.makeClassifier(parts)
    let network = classifier.network
    func stage(_ given: Int?, _ name: String) throws -> Int {
      guard let given else { return network.usualStage }
      guard given <= network.lastStage else {
        throw ModelError(
          "genifer \(name)=\(given) is not possible: \(parts.classifier.card.name) has stages 0 to "
            + "\(network.lastStage)")
      }
      return given
    }
    matchedStage = try stage(options.matching, "matching")
    let makesFeatures = classifierOptions.makesFeatures
    replayedStage = makesFeatures ? matchedStage : 0
    let shape = network.stageShapes[replayedStage]
    guard shape.count == 3, makesFeatures == (replayedStage > 0) else {
      throw ModelError(
        "genifer replayed=features is not possible with matching=\(matchedStage): take a stage "
          + "of \(parts.classifier.card.name) whose features are maps, or replayed=images")
    }
    made = ImageShape(channels: shape[0], height: shape[1], width: shape[2])
    distilledStage = max(
      try stage(classifierOptions.featureStage, "feature-stage"), replayedStage)
    frozenStage = max(try stage(classifierOptions.frozen, "frozen"), replayedStage)
    _ = try stage(options.alignmentStage, "alignment-stage")
    let first = key("generator", 0)
    generator = try Self.makeGenerator(options, parts, made, first)
    average = try Self.makeGenerator(options, parts, made, first)
    previous = try Self.makeGenerator(options, parts, made, first)
    discriminator = try Self.makeDiscriminator(
      options, parts, network.stageShapes[matchedStage], stage: matchedStage,
      key("discriminator", 0))
    for store in [teacher.store, average.store, previous.store] { try store.setTrainable(false) }
  }

  private static func makeClassifier(_ parts: Parts) throws -> Staged {
    let (network, store) = try parts.makeClassifier()
    guard let staged = network as? any StagedClassifier else {
      throw ModelError(
        "genifer needs a model with stages, not \(parts.classifier.card.name): model net = resnet")
    }
    return (staged, store)
  }

  private static func makeGenerator(
    _ options: GameOptions, _ parts: Parts, _ shape: ImageShape, _ key: RandomKey
  ) throws -> StyleGenerator {
    try StyleGenerator(
      shape: shape, classes: parts.outputs, width: options.generatorWidth,
      latent: options.latent, normalizesCode: options.normalizesCode,
      in: ParameterStore(key: key, device: parts.device))
  }

  private static func makeDiscriminator(
    _ options: GameOptions, _ parts: Parts, _ shape: [Int], stage: Int, _ key: RandomKey
  ) throws -> ProjectionDiscriminator {
    try ProjectionDiscriminator(
      shape: shape, stage: stage, classes: parts.outputs,
      width: options.discriminatorWidth,
      in: ParameterStore(key: key, device: parts.device))
  }

  /// Gives the new outputs first weights of their own, and new networks where that is asked for.
  ///
  /// The rows of classes to come have shrunk by weight decay until then.
  func begin(_ experience: Int, outputs: Range<Int>) throws {
    guard experience > 0 else { return }
    let fresh = try Self.makeClassifier(parts).network.head
    try withoutGradients {
      let head = classifier.network.head
      for (old, new) in [(head.weight, fresh.weight)]
        + zip([head.bias], [fresh.bias])
        .compactMap({ old, new in old.flatMap { old in new.map { (old, $0) } } })
      {
        try old.narrow(dim: 0, start: outputs.lowerBound, count: outputs.count)
          .copy(from: new.narrow(dim: 0, start: outputs.lowerBound, count: outputs.count))
      }
    }
    if options.freshGenerator {
      let new = try Self.makeGenerator(options, parts, made, key("generator", experience))
      try generator.store.assign(from: new.store)
    }
    if options.freshDiscriminator {
      let shape = classifier.network.stageShapes[matchedStage]
      let new = try Self.makeDiscriminator(
        options, parts, shape, stage: matchedStage, key("discriminator", experience))
      try discriminator.store.assign(from: new.store)
    }
  }

  /// Scales the head's rows of new classes, which come after `old` others, to the mean norm of the old
  /// ones' rows; biases stay.
  ///
  /// Source: weight aligning, Zhao et al. 2020, arXiv:1911.07053.
  func alignHead(old: Int, new: Int) throws {
    let weight = classifier.network.head.weight
    try withoutGradients {
      let rows = try weight.narrow(dim: 0, start: old, count: new)
      let norms = try (
        weight.narrow(dim: 0, start: 0, count: old).norm(dims: [1]).mean(),
        rows.norm(dims: [1]).mean()
      )
      guard try norms.1.item() > 0 else { return }
      try rows.copy(from: rows * (norms.0 / norms.1))
    }
  }

  /// Keeps what was learned for the experiences to come.
  func end() throws {
    try teacher.store.assign(from: classifier.store)
    try previous.store.assign(from: average.store)
    try generator.store.assign(from: average.store)
  }

  /// The features of `images` with which replayed ones can be put together: those of the replayed
  /// stage, or the images themselves.
  func entering(_ images: Tensor) throws -> Tensor {
    guard replayedStage > 0 else { return images }
    return try withoutGradients {
      try classifier.network.features(images, from: 0, through: replayedStage, .scoring)
    }
  }

  /// Lets the classifier learn, in later experiences but its frozen stages; the generator rests.
  func openClassifier(isFirst: Bool) throws {
    try generator.store.setTrainable(false)
    try discriminator.store.setTrainable(false)
    try classifier.store.setTrainable(true)
    let frozen = 0...(isFirst ? 0 : frozenStage)
    let prefixes = frozen.dropFirst().flatMap(classifier.network.prefixes)
    for (name, tensor) in classifier.store.parameters
    where prefixes.contains(where: name.hasPrefix) { try tensor.requireGradient(false) }
  }

  /// Lets the generator and the discriminator learn; the classifier rests.
  func openGame() throws {
    try classifier.store.setTrainable(false)
    try generator.store.setTrainable(true)
  }

  var stores: [(name: String, store: ParameterStore)] {
    [
      ("classifier", classifier.store), ("old classifier", teacher.store),
      ("generator", generator.store), ("average generator", average.store),
      ("old generator", previous.store), ("discriminator", discriminator.store),
    ]
  }
}

import Catalog
import Models
import Streams
import Torch

/// Incremental classifier and representation learning: exemplars chosen by herding, outputs trained as
/// independent yes-or-no answers with those of the old classifier as targets, and the nearest mean of
/// exemplars as the answer.
///
/// loss = binary cross-entropy, mean over images and outputs so far; the targets of new outputs are the
/// labels, those of old outputs what the classifier answered before the experience, for new images and
/// exemplars alike. An image's score for a class is the product of its features with the mean of the
/// exemplars' features, both of length 1; means are recomputed when an experience ends.
/// Source: Rebuffi et al. 2017, arXiv:1611.07725. Where we differ: the paper trains on the union of new
/// images and exemplars; here exemplars are drawn with replacement, as many for each batch as their
/// share of the union asks for. The mean is over outputs so far, where the authors' code counts later
/// ones too. Any staged network serves, and its features are rectified. As in the authors' code means
/// include mirror images, but only with `mirror=yes`. Optimizer and rate are those of all learners
/// here: the paper's rate of 2 with `optimizer=sgd` belongs to its mean over 100 outputs.
/// `temperature=2` is that of van de Ven and Tolias 2019, arXiv:1904.07734, and their code: with few
/// classes the old classifier answers new images with nearly 0 or 1, so that a new class falls apart into
/// the old ones that it was taken for and its mean lies between them.
package final class ICaRL: Learner {
  static let memory = ImageBudget.memory(
    "number of exemplars to keep, shared equally among the classes so far")

  static let temperature = Parameter(
    "temperature", .number(0.01...100), default: 1.0,
    "the old classifier's scores are divided by it before they become targets of old classes; "
      + "1 as published (default), 2 as in the code of van de Ven and Tolias")

  package static let card = Card(
    "icarl", "iCaRL: herded exemplars, distillation, nearest-mean classification",
    parameters: [memory, ImageBudget.bytes, temperature] + TrainedClassifier.options.parameters,
    results: [Card.Offer("bytes", "bytes of the classifier and the exemplars")],
    example: "learner nearest = icarl model=net memory=500",
    source: "Rebuffi et al. 2017, arXiv:1611.07725",
    notes: """
      temperature=2 halves the old classifier's scores before the sigmoid makes targets of them, as in the \
      code of van de Ven and Tolias (arXiv:1904.07734), with which most published numbers on MNIST were \
      obtained; the method as published has none, which is the default (1). At 1, new images that look \
      like an old class have targets near 1 for it, so that their class falls apart; at 2 targets are \
      milder. With two classes at a time the difference is large (MNIST: about 4 points), with many it is \
      small. Give temperature=2 to compare with their numbers, and say so. \
      Other differences from the paper: exemplars are drawn with replacement in the ratio of their \
      number to that of new images; the loss is a mean over outputs so far; features are rectified.
      """,
    explanation: .init(
      idea: """
        Exemplars are chosen so that their mean feature stays close to that of their class. The network \
        learns from new images and exemplars, with the old network's answers as targets of old classes; \
        images are answered by the class whose exemplars have the nearest mean feature.
        """,
      formula: """
        loss = binary cross-entropy, mean over images and outputs so far; targets: labels for new \
        outputs, sigmoid(z_old / temperature) for old ones
        herding: w <- mean of the features of length 1; repeat: take the image with the largest w f, \
        w <- w + mean - f
        answer: argmax over classes of f m_c, f and the class mean m_c of length 1
        """,
      cost: """
        exemplars join the images of a step in the ratio of their numbers, one more forward pass of the \
        old network per step; memory= images and a copy of the network are stored
        """))

  package static let needs = Needs(
    [.classifier], storesImages: true, scenarios: [.classIncremental, .taskIncremental])

  private let solver: TrainedClassifier
  private let old: (network: any Classifier, store: ParameterStore)
  private let exemplars: ExemplarMemory
  private let mirrors: Bool
  private let temperature: Double
  private let answers: ParameterStore
  /// `[outputs, units]`, of length 1, or 0 for classes that are not learned.
  private let means: Tensor
  private var experience: Experience?

  package init(_ settings: Settings, parts: Parts) throws {
    try Self.needs.check(parts.scenario, for: Self.card.name)
    mirrors = settings[TrainedClassifier.options.mirror]
    temperature = settings[Self.temperature]
    solver = try TrainedClassifier(settings, parts: parts)
    let memory = try ImageBudget.images(
      settings, Self.memory, each: parts.shape.count, network: solver.store.byteCount)
    guard memory >= parts.outputs else {
      throw ModelError(
        "a memory of \(memory) images holds no exemplar of each of \(parts.outputs) classes: "
          + "use memory=\(parts.outputs) or more")
    }
    old = try parts.makeClassifier(settings)
    try old.store.setTrainable(false)
    exemplars = ExemplarMemory(
      .total(memory), selection: .herding, key: parts.key("memory"), device: parts.device)
    let shape = parts.shape
    let black = try Tensor.zeros(
      [1, shape.channels, shape.height, shape.width], device: parts.device)
    answers = ParameterStore(key: parts.key("means"), device: parts.device)
    means = try answers.buffer("means", [parts.outputs, solver.features(black).shape[1]], 0)
  }

  package func begin(_ experience: Experience) {
    self.experience = experience
    solver.open(experience, past: true)
  }

  package func observe(_ batch: Batch) throws -> Losses {
    guard let experience else {
      throw ModelError("icarl cannot learn before an experience has begun")
    }
    var (images, labels) = (try solver.images(batch), batch.labels)
    if let past = try exemplars.draw(companions(batch, experience), key: batch.key("exemplars")) {
      let stored = try solver.images(
        Batch(
          inputs: past.inputs, labels: past.labels, step: batch.step, key: batch.key("stored")))
      images = try .concatenate([images, stored], dim: 0)
      labels = try .concatenate([labels, past.labels], dim: 0)
    }
    let scores = try solver.activeScores(images)
    let targets = try labels.oneHot(scores.shape[1])
    let (known, all) = (experience.outputs.lowerBound, scores.shape[1])
    func loss(_ start: Int, _ count: Int, _ targets: Tensor) throws -> Tensor {
      let share = Double(count) / Double(all)
      return try Loss.binaryCrossEntropyWithLogits(
        scores.narrow(dim: 1, start: start, count: count), targets) * share
    }
    let fresh = try loss(
      known, all - known, targets.narrow(dim: 1, start: known, count: all - known))
    guard known > 0 else {
      try solver.step(fresh, batch)
      return Losses(["classification": try fresh.item()])
    }
    let earlier = try withoutGradients {
      let scores = try old.network(images, training: false).narrow(dim: 1, start: 0, count: known)
      // Dividing by 1 would copy the scores, and the sigmoid of a copy differs in its last bits.
      return try (temperature == 1 ? scores : scores / temperature).sigmoid()
    }
    let distillation = try loss(0, known, earlier)
    try solver.step(fresh + distillation, batch)
    return try Losses(reading: [("classification", fresh), ("distillation", distillation)])
  }

  /// How many exemplars join a batch: their share of the union of new images and exemplars.
  private func companions(_ batch: Batch, _ experience: Experience) -> Int {
    let kept = exemplars.past.reduce(0) { $0 + $1.images.shape[0] }
    let ratio = Double(kept) / Double(max(1, experience.train.count))
    return Int((Double(batch.inputs.shape[0]) * ratio).rounded())
  }

  package func end(_ experience: Experience) throws {
    try exemplars.keep(experience, features: solver.features)
    try old.store.assign(from: solver.store)
    for group in exemplars.groups where group.images.shape[0] > 0 {
      let mean = try Self.mean(of: unitFeatures(group.images))
      try means.select(dim: 0, group.output).copy(from: mean)
    }
  }

  /// The features of stored images, and of their mirror images if training mirrors, of length 1.
  private func unitFeatures(_ images: Tensor) throws -> Tensor {
    let pieces = try images.split(256, dim: 0).flatMap { piece in
      let inputs = try piece.to(.float32) / 255
      let width = inputs.shape[3]
      let mirrored = try Tensor((0..<width).reversed().map { $0 }).to(inputs.device)
      return try [solver.features(inputs)]
        + (mirrors ? [solver.features(inputs.indexSelect(dim: 3, mirrored))] : [])
    }
    return try Self.unit(.concatenate(pieces, dim: 0))
  }

  /// The mean of rows of length 1, `[rows, units]`, again of length 1: `[units]`.
  static func mean(of rows: Tensor) throws -> Tensor {
    try unit(rows.mean(dims: [0], keepDims: true)).squeeze(0)
  }

  /// Rows, `[rows, units]`, with length 1.
  static func unit(_ rows: Tensor) throws -> Tensor {
    try rows / rows.norm(dims: [1], keepDims: true).clamp(1e-12, nil)
  }

  /// Exemplars of the experience are chosen again at its end; old answers are those of the network as it
  /// is.
  package func reopen(_ experience: Experience) { exemplars.reopen(experience) }

  package func restore(past: [Experience], shapes: [String: [Int]]) throws {
    try exemplars.restore(past: past)
  }

  package func scores(_ inputs: Tensor) throws -> Tensor {
    try Self.unit(solver.features(inputs)).matmul(means.transpose(0, 1))
  }

  package func measures() -> [MeasuredValue] {
    [MeasuredValue("bytes", count: solver.store.byteCount + exemplars.byteCount)]
  }

  package var state: LearnerState {
    LearnerState(
      stores: [
        ("classifier", solver.store), ("old classifier", old.store),
        ("exemplars", exemplars.store), ("answers", answers),
      ], optimizers: [("solver", solver.optimizer)])
  }
}

import Catalog
import Models
import Torch

/// The classifier's losses in later experiences: new classes from real images, old ones by the
/// outputs and features that the old classifier has of replayed images.
///
/// L = 0.02 cross-entropy + 0.98 output distillation + feature distillation, in the published weights.
struct ClassifierLosses {
  /// The images of one step, normalized and augmented, or features of the replayed stage: real ones
  /// first, replayed ones after them.
  struct Images {
    let all: Tensor
    /// Of the real ones.
    let labels: Tensor
    /// How many are real, and how many replayed.
    let (real, replayed): (Int, Int)
  }

  private typealias View = (features: Tensor, scores: Tensor)

  let options: ClassifierOptions
  let networks: GeniferNetworks
  /// Classes before this experience, and with it.
  let (old, seen): (Int, Int)

  /// The weighted parts of the loss, and the share of replayed images to which old and new classifier
  /// give the same answer.
  func losses(
    _ images: Images
  ) throws -> (parts: [(String, Tensor)], agreement: Tensor?) {
    let student = try studentView(images.all)
    let active = try student.scores.narrow(dim: 1, start: 0, count: seen)
    let ce = try Loss.crossEntropy(
      active.narrow(dim: 0, start: 0, count: images.real), images.labels)
    var parts = [("cross-entropy", try ce * options.current)]
    guard images.replayed > 0 else { return (parts, nil) }
    let teacher = try teacherView(images)
    if options.output > 0 {
      let loss = try outputLoss(active, teacher.view.scores, images, skipped: teacher.skipped)
      parts.append(("distillation", try loss * options.output))
    }
    // Student and teacher have the replayed features in common.
    let isDistilled =
      networks.replayedStage == 0 || networks.distilledStage > networks.replayedStage
    if options.feature > 0, isDistilled {
      let loss = try featureLoss(
        student.features, teacher.view.features, images, skipped: teacher.skipped)
      parts.append(("features", try loss * options.feature))
    }
    return (parts, try agreement(active, teacher.view.scores, images, skipped: teacher.skipped))
  }

  private func agreement(
    _ active: Tensor, _ teacher: Tensor, _ images: Images, skipped: Int
  ) throws -> Tensor {
    let mine = try active.detach().narrow(dim: 0, start: images.real, count: images.replayed)
    let theirs = try teacher.narrow(
      dim: 0, start: images.real - skipped, count: images.replayed
    ).narrow(dim: 1, start: 0, count: old)
    return try (mine.argmax(dim: 1) .== theirs.argmax(dim: 1)).to(.float32).mean()
  }

  private func studentView(_ inputs: Tensor) throws -> View {
    let (network, stage) = (networks.classifier.network, networks.distilledStage)
    let frozen = networks.frozenStage
    let still = try network.features(
      inputs, from: networks.replayedStage, through: min(frozen, stage), .scoring)
    let features = try network.features(
      still, from: min(frozen, stage), through: stage, .training)
    let above = try network.features(
      features, from: stage, through: max(frozen, stage), .scoring)
    return (features, try network.scores(above, from: max(frozen, stage), .training))
  }

  /// What the old classifier sees, without gradients; `skipped` real images at the start were left
  /// out, where nothing depends on them.
  private func teacherView(_ images: Images) throws -> (view: View, skipped: Int) {
    let mode = options.teacherMode
    let needsReal =
      mode == .passing || options.outputLoss == .all
      || options.feature > 0
        && options.featureOn != .replayed
    let skipped = needsReal ? 0 : images.real
    return try withoutGradients {
      let (network, stage) = (networks.teacher.network, networks.distilledStage)
      let inputs = try images.all.narrow(
        dim: 0, start: skipped, count: images.real + images.replayed - skipped)
      let features = try network.features(
        inputs, from: networks.replayedStage, through: stage, mode)
      return ((features, try network.scores(features, from: stage, mode)), skipped)
    }
  }

  private func outputLoss(
    _ active: Tensor, _ teacher: Tensor, _ images: Images, skipped: Int
  ) throws -> Tensor {
    let kind = options.outputLoss
    let range =
      kind == .all
      ? 0..<images.real + images.replayed : images.real..<images.real + images.replayed
    let mine = try active.narrow(dim: 0, start: range.lowerBound, count: range.count)
    let theirs = try teacher.narrow(
      dim: 0, start: range.lowerBound - skipped, count: range.count
    ).narrow(dim: 1, start: 0, count: old)
    return try Self.distance(
      kind, mine, theirs, temperature: options.temperature)
  }

  /// How far scores of all classes, `[batch, seen]`, are from those of the old ones by the teacher,
  /// `[batch, old]`.
  static func distance(
    _ kind: ClassifierOptions.OutputLoss, _ scores: Tensor, _ teacher: Tensor, temperature: Double
  ) throws -> Tensor {
    let old = teacher.shape[1]
    let mine = try scores.narrow(dim: 1, start: 0, count: old)
    switch kind {
    case .mse: return try Loss.meanSquaredError(mine, teacher)
    case .l1: return try Loss.absoluteError(mine, teacher)
    case .kl:
      let targets = try (teacher / temperature).logSoftmax(dim: 1)
      let logs = try (mine / temperature).logSoftmax(dim: 1)
      return try (targets.exp() * (targets - logs)).sum(dims: [1]).mean()
        * (temperature * temperature)
    case .separate, .all:
      // The student's shares run over all classes, so new ones are pushed off old images too.
      let targets = try (teacher / temperature).softmax(dim: 1).padded(to: scores.shape[1])
      return try Loss.distillation(scores, targets: targets, temperature: temperature)
    }
  }

  private func featureLoss(
    _ student: Tensor, _ teacher: Tensor, _ images: Images, skipped: Int
  ) throws -> Tensor {
    let range =
      switch options.featureOn {
      case .all: 0..<images.real + images.replayed
      case .current: 0..<images.real
      case .replayed: images.real..<images.real + images.replayed
      }
    let mine = try student.narrow(dim: 0, start: range.lowerBound, count: range.count)
    let theirs = try teacher.narrow(
      dim: 0, start: range.lowerBound - skipped, count: range.count)
    let difference = try (mine - theirs).flatten(from: 1)
    return options.featureLoss == .l1
      ? try difference.abs().sum(dims: [1]).mean() : try difference.norm(dims: [1]).mean()
  }
}

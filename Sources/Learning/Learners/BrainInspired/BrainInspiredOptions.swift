import Catalog
import Models

/// The components of brain-inspired replay, each a switch, read once.
struct BrainInspiredOptions {
  static let latent = Parameter("latent", .integer(1...65_536), default: 100, "latent variables")
  static let feedback = Parameter(
    "feedback", .flag, default: true,
    "the classifier is the generator's encoder; no: the generator has an encoder of its own")
  static let conditional = Parameter(
    "conditional", .flag, default: true,
    "each class has a mode of the prior with a learned mean and variance")
  static let gating = Parameter(
    "gating", .number(0...0.99), default: 0.8,
    "share of the decoder's hidden units that are off for each class; 0: none")
  static let stage = Parameter(
    "internal", .integer(0...64), default: 0,
    "stage of the classifier whose features are replayed; 0: images")
  static let distillation = Parameter(
    "distillation", .flag, default: true,
    "targets of replayed images are the old classifier's scores; no: its labels")

  static let parameters: [any ParameterDescription] = [
    latent, feedback, conditional, gating, stage, distillation, ReplayTargets.temperature,
  ]

  let latent: Int
  let feedback: Bool
  let isConditional: Bool
  let gating: Double
  let stage: Int
  let distils: Bool
  let temperature: Double

  init(_ settings: Settings) {
    (latent, feedback) = (settings[Self.latent], settings[Self.feedback])
    (isConditional, gating) = (settings[Self.conditional], settings[Self.gating])
    (stage, distils) = (settings[Self.stage], settings[Self.distillation])
    temperature = settings[ReplayTargets.temperature]
  }

  /// The decoder that mirrors `network` above the replayed stage.
  ///
  /// - Throws: `ModelError` if there is no layer above it.
  func form(_ network: any StagedClassifier, classes: Int) throws -> FeedbackDecoder.Form {
    let widths = network.stageShapes.map { $0.reduce(1, *) }
    guard stage < network.lastStage else {
      throw ModelError(
        "internal=\(stage) leaves no layer above the replayed features: the classifier has "
          + "\(network.lastStage) stages, use a lower one")
    }
    return FeedbackDecoder.Form(
      features: widths[network.lastStage], hidden: widths[(stage + 1)...].reversed(),
      outputs: widths[stage], latent: latent, classes: classes, isConditional: isConditional,
      gated: gating, makesPixels: stage == 0)
  }
}

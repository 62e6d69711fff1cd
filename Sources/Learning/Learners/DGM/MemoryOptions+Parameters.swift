import Catalog
import Torch

extension Precision: SettingChoice {}

/// The options as a person gives them; defaults are the published ones for MNIST.
///
/// Source: the official code's `cfg_mnist_dgmw.yml` and `cfg_mnist_dgma.yml`.
extension MemoryOptions {
  /// The meaning of a mask entry.
  enum MaskKind: String, SettingChoice { case weights, activations }

  /// Where the class is written in the generator's input.
  enum LabelPlace: String, SettingChoice { case overwrite, append }

  /// Where the sharpness of masks climbs: within every epoch, or only from epoch to epoch.
  enum Ramp: String, SettingChoice { case local, global }

  /// The form of the masks' gradients.
  enum Compensation: String, SettingChoice { case closed, literal }

  /// Whether the generator learns from the class head; `auto`: where classes come together.
  enum Auxiliary: String, SettingChoice { case auto, yes, no }

  /// Passes of generated images through the critic in the generator's step, if it learns from both heads.
  enum Passes: String, SettingChoice { case one, two }

  /// When the class head is trained.
  enum HeadTraining: String, SettingChoice { case always, closing }

  /// Which batches move the critic's running statistics.
  enum Statistics: String, SettingChoice { case shared, classifier }

  /// Where channel masks are applied besides before batch norm.
  enum MaskPosition: String, SettingChoice {
    case afterRelu = "after-relu"
    case beforeNorm = "before-norm"
  }

  /// What the class head sees of current classes in closing epochs.
  enum Rehearsed: String, SettingChoice {
    case real
    case generated = "dreams"
    case both
  }

  static let mask = Parameter(
    "mask", default: MaskKind.weights,
    "mask every weight of the generator (DGMw) or every channel (DGMa)")
  static let latent = Parameter(
    "latent", .integer(2...4096), default: 128, "size of the generator's input, class included")
  static let label = Parameter(
    "label", default: LabelPlace.overwrite,
    "where the class code goes: over the first entries of the input, or after it")
  static let width = Parameter<Int?>(
    "width", .integer(1...512), default: nil,
    "free channels of the generator's last masked layer (the others: 4 and 2 times as many); "
      + "default 6, with mask=activations 20")
  static let features = Parameter(
    "features", .integer(1...512), default: 32,
    "channels of the critic's first layer (the others: 2 and 4 times as many)")
  static let precision = Parameter(
    "precision", default: Precision.full,
    "mixed: the critic multiplies in bfloat16, twice as fast with --instructions avx512-bf16")
  static let rate = Parameter(
    "rate", .number(0...10), default: 2e-3, "learning rate of critic and generator (Adam)")
  static let beta1 = Parameter(
    "beta1", .number(0...0.999999), default: 0.5, aliases: ["momentum"], "beta1 of Adam")
  static let beta2 = Parameter(
    "beta2", .number(0...0.999999), default: 0.999, aliases: ["decay"], "beta2 of Adam")
  static let scale = Parameter<Double?>(
    "scale", .number(1...1e9), default: nil,
    "largest sharpness of the masks; default 10,000, with mask=activations 100,000")
  static let ramp = Parameter(
    "ramp", default: Ramp?.none,
    "sharpness climbs within every epoch (local) or from epoch to epoch (global); default local, "
      + "with mask=activations global")
  static let compensation = Parameter(
    "compensation", default: Compensation.closed,
    "gradient of the masks: closed form, or the published product (which underflows)")
  static let clamp = Parameter(
    "clamp", .flag, default: true, "clamp mask embeddings to -6...6")
  static let sparsity = Parameter<Double?>(
    "sparsity", .number(0...1e6), default: nil,
    "weight of the penalty on newly used capacity; default 0.08, with mask=activations 0.01")
  static let adversarial = Parameter(
    "adversarial", .number(0...1e6), default: 1.0,
    "weight of the critic's score in the generator's loss")
  static let penalty = Parameter(
    "penalty", .number(0...1e6), default: 1.0, "weight of the gradient penalty")
  static let critics = Parameter(
    "critics", .integer(1...100), default: 1, "critic steps per generator step")
  static let auxiliary = Parameter(
    "auxiliary", default: Auxiliary.auto,
    "train the generator on the class head's cross-entropy too; auto: in experiences with more than "
      + "one class")
  static let passes = Parameter(
    "passes", default: Passes.one,
    "passes of generated images through the critic for its score and its classes: one for both, as "
      + "published, or two")
  static let clip = Parameter(
    "clip", .number(0...1e12), default: 1e4,
    "largest norm of the generator's gradient, which is scaled down to it; 0: no limit")
  static let head = Parameter(
    "head", default: HeadTraining.always,
    "train the class head in every epoch, or only in closing epochs")
  static let moments = Parameter(
    "moments", default: MaskHistory.Moments.dense,
    "moments at which mask values are counted for the view masks: quarters, or dense early on")
  static let reinit = Parameter(
    "reinit", .flag, default: true, "re-initialize critic and class head in each experience")
  static let statistics = Parameter(
    "statistics", default: Statistics.shared,
    "batches that update the critic's batch-norm statistics: all, or the classifier's only")
  static let position = Parameter(
    "position", default: MaskPosition.afterRelu,
    "mask=activations: mask channels after the ReLU too (exact memory), or as published (leaks)")
  static let redraw = Parameter(
    "redraw", .flag, default: false,
    "generate the replayed images again in each epoch, not once per experience")
  static let replay = Parameter(
    "replay", .number(0...1), default: 1.0,
    "replayed images of each old class per image of a current class; in closing epochs always 1")
  static let store = Parameter(
    "store", .integer(0...1_000_000), default: 0,
    "real images of each old class that are stored and replayed in place of as many generated ones")
  static let rehearse = Parameter(
    "rehearse", default: Rehearsed.real,
    "images of current classes that the class head sees in closing epochs: real or generated ones "
      + "(dreams); with real ones alone it learns to separate real from generated images")
  static let fresh = Parameter(
    "fresh", .flag, default: false,
    "start closing epochs with a new critic and class head")
  static let warp = Parameter(
    "warp", .flag, default: false,
    "in closing epochs rotate, scale, shear and shift each image slightly at random")
  static let jitter = Parameter(
    "jitter", .flag, default: false,
    "in closing epochs change contrast and brightness of each image at random, so that the class "
      + "head cannot learn artefacts of generated images")
  static let closing = Parameter(
    "closing", .integer(0...1_000_000), default: 0,
    "last epochs of each experience in which only the class head is trained, at a falling rate")

  static let parameters: [any ParameterDescription] = [
    mask, latent, label, width, features, precision, rate, beta1, beta2, scale, ramp,
    compensation, clamp, clip, sparsity, adversarial, penalty, critics, auxiliary, passes, head,
    reinit, statistics, position, redraw, replay, store, rehearse, fresh, warp, jitter, closing,
    moments,
  ]
}

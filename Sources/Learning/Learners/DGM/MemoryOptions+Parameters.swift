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
    "latent", .integer(2...4096), default: 128,
    "size of the generator's input, including the class code")
  static let label = Parameter(
    "label", default: LabelPlace.overwrite,
    "where the class code goes: in place of the first input entries, or after the input")
  static let width = Parameter<Int?>(
    "width", .integer(1...512), default: nil,
    "free channels of the generator's last masked layer (the others: 4 and 2 times as many); "
      + "default 6, or 20 with mask=activations")
  static let features = Parameter(
    "features", .integer(1...512), default: 32,
    "channels of the critic's first layer (the others: 2 and 4 times as many)")
  static let precision = Parameter(
    "precision", default: Precision.full,
    "mixed: critic convolutions in bfloat16, about twice as fast; on a CPU, needs --instructions "
      + "avx512-bf16")
  static let rate = Parameter(
    "rate", .number(0...10), default: 2e-3, "learning rate of critic and generator (Adam)")
  static let beta1 = Parameter(
    "beta1", .number(0...0.999999), default: 0.5, aliases: ["momentum"], "beta1 of Adam")
  static let beta2 = Parameter(
    "beta2", .number(0...0.999999), default: 0.999, aliases: ["decay"], "beta2 of Adam")
  static let scale = Parameter<Double?>(
    "scale", .number(1...1e9), default: nil,
    "maximum sharpness of the masks; default 10,000, or 100,000 with mask=activations")
  static let ramp = Parameter(
    "ramp", default: Ramp?.none,
    "sharpness rises within every epoch (local) or only from epoch to epoch (global); default "
      + "local, or global with mask=activations")
  static let compensation = Parameter(
    "compensation", default: Compensation.closed,
    "mask gradients: in closed form, or literally as published: the chain rule's product, which in "
      + "float32 is 0 for s e > 17 or s e < -88, and the falling sharpness of the first epoch")
  static let clamp = Parameter(
    "clamp", .flag, default: true, "clamp mask embeddings to -6...6")
  static let sparsity = Parameter<Double?>(
    "sparsity", .number(0...1e6), default: nil,
    "weight of the penalty on newly used capacity; default 0.08, or 0.01 with mask=activations")
  static let adversarial = Parameter(
    "adversarial", .number(0...1e6), default: 1.0,
    "weight of the critic's score in the generator's loss")
  static let penalty = Parameter(
    "penalty", .number(0...1e6), default: 1.0, "weight of the gradient penalty")
  static let critics = Parameter(
    "critics", .integer(1...100), default: 1, "critic steps per generator step")
  static let auxiliary = Parameter(
    "auxiliary", default: Auxiliary.auto,
    "also train the generator on the class head's cross-entropy; auto: in experiences with more "
      + "than one class")
  static let passes = Parameter(
    "passes", default: Passes.one,
    "critic passes over generated images in a generator step: one for both score and classes, as "
      + "published, or two")
  static let clip = Parameter(
    "clip", .number(0...1e12), default: 1e4,
    "norm to which the generator's gradient is clipped; 0: no clipping")
  static let head = Parameter(
    "head", default: HeadTraining.always,
    "train the class head in every epoch, or only in the closing epochs")
  static let moments = Parameter(
    "moments", default: MaskHistory.Moments.dense,
    "when mask values are recorded for the view masks: densely early on, or at each quarter")
  static let memory = Parameter(
    "memory", default: GamePlan.Scope.experience,
    "masks, batch norms and a game for all classes of an experience together, or for each class by "
      + "itself, one after the other (needs head=closing)")
  static let retry = Parameter(
    "retry", .integer(0...100), default: 0,
    "play a game again, with new weights where none are reserved, at most this many times as long as "
      + "its images cover too few real ones (needs head=closing)")
  static let reinit = Parameter(
    "reinit", .flag, default: true, "re-initialize critic and class head in each experience")
  static let statistics = Parameter(
    "statistics", default: Statistics.shared,
    "batches that update the critic's batch-norm statistics: all, or only the classifier's")
  static let position = Parameter(
    "position", default: MaskPosition.afterRelu,
    "with mask=activations: mask channels after the ReLU too (old images stay exact), or only "
      + "before the norm, as published (old images can change)")
  static let redraw = Parameter(
    "redraw", .flag, default: false,
    "generate new replay images in every epoch instead of once per experience")
  static let replay = Parameter(
    "replay", .number(0...1), default: 1.0,
    "replayed images per old class for each image of a current class; always 1 in closing epochs")
  static let store = Parameter(
    "store", .integer(0...1_000_000), default: 0,
    "real images to store per old class and to replay instead of that many generated ones")
  static let rehearse = Parameter(
    "rehearse", default: Rehearsed.real,
    "images of current classes for the class head in closing epochs: real or generated (dreams) "
      + "ones, or both; with real ones alone it learns to tell real from generated images")
  static let fresh = Parameter(
    "fresh", .flag, default: false,
    "start the closing epochs with a new critic and class head")
  static let warp = Parameter(
    "warp", .flag, default: false,
    "in closing epochs and with train ... head=only, slightly rotate, scale, shear and shift each image "
      + "at random")
  static let jitter = Parameter(
    "jitter", .flag, default: true,
    "in closing epochs and with train ... head=only, change the contrast and brightness of each image "
      + "at random, so that the class head cannot rely on artefacts of generated images")
  static let closing = Parameter(
    "closing", .integer(0...1_000_000), default: 0,
    "epochs at the end of each experience that train only the class head, at a falling rate")

  static let parameters: [any ParameterDescription] = [
    mask, latent, label, width, features, precision, rate, beta1, beta2, scale, ramp,
    compensation, clamp, clip, sparsity, adversarial, penalty, critics, auxiliary, passes, head,
    memory,
    retry, reinit, statistics, position, redraw, replay, store, rehearse, fresh, warp, jitter,
    closing,
    moments,
  ]
}

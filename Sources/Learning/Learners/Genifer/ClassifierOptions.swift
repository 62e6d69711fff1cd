import Catalog
import Models
import Torch

/// The options of Genifer's classifier phase, read once; defaults are the published ones for
/// CIFAR-100.
///
/// Source: the official code's `pretrain_classifier.json` and `incremental_training.json`.
struct ClassifierOptions {
  /// How the old classifier's outputs are distilled: on replayed images over all classes; on every
  /// image over all classes; or old outputs alone on replayed images.
  enum OutputLoss: String, SettingChoice { case separate, all, kl, mse, l1 }

  /// The distance of features: the length of their difference, or the sum of its absolute values.
  enum FeatureLoss: String, SettingChoice { case l2, l1 }

  /// The images whose features are distilled.
  enum FeatureImages: String, SettingChoice { case replayed, all, current }

  /// What the generator makes and replays.
  enum Replayed: String, SettingChoice { case images, features }

  /// What becomes of current images whose place replay takes: not loaded, or loaded and dropped.
  enum Surplus: String, SettingChoice { case skip, drop }

  /// The statistics of the old classifier's batch norms.
  enum TeacherStatistics: String, SettingChoice { case batch, running }

  /// How replayed images are cropped and flipped: one by one, all alike, or not.
  enum ReplayAugmentation: String, SettingChoice { case image, batch, no }

  static let recipe = RecipeOptions(
    optimizer: .sgd, rate: 0.1, weightDecay: 5e-4, milestones: [30, 60, 80], decayFactor: 0.2,
    crop: 4, mirror: true, laterOptimizer: .radam, laterRate: 1e-4, pixels: PixelOptions(.cifar))
  static let current = Parameter(
    "current", .number(0...1e6), default: 0.02, "weight of the cross-entropy on current images")
  static let output = Parameter(
    "output", .number(0...1e6), default: 0.98, "weight of output distillation")
  static let outputLoss = Parameter(
    "output-loss", default: OutputLoss.separate,
    "output distillation: over all classes, on replayed images (separate) or every image (all), "
      + "or over old classes only, on replayed images (kl, mse, l1)")
  static let temperature = Parameter(
    "temperature", .number(0.01...100), default: 1.0, "temperature of output distillation")
  static let feature = Parameter(
    "feature", .number(0...1e6), default: 1.0, "weight of feature distillation; 0: none")
  static let featureStage = Parameter<Int?>(
    "feature-stage", .integer(0...64), default: nil,
    "stage whose features are distilled; default 4 for resnet, else the last")
  static let featureLoss = Parameter(
    "feature-loss", default: FeatureLoss.l2,
    "distance between features: L2 or L1 norm of their difference")
  static let featureOn = Parameter(
    "feature-on", default: FeatureImages.replayed, "images whose features are distilled")
  static let replayed = Parameter(
    "replayed", default: Replayed.images,
    "what the generator generates and replays: images, or features of the matched stage")
  static let share = Parameter(
    "share", .number(0...0.95), default: 0.5, "share of replayed images in a batch")
  static let adaptiveShare = Parameter(
    "adaptive-share", .flag, default: false, "use old classes / all classes instead of share=")
  static let surplus = Parameter(
    "surplus", default: Surplus.skip,
    "current images displaced by replayed ones: not loaded, or loaded and dropped as published")
  static let teacher = Parameter(
    "teacher", default: TeacherStatistics.batch,
    "batch-norm statistics in the old classifier: the batch's, as published, or its running ones")
  static let frozen = Parameter(
    "frozen", .integer(0...64), default: 0,
    "number of lowest stages to freeze after the first experience")
  static let replayAugmentation = Parameter(
    "replay-augmentation", default: ReplayAugmentation.image,
    "crop and flip replayed images: each individually, all alike (as published), or not at all")

  static let alignsWeights = Parameter(
    "align-weights", .flag, default: false,
    "after each later experience, scale the head's weights of new classes to the mean norm of old "
      + "ones (Zhao et al. 2020)")

  static let parameters: [any ParameterDescription] =
    recipe.parameters + [
      current, output, outputLoss, temperature, feature, featureStage,
      featureLoss, featureOn, replayed, share, adaptiveShare, surplus, teacher, frozen,
      replayAugmentation, alignsWeights,
    ]

  /// Of the first experience, and of later ones.
  private let (first, later): (Recipe, Recipe)
  /// The weights of the three parts of the loss.
  let (current, output, feature): (Double, Double, Double)
  let outputLoss: OutputLoss
  let temperature: Double
  let featureStage: Int?
  let featureLoss: FeatureLoss
  let featureOn: FeatureImages
  let makesFeatures: Bool
  private let fixedShare: Double
  private let adaptiveShare: Bool
  let dropsSurplus: Bool
  let teacherMode: NormMode
  let frozen: Int
  let replayAugmentation: ReplayAugmentation
  let alignsWeights: Bool

  init(_ settings: Settings) {
    let first = Recipe(settings, Self.recipe)
    (self.first, later) = (first, first.later ?? first)
    (current, output) = (settings[Self.current], settings[Self.output])
    (feature, featureStage) = (settings[Self.feature], settings[Self.featureStage])
    (outputLoss, temperature) = (settings[Self.outputLoss], settings[Self.temperature])
    (featureLoss, featureOn) = (settings[Self.featureLoss], settings[Self.featureOn])
    makesFeatures = settings[Self.replayed] == .features
    (fixedShare, adaptiveShare) = (settings[Self.share], settings[Self.adaptiveShare])
    dropsSurplus = settings[Self.surplus] == .drop
    teacherMode = settings[Self.teacher] == .batch ? .passing : .scoring
    (frozen, replayAugmentation) = (settings[Self.frozen], settings[Self.replayAugmentation])
    alignsWeights = settings[Self.alignsWeights]
  }

  /// How the classifier is trained in the first experience or in later ones.
  func recipe(isFirst: Bool) -> Recipe { isFirst ? first : later }

  /// The share of replayed images when `old` of `all` classes are old.
  func share(old: Int, all: Int) -> Double {
    guard old > 0 else { return 0 }
    return adaptiveShare ? min(0.95, Double(old) / Double(max(1, all))) : fixedShare
  }

  /// How many of `batch` images are current ones.
  func currentCount(_ batch: Int, share: Double) -> Int {
    max(1, Int((Double(batch) * (1 - share)).rounded()))
  }
}

import Catalog

/// The options of Genifer's classifier phase; defaults are the published ones for CIFAR-100.
///
/// Source: the official code's `pretrain_classifier.json` and `incremental_training.json`.
struct RehearsalOptions {
  static let rate = Parameter(
    "rate", .number(0...10), default: 0.1, "learning rate of SGD in the first experience")
  static let momentum = Parameter(
    "momentum", .number(0...0.999999), default: 0.9, "its momentum, with Nesterov's look ahead")
  static let laterRate = Parameter(
    "later-rate", .number(0...10), default: 1e-4, "learning rate of RAdam in later experiences")
  static let decay = Parameter(
    "decay", .number(0...1), default: 5e-4, "weight decay of the classifier")
  static let milestones = Parameter(
    "milestones", .integers(1...100), default: [30, 60, 80],
    "percent of the classifier's steps behind which its learning rate falls")
  static let fall = Parameter(
    "fall", .number(0...1), default: 0.2, "what the rate is multiplied by at each of them")
  static let current = Parameter(
    "current", .number(0...1e6), default: 0.02, "weight of cross-entropy on current images")
  static let output = Parameter(
    "output", .number(0...1e6), default: 0.98, "weight of the old classifier's outputs")
  static let outputLoss = Parameter(
    "output-loss", .choice(["separate", "all", "kl", "mse", "l1"]), default: "separate",
    "distil replayed images over all classes; all: every image; kl, mse, l1: old outputs alone")
  static let temperature = Parameter(
    "temperature", .number(0.01...100), default: 1.0, "temperature of the old outputs")
  static let feature = Parameter(
    "feature", .number(0...1e6), default: 1.0, "weight of the old classifier's features; 0: none")
  static let featureStage = Parameter<Int?>(
    "feature-stage", .integer(0...64), default: nil,
    "stage whose features are distilled; resnet: 4, else the last")
  static let featureLoss = Parameter(
    "feature-loss", .choice(["l2", "l1"]), default: "l2",
    "distance of features: length of the difference, or sum of its absolute values")
  static let featureOn = Parameter(
    "feature-on", .choice(["replayed", "all", "current"]), default: "replayed",
    "images whose features are distilled")
  static let replayed = Parameter(
    "replayed", .choice(["images", "features"]), default: "images",
    "what the generator makes and replays: images, or features of the matched stage")
  static let share = Parameter(
    "share", .number(0...0.95), default: 0.5, "share of replayed images in a batch")
  static let adaptiveShare = Parameter(
    "adaptive-share", .flag, default: false, "old classes / all classes instead of share")
  static let surplus = Parameter(
    "surplus", .choice(["skip", "drop"]), default: "skip",
    "current images whose place replay takes: not loaded, or loaded and dropped as published")
  static let teacher = Parameter(
    "teacher", .choice(["batch", "running"]), default: "batch",
    "statistics of the old classifier's batch norms: of the mixed batch as published, or its own")
  static let frozen = Parameter(
    "frozen", .integer(0...64), default: 0,
    "lowest stages that stay as they are after the first experience")
  static let crop = Parameter(
    "crop", .integer(0...64), default: 4, "pixels of padding that random crops use; 0: no crops")
  static let mirror = Parameter(
    "mirror", .flag, default: true, "mirror half of the classifier's images")
  static let replayAugmentation = Parameter(
    "replay-augmentation", .choice(["image", "batch", "no"]), default: "image",
    "crop and mirror each replayed image, all alike as published, or none")

  static let parameters: [any ParameterDescription] = [
    rate, momentum, laterRate, decay, milestones, fall, current, output, outputLoss, temperature,
    feature, featureStage, featureLoss, featureOn, replayed, share, adaptiveShare, surplus, teacher,
    frozen,
    crop, mirror, replayAugmentation,
  ]

  let settings: Settings

  /// The learning rate of a step of the classifier.
  func rate(_ step: Int, of steps: Int, isFirst: Bool) -> Double {
    let start = settings[isFirst ? Self.rate : Self.laterRate]
    let passed = settings[Self.milestones].count {
      Double(step) * 100 >= Double($0) * Double(steps)
    }
    return (0..<passed).reduce(start) { rate, _ in rate * settings[Self.fall] }
  }

  /// The share of replayed images when `old` of `all` classes are old.
  func share(old: Int, all: Int) -> Double {
    guard old > 0 else { return 0 }
    return settings[Self.adaptiveShare]
      ? min(0.95, Double(old) / Double(max(1, all))) : settings[Self.share]
  }

  /// How many of `batch` images are current ones.
  func currentCount(_ batch: Int, share: Double) -> Int {
    max(1, Int((Double(batch) * (1 - share)).rounded()))
  }

  var dropsSurplus: Bool { settings[Self.surplus] == "drop" }
}

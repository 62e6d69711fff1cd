import Augmentation
import Catalog
import Foundation

/// The options of Genifer's generator phase; defaults are the published ones for CIFAR-100.
///
/// Source: the official code's configurations `config/examples`.
struct GameOptions {
  static let batch = Parameter(
    "gan-batch", .integer(1...65_536), default: 64, "images per step of the generator's phase")
  static let steps = Parameter<[Int]?>(
    "gan-steps", .integers(1...1_000_000_000), default: nil,
    "steps of the generator's phase: first experience, later ones; else train's or gan-epochs")
  static let epochs = Parameter(
    "gan-epochs", .integers(0...1_000_000), default: [642, 1026],
    "passes for every 100 of the classifier: first experience, later ones")
  static let last = Parameter(
    "gan-last", .flag, default: false, "train the generator after the last experience too")
  static let rate = Parameter(
    "gan-rate", .number(0...10), default: 2.5e-3, "learning rate of generator and discriminator")
  static let critics = Parameter(
    "critics", .integer(1...100), default: 1, "discriminator steps for each of the generator")
  static let latent = Parameter(
    "latent", .integer(1...65_536), default: 512, "normal numbers that an image is made from")
  static let hypersphere = Parameter(
    "hypersphere", .flag, default: false, "bring them to the hypersphere first")
  static let generatorWidth = Parameter(
    "generator-width", .integer(1...512), default: 64,
    "channels at full size; 2, 4, 8 times that at smaller ones")
  static let discriminatorWidth = Parameter(
    "discriminator-width", .integer(1...4096), default: 512,
    "channels of the discriminator's last convolutions")
  static let matching = Parameter<Int?>(
    "matching", .integer(0...64), default: nil,
    "stage whose features the discriminator sees; resnet: 4, else the last; 0: images")
  static let penalty = Parameter("r1", .number(0...1e6), default: 0.5, "weight of the R1 penalty")
  static let penaltyInterval = Parameter(
    "r1-interval", .integer(1...1_000_000), default: 16, "steps from one R1 penalty to the next")
  static let penaltyScaled = Parameter(
    "r1-scaled", .flag, default: false, "multiply it by the interval, as StyleGAN2 does")
  static let halfLife = Parameter(
    "average", .number(0...1e12), default: 500_000.0,
    "half-life of the generator's average, in images")
  static let averageRamp = Parameter(
    "average-ramp", .number(0...1), default: 0.5,
    "share of the phase in which the half-life grows from 0")
  static let alignment = Parameter(
    "alignment", .number(0...1e6), default: 10.0,
    "weight of the distance from the old generator's images; 0: none")
  static let alignmentAdaptive = Parameter(
    "alignment-adaptive", .flag, default: true, "times old classes / current classes")
  static let alignmentStage = Parameter(
    "alignment-stage", .integer(0...64), default: 0, "stage where images are aligned; 0: pixels")
  static let adaptive = Parameter(
    "ada", .flag, default: true, "adapt the probability of the discriminator's augmentation")
  static let probability = Parameter(
    "ada-start", .number(0...1), default: 0.0, "that probability at the start; ada=no: throughout")
  static let target = Parameter(
    "ada-target", .number(-1...1), default: 0.5, "mean sign of real scores that it aims at")
  static let limit = Parameter("ada-limit", .number(0...1), default: 0.5, "its upper bound")
  static let ramp = Parameter(
    "ada-ramp", .integer(1...1_000_000_000), default: 4000, "steps in which it could go from 0 to 1"
  )
  static let interval = Parameter(
    "ada-interval", .integer(1...1_000_000), default: 4, "steps from one change of it to the next")
  static let kinds = Parameter(
    "ada-kinds", .choice(["all", "upright", "pixels", "geometry", "colour"]), default: "all",
    "transformations; upright: none that mirrors or turns; geometry: with pixels")
  static let range = Parameter(
    "ada-range", .choice(["unit", "normalized"]), default: "unit",
    "augment images in -1...1, or in the data's normalized units as published")
  static let freshGenerator = Parameter(
    "fresh-generator", .flag, default: false, "begin each experience with a new generator")
  static let freshDiscriminator = Parameter(
    "fresh-discriminator", .flag, default: false, "begin each with a new discriminator")
  static let pixels = Parameter(
    "pixels", .choice(["cifar", "imagenet"]), default: "cifar",
    "whose mean and deviation three channels are normalized by; imagenet: with weights= of resnet")
  static let mean = Parameter<Double?>(
    "mean", .number(0...1), default: nil,
    "mean of pixels, all channels alike; 0.5, three channels: as pixels= says")
  static let deviation = Parameter<Double?>(
    "deviation", .number(1e-3...1e3), default: nil,
    "deviation of pixels; 0.5, three channels: as pixels= says")

  static let parameters: [any ParameterDescription] = [
    batch, steps, epochs, last, rate, critics, latent, hypersphere, generatorWidth,
    discriminatorWidth, matching, penalty, penaltyInterval, penaltyScaled, halfLife, averageRamp,
    alignment, alignmentAdaptive, alignmentStage, adaptive, probability, target, limit, ramp,
    interval, kinds, range, freshGenerator, freshDiscriminator, pixels, mean, deviation,
  ]

  let settings: Settings

  /// Steps of the generator's phase on `images` images.
  func steps(_ images: Int, isFirst: Bool, _ budget: Budget) -> Int {
    func part(_ values: [Int]) -> Int? { isFirst ? values.first : values.last }
    if let steps = settings[Self.steps].flatMap(part) ?? budget.steps { return steps }
    let each = Double(part(settings[Self.epochs]) ?? 0) / 100
    let perEpoch = max(1, images / settings[Self.batch])
    return max(1, Int((each * Double(budget.epochs) * Double(perEpoch)).rounded()))
  }

  /// R1 is added once in so many steps, so the discriminator's rate and memory shrink by this.
  var laziness: Double {
    let interval = Double(settings[Self.penaltyInterval])
    return settings[Self.penalty] > 0 ? interval / (interval + 1) : 1
  }

  /// The second beta of the discriminator's Adam.
  var discriminatorMemory: Double { pow(0.99, laziness) }

  /// The factor of mean |slope|^2 in R1.
  var penaltyFactor: Double {
    let scale = settings[Self.penaltyScaled] ? Double(settings[Self.penaltyInterval]) : 1
    return settings[Self.penalty] / 2 * laziness * scale
  }

  /// What the generator's average keeps of itself at step `step` of `steps` of `batch` images.
  func memory(_ step: Int, of steps: Int, batch: Int) -> Double {
    let ramp = settings[Self.averageRamp] * Double(max(1, steps))
    let share = ramp > 0 ? min(1, Double(step) / ramp) : 1
    let halfLife = settings[Self.halfLife] * share
    return halfLife > 0 ? pow(0.5, Double(batch) / halfLife) : 0
  }

  var augmentation: DiscriminatorAugmentation {
    switch settings[Self.kinds] {
    case "upright": DiscriminatorAugmentation(.upright)
    case "pixels": DiscriminatorAugmentation(.pixels)
    case "geometry": DiscriminatorAugmentation([.pixels, .geometry])
    case "colour": DiscriminatorAugmentation(.colour)
    default: DiscriminatorAugmentation()
    }
  }

  var adapts: Bool { settings[Self.adaptive] }
}

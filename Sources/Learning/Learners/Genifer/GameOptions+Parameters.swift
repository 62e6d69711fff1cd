import Augmentation
import Catalog

/// The options as a person gives them; defaults are the published ones for CIFAR-100.
///
/// Source: the official code's configurations `config/examples`.
extension GameOptions {
  /// The transformations of the discriminator's augmentation.
  enum Kinds: String, SettingChoice {
    case all, upright, pixels, geometry, colour

    var augmentation: DiscriminatorAugmentation {
      switch self {
      case .all: DiscriminatorAugmentation()
      case .upright: DiscriminatorAugmentation(.upright)
      case .pixels: DiscriminatorAugmentation(.pixels)
      case .geometry: DiscriminatorAugmentation([.pixels, .geometry])
      case .colour: DiscriminatorAugmentation(.colour)
      }
    }
  }

  /// The range of pixels in which images are augmented for the discriminator.
  enum PixelRange: String, SettingChoice { case unit, normalized }

  static let batch = Parameter(
    "gan-batch", .integer(1...65_536), default: 64, "images per step of the generator phase")
  static let steps = Parameter<[Int]?>(
    "gan-steps", .integers(1...1_000_000_000), default: nil,
    "steps of the generator phase: first experience, later ones (default: steps= of train if "
      + "given, else gan-epochs=)")
  static let epochs = Parameter(
    "gan-epochs", .integers(0...1_000_000), default: [642, 1026],
    "epochs of the generator phase per 100 classifier epochs: first experience, later ones")
  static let last = Parameter(
    "gan-last", .flag, default: false, "train the generator after the last experience too")
  static let rate = Parameter(
    "gan-rate", .number(0...10), default: 2.5e-3, "learning rate of generator and discriminator")
  static let critics = Parameter(
    "critics", .integer(1...100), default: 1, "discriminator steps per generator step")
  static let latent = Parameter(
    "latent", .integer(1...65_536), default: 512, "size of the generator's latent code")
  static let hypersphere = Parameter(
    "hypersphere", .flag, default: false, "normalize latent codes to the hypersphere")
  static let generatorWidth = Parameter(
    "generator-width", .integer(1...512), default: 64,
    "channels of the generator at full resolution; 2, 4 and 8 times as many at lower ones")
  static let discriminatorWidth = Parameter(
    "discriminator-width", .integer(1...4096), default: 512,
    "channels of the discriminator's last convolutions")
  static let matching = Parameter<Int?>(
    "matching", .integer(0...64), default: nil,
    "stage whose features the discriminator sees; 0: images; default 4 for resnet, else the last")
  static let penalty = Parameter<Double?>(
    "r1", .number(0...1e6), default: nil,
    "weight of the R1 penalty (default: 0.5 on features; on pixels 0.005 for images of up to "
      + "32 x 32, above that 0.0002 side^2 / gan-batch)")
  static let penaltyInterval = Parameter(
    "r1-interval", .integer(1...1_000_000), default: 16, "steps between R1 penalties")
  static let penaltyScaled = Parameter(
    "r1-scaled", .flag, default: false, "multiply R1 by its interval, as StyleGAN2 does")
  static let halfLife = Parameter(
    "average", .number(0...1e12), default: 500_000.0,
    "half-life of the moving average of the generator's weights, in images")
  static let averageRamp = Parameter(
    "average-ramp", .number(0...1), default: 0.5,
    "share of the generator phase over which average= ramps up from 0")
  static let alignment = Parameter(
    "alignment", .number(0...1e6), default: 10.0,
    "weight of the loss that aligns images with the old generator's; 0: none")
  static let alignmentAdaptive = Parameter(
    "alignment-adaptive", .flag, default: true, "scale alignment= by old classes / current classes")
  static let alignmentStage = Parameter(
    "alignment-stage", .integer(0...64), default: 0,
    "stage at which images are aligned; 0: pixels")
  static let adaptive = Parameter(
    "ada", .flag, default: true, "adapt the probability of discriminator augmentation (ADA)")
  static let probability = Parameter(
    "ada-start", .number(0...1), default: 0.0,
    "initial probability of augmentation; with ada=no it stays constant")
  static let target = Parameter(
    "ada-target", .number(-1...1), default: 0.5,
    "target for the mean sign of the discriminator's scores of real images")
  static let limit = Parameter(
    "ada-limit", .number(0...1), default: 0.5, "maximum probability of augmentation")
  static let ramp = Parameter<Int?>(
    "ada-ramp", .integer(1...1_000_000_000), default: nil,
    "steps in which the probability of augmentation can rise from 0 to 1 (default: 5 % of the "
      + "generator phase, at most 4000)")
  static let interval = Parameter(
    "ada-interval", .integer(1...1_000_000), default: 4,
    "steps between updates of the probability of augmentation")
  static let kinds = Parameter(
    "ada-kinds", default: Kinds.all,
    "transformations to use; upright: no flips or rotations; geometry: includes those of pixels")
  static let range = Parameter(
    "ada-range", default: PixelRange.unit,
    "augment images in the range -1...1, or in the data's normalized units as published")
  static let freshGenerator = Parameter(
    "fresh-generator", .flag, default: false, "re-initialize the generator in each experience")
  static let freshDiscriminator = Parameter(
    "fresh-discriminator", .flag, default: false,
    "re-initialize the discriminator in each experience")

  static let parameters: [any ParameterDescription] = [
    batch, steps, epochs, last, rate, critics, latent, hypersphere, generatorWidth,
    discriminatorWidth, matching, penalty, penaltyInterval, penaltyScaled, halfLife, averageRamp,
    alignment, alignmentAdaptive, alignmentStage, adaptive, probability, target, limit, ramp,
    interval, kinds, range, freshGenerator, freshDiscriminator,
  ]
}

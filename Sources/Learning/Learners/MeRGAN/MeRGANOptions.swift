import Catalog

/// The options of memory replay GANs, read once; defaults are the published ones for MNIST.
struct MeRGANOptions {
  /// How old classes are remembered.
  enum Replay: String, SettingChoice { case joint, alignment }

  static let replay = Parameter(
    "replay", default: Replay.joint,
    "old images count as real ones (joint), or the generator is held to its old images (alignment)")
  static let alignment = Parameter(
    "alignment", .number(0...1e6), default: 1e-3, "weight of replay=alignment")
  static let width = Parameter(
    "width", .integer(1...512), default: 32,
    "channels of the critic's first convolution; later ones have 2 and 4 times as many")
  static let latent = Parameter("latent", .integer(1...65_536), default: 128, "latent variables")
  static let critics = Parameter(
    "critics", .integer(1...1000), default: 5, "steps of the critic for one of the generator")
  static let penalty = Parameter(
    "penalty", .number(0...1e6), default: 10.0, "weight of the gradient penalty")
  static let rate = Parameter(
    "gan-rate", .number(0...10), default: 1e-4, "learning rate of generator and critic (Adam)")

  static let parameters: [any ParameterDescription] = [
    replay, alignment, width, latent, critics, penalty, rate,
  ]

  let replay: Replay
  let (alignment, penalty, rate): (Double, Double, Double)
  let (width, latent, critics): (Int, Int, Int)

  init(_ settings: Settings) {
    replay = settings[Self.replay]
    (alignment, penalty) = (settings[Self.alignment], settings[Self.penalty])
    (rate, width) = (settings[Self.rate], settings[Self.width])
    (latent, critics) = (settings[Self.latent], settings[Self.critics])
  }
}

import Catalog
import Models
import Torch

/// The options of dynamic generative memory; defaults are the published ones for MNIST.
///
/// Source: the official code's `cfg_mnist_dgmw.yml` and `cfg_mnist_dgma.yml`.
struct MemoryOptions {
  static let mask = Parameter(
    "mask", .choice(["weights", "activations"]), default: "weights",
    "mask every weight of the generator (DGMw) or every channel (DGMa)")
  static let latent = Parameter(
    "latent", .integer(2...4096), default: 128, "entries of the generator's input, label included")
  static let label = Parameter(
    "label", .choice(["overwrite", "append"]), default: "overwrite",
    "where the class goes: over the first entries of the input, or behind it")
  static let width = Parameter<Int?>(
    "width", .integer(1...512), default: nil,
    "free channels of the generator's last masked layer (4, 2, 1 times this); 6, activations: 20")
  static let features = Parameter(
    "features", .integer(1...512), default: 32,
    "channels of the critic's first layer (1, 2, 4 times this)")
  static let precision = Parameter(
    "precision", .choice(Precision.allCases.map(\.rawValue)), default: "full",
    "mixed: the critic multiplies bfloat16 numbers, in half the time; with --instructions avx512-bf16"
  )
  static let rate = Parameter(
    "rate", .number(0...10), default: 2e-3, "learning rate of Adam, critic and generator alike")
  static let momentum = Parameter(
    "momentum", .number(0...0.999999), default: 0.5, "first beta of Adam")
  static let decay = Parameter(
    "decay", .number(0...0.999999), default: 0.999, "second beta of Adam")
  static let scale = Parameter<Double?>(
    "scale", .number(1...1e9), default: nil,
    "largest sharpness of masks; 10,000, activations: 100,000")
  static let ramp = Parameter<String?>(
    "ramp", .choice(["local", "global"]), default: nil,
    "sharpness climbs in every epoch, or only from epoch to epoch; weights: local, else global")
  static let compensation = Parameter(
    "compensation", .choice(["closed", "literal"]), default: "closed",
    "gradient of masks: closed form, or the published product (which underflows)")
  static let clamp = Parameter("clamp", .flag, default: true, "keep mask embeddings within 6")
  static let sparsity = Parameter<Double?>(
    "sparsity", .number(0...1e6), default: nil,
    "weight of the price of new capacity; 0.08, activations: 0.01")
  static let adversarial = Parameter(
    "adversarial", .number(0...1e6), default: 1.0, "weight of the critic's score for the generator")
  static let penalty = Parameter(
    "penalty", .number(0...1e6), default: 1.0, "weight of the gradient penalty")
  static let critics = Parameter(
    "critics", .integer(1...100), default: 1, "critic steps for every step of the generator")
  static let auxiliary = Parameter(
    "auxiliary", .choice(["auto", "yes", "no"]), default: "auto",
    "whether the generator learns from the class head; auto: where classes come together")
  static let reinit = Parameter(
    "reinit", .flag, default: true, "begin each experience with a new critic and class head")
  static let statistics = Parameter(
    "statistics", .choice(["shared", "classifier"]), default: "shared",
    "which batches move the critic's running statistics: all, or the classifier's only")
  static let position = Parameter(
    "position", .choice(["after-relu", "before-norm"]), default: "after-relu",
    "mask=activations: mask channels after the relu too (exact memory), or as published (leaks)")
  static let redraw = Parameter(
    "redraw", .flag, default: false, "dream the past anew in each epoch, not once per experience")
  static let replay = Parameter(
    "replay", .number(0...1), default: 1.0,
    "replayed images of each old class for each image of a current one; in closing epochs always 1")
  static let store = Parameter(
    "store", .integer(0...1_000_000), default: 0,
    "real images of each old class to keep and replay in the place of as many dreams")
  static let rehearse = Parameter(
    "rehearse", .choice(["real", "dreams", "both"]), default: "real",
    "what the class head sees of current classes in closing epochs; real images alone teach it that "
      + "whatever is real is new")
  static let fresh = Parameter(
    "fresh", .flag, default: false,
    "begin closing epochs with a new critic and class head, which know nothing of real and dreamed")
  static let warp = Parameter(
    "warp", .flag, default: false,
    "in closing epochs turn, scale, slant and shift each image a little, at random")
  static let closing = Parameter(
    "closing", .integer(0...1_000_000), default: 0,
    "last epochs of each experience in which only the class head learns, at a falling rate")

  static let parameters: [any ParameterDescription] = [
    mask, latent, label, width, features, precision, rate, momentum, decay, scale, ramp,
    compensation, clamp,
    sparsity, adversarial, penalty, critics, auxiliary, reinit, statistics, position, redraw,
    replay, store, rehearse, fresh, warp, closing,
  ]

  /// What a mask entry stands for.
  enum MaskKind { case weights, activations }

  let settings: Settings
  let kind: MaskKind
  /// Free channels of the masked layers at the start.
  let widths: [Int]
  /// Classes that the stream will ever have.
  let classes: Int
  /// Channels of the images.
  let channels: Int

  /// - Throws: `ModelError` if the label does not fit into the generator's input.
  init(_ settings: Settings, classes: Int, channels: Int) throws {
    self.settings = settings
    (self.classes, self.channels) = (classes, channels)
    kind = settings[Self.mask] == "weights" ? .weights : .activations
    let width = settings[Self.width] ?? (kind == .weights ? 6 : 20)
    widths = [4 * width, 2 * width, width]
    guard appendsLabel || classes < settings[Self.latent] else {
      throw ModelError(
        "dgm latent=\(settings[Self.latent]) has no room for \(classes) classes: "
          + "use a larger latent= or label=append")
    }
    try checkSize(widths)
  }

  /// Throws if layers of `widths` output channels, or the critic, are more than fit.
  ///
  /// - Throws: `ModelError` that names the network.
  func checkSize(_ widths: [Int]) throws(ModelError) {
    func products(_ widths: [Int], area: Int) -> [Int] {
      zip(widths, widths.dropFirst()).map { before, after in
        let (product, overflows) = before.multipliedReportingOverflow(by: after)
        return overflows || product > NetworkSize.most ? .max : area * product
      }
    }
    // An embedding beside each weight.
    let area = (kind == .weights ? 2 : 1) * MaskExpansion.area
    try NetworkSize.check("the generator", products([inputs] + widths, area: area))
    let features = settings[Self.features]
    try NetworkSize.check(
      "the critic", products([channels, features, 2 * features, 4 * features], area: 25))
  }

  var appendsLabel: Bool { settings[Self.label] == "append" }
  /// Entries of the generator's input.
  var inputs: Int { settings[Self.latent] + (appendsLabel ? classes : 0) }
  var sparsity: Double { settings[Self.sparsity] ?? (kind == .weights ? 0.08 : 0.01) }
  var masksAfterRelu: Bool { kind == .activations && settings[Self.position] == "after-relu" }
  /// Whether new weights reach old images: masks before batch norm alone leave a channel's shift on.
  var leaks: Bool { kind == .activations && !masksAfterRelu }
  var precision: Precision { Precision(rawValue: settings[Self.precision]) ?? .full }
  var isLiteral: Bool { settings[Self.compensation] == "literal" }

  var annealing: MaskAnnealing {
    MaskAnnealing(
      limit: settings[Self.scale] ?? (kind == .weights ? 1e4 : 1e5),
      isLocal: (settings[Self.ramp] ?? (kind == .weights ? "local" : "global")) == "local",
      closing: settings[Self.closing])
  }

  /// Whether the generator of an experience with `count` classes learns from the class head.
  func usesClassHead(_ count: Int) -> Bool {
    switch settings[Self.auxiliary] {
    case "yes": true
    case "no": false
    default: count > 1
    }
  }
}

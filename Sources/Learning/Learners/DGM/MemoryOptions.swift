import Catalog
import Models
import Torch

/// The options of dynamic generative memory, read once.
struct MemoryOptions {
  /// The meaning of a mask entry.
  let kind: MaskKind
  /// Free channels of the masked layers at the start.
  let widths: [Int]
  /// Classes that the stream will ever have.
  let classes: Int
  /// Channels of the images.
  let channels: Int
  /// Normal numbers of the generator's input.
  let latent: Int
  /// Whether the class comes after them; else it overwrites the first ones.
  let appendsLabel: Bool
  /// Channels of the critic's first layer.
  let features: Int
  let precision: Precision
  let rate: Double
  /// Of Adam.
  let betas: (Double, Double)
  let annealing: MaskAnnealing
  /// Whether masks have the published gradient, which `MaskGradient.compensate` completes, and the
  /// published sharpness in the first epoch.
  let isLiteral: Bool
  /// Whether embeddings are kept within -6...6.
  let clampsEmbeddings: Bool
  /// The weight of R in the first experience.
  let sparsity: Double
  /// The weights of the critic's score and of the gradient penalty.
  let (adversarial, penalty): (Double, Double)
  /// Critic steps per generator step.
  let critics: Int
  private let auxiliary: Auxiliary
  /// Whether one pass of the critic gives both score and classes of the generator's images.
  let sharesPass: Bool
  /// The largest norm of the generator's gradient; 0: no limit.
  let clip: Double
  /// Whether the class head is trained in closing epochs alone.
  let trainsHeadLast: Bool
  let moments: MaskHistory.Moments
  /// Whether each experience starts with a new critic and class head, and its closing epochs too.
  let (renewsCritic, renewsForClosing): (Bool, Bool)
  /// How the critic's running statistics take batches that are not the classifier's.
  let gameMode: NormMode
  /// Whether channels are masked after the ReLU too.
  let masksAfterRelu: Bool
  /// Whether replayed images are generated again in each epoch.
  let redraws: Bool
  /// Replayed images of each old class per image of a current class.
  let replay: Double
  /// Real images of each class that are stored.
  let store: Int
  let rehearsed: Rehearsed
  /// Whether images are warped, and their contrast and brightness changed, in closing epochs.
  let (warps, jitters): (Bool, Bool)
  let plan: GamePlan
  /// Epochs in which only the class head learns.
  var closing: Int { plan.closing }

  /// - Throws: `ModelError` if the label does not fit into the generator's input.
  init(_ settings: Settings, classes: Int, channels: Int) throws {
    (self.classes, self.channels) = (classes, channels)
    let kind = settings[Self.mask]
    let masksWeights = kind == .weights
    let width = settings[Self.width] ?? (masksWeights ? 6 : 20)
    (self.kind, widths) = (kind, [4 * width, 2 * width, width])
    (latent, appendsLabel) = (settings[Self.latent], settings[Self.label] == .append)
    (features, precision) = (settings[Self.features], settings[Self.precision])
    rate = settings[Self.rate]
    betas = (settings[Self.beta1], settings[Self.beta2])
    plan = GamePlan(settings)
    isLiteral = settings[Self.compensation] == .literal
    annealing = MaskAnnealing(
      limit: settings[Self.scale] ?? (masksWeights ? 1e4 : 1e5),
      isLocal: (settings[Self.ramp] ?? (masksWeights ? .local : .global)) == .local,
      closing: plan.isStaged ? 0 : plan.closing, isLiteral: isLiteral)
    clampsEmbeddings = settings[Self.clamp]
    sparsity = settings[Self.sparsity] ?? (masksWeights ? 0.08 : 0.01)
    (adversarial, penalty) = (settings[Self.adversarial], settings[Self.penalty])
    (critics, auxiliary) = (settings[Self.critics], settings[Self.auxiliary])
    (renewsCritic, renewsForClosing) = (settings[Self.reinit], settings[Self.fresh])
    gameMode = settings[Self.statistics] == .shared ? .training : .passing
    masksAfterRelu = !masksWeights && settings[Self.position] == .afterRelu
    (redraws, replay) = (settings[Self.redraw], settings[Self.replay])
    (store, rehearsed) = (settings[Self.store], settings[Self.rehearse])
    (warps, jitters) = (settings[Self.warp], settings[Self.jitter])
    (sharesPass, clip) = (settings[Self.passes] == .one, settings[Self.clip])
    (trainsHeadLast, moments) = (settings[Self.head] == .closing, settings[Self.moments])
    guard !trainsHeadLast || plan.closing > 0, !trainsHeadLast || auxiliary != .yes else {
      throw ModelError(
        "dgm head=closing needs closing= epochs and excludes auxiliary=yes, which uses the class "
          + "head in every epoch")
    }
    guard !plan.isStaged || trainsHeadLast else {
      throw ModelError(
        "dgm memory=class and retry= play each game by itself: add head=closing and closing= epochs "
          + "for the class head")
    }
    guard appendsLabel || classes < latent else {
      throw ModelError(
        "dgm latent=\(latent) has no room for \(classes) classes: "
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
    try NetworkSize.check(
      "the critic", products([channels, features, 2 * features, 4 * features], area: 25))
  }

  /// Entries of the generator's input.
  var inputs: Int { latent + (appendsLabel ? classes : 0) }

  /// Whether new weights reach old images: masks before batch norm alone leave a channel's shift on.
  var leaks: Bool { kind == .activations && !masksAfterRelu }

  /// Whether the generator of an experience with `count` classes learns from the class head.
  func usesClassHead(_ count: Int) -> Bool {
    switch auxiliary {
    case .yes: true
    case .no: false
    case .auto: count > 1 && !trainsHeadLast
    }
  }
}

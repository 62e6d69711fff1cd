import Augmentation
import Catalog
import Foundation

/// The options of Genifer's generator phase, read once.
struct GameOptions {
  /// Images per step.
  let batch: Int
  /// Of the first experience and of later ones.
  private let (fixedSteps, relativeEpochs): ([Int]?, [Int])
  /// Whether the generator learns in the last experience too.
  let trainsLast: Bool
  let rate: Double
  /// Discriminator steps per generator step.
  let critics: Int
  let latent: Int
  let normalizesCode: Bool
  let (generatorWidth, discriminatorWidth): (Int, Int)
  /// The stage whose features the discriminator sees; nil: the network's usual one.
  let matching: Int?
  private let penalty: Double?
  let penaltyInterval: Int
  private let penaltyScaled: Bool
  private let (halfLife, averageRamp): (Double, Double)
  let alignment: Double
  private let alignmentAdaptive: Bool
  let alignmentStage: Int
  /// Whether the probability of augmentation adapts, and what it is at the start.
  let (adapts, probability): (Bool, Double)
  let (target, limit): (Double, Double)
  private let fixedRamp: Int?
  let interval: Int
  let augmentation: DiscriminatorAugmentation
  let augmentsNormalized: Bool
  let (freshGenerator, freshDiscriminator): (Bool, Bool)

  init(_ settings: Settings) {
    batch = settings[Self.batch]
    (fixedSteps, relativeEpochs) = (settings[Self.steps], settings[Self.epochs])
    (trainsLast, rate) = (settings[Self.last], settings[Self.rate])
    (critics, latent) = (settings[Self.critics], settings[Self.latent])
    normalizesCode = settings[Self.hypersphere]
    generatorWidth = settings[Self.generatorWidth]
    discriminatorWidth = settings[Self.discriminatorWidth]
    (matching, penalty) = (settings[Self.matching], settings[Self.penalty])
    penaltyInterval = settings[Self.penaltyInterval]
    penaltyScaled = settings[Self.penaltyScaled]
    (halfLife, averageRamp) = (settings[Self.halfLife], settings[Self.averageRamp])
    alignment = settings[Self.alignment]
    alignmentAdaptive = settings[Self.alignmentAdaptive]
    alignmentStage = settings[Self.alignmentStage]
    (adapts, probability) = (settings[Self.adaptive], settings[Self.probability])
    (target, limit) = (settings[Self.target], settings[Self.limit])
    (fixedRamp, interval) = (settings[Self.ramp], settings[Self.interval])
    augmentation = settings[Self.kinds].augmentation
    augmentsNormalized = settings[Self.range] == .normalized
    freshGenerator = settings[Self.freshGenerator]
    freshDiscriminator = settings[Self.freshDiscriminator]
  }

  /// Steps of the generator's phase on `images` images.
  func steps(_ images: Int, isFirst: Bool, _ budget: Budget) -> Int {
    func part(_ values: [Int]) -> Int? { isFirst ? values.first : values.last }
    if let steps = fixedSteps.flatMap(part) ?? budget.steps { return steps }
    let each = Double(part(relativeEpochs) ?? 0) / 100
    let perEpoch = max(1, images / batch)
    return max(1, Int((each * Double(budget.epochs) * Double(perEpoch)).rounded()))
  }

  /// Steps in which the probability of augmentation can rise from 0 to 1 in a phase of `steps`.
  ///
  /// The published 4,000 are 5 % of the 80,028 steps of a later phase; a shorter phase would end before
  /// p could reach its limit.
  func ramp(of steps: Int) -> Int { fixedRamp ?? min(4000, max(interval, steps / 20)) }

  /// Whether R1 is added at all.
  var isPenalized: Bool { penalty != 0 }

  /// R1 is added once in so many steps, so the discriminator's rate and memory shrink by this.
  var laziness: Double {
    let interval = Double(penaltyInterval)
    return isPenalized ? interval / (interval + 1) : 1
  }

  /// The weight of R1 on features of `stage`, or on the pixels of images of `side` rows or columns.
  ///
  /// The authors' configuration gives 0.5 for the fourth stage; their program takes the others where a
  /// configuration has none.
  func penalty(stage: Int, side: Int) -> Double {
    let pixels = side <= 32 ? 0.005 : 2e-4 * Double(side * side) / Double(batch)
    return penalty ?? (stage > 0 ? 0.5 : pixels)
  }

  /// Beta2 of the discriminator's Adam.
  var discriminatorMemory: Double { pow(0.99, laziness) }

  /// The factor of mean |slope|^2 in R1, on what `penalty` says.
  func penaltyFactor(stage: Int, side: Int) -> Double {
    let scale = penaltyScaled ? Double(penaltyInterval) : 1
    return penalty(stage: stage, side: side) / 2 * laziness * scale
  }

  /// What the weight of the alignment is multiplied by.
  func alignmentFactor(old: Int, current: Int) -> Double {
    alignmentAdaptive ? Double(old) / Double(max(1, current)) : 1
  }

  /// What the generator's average keeps of itself at step `step` of `steps` of `batch` images.
  func memory(_ step: Int, of steps: Int, batch: Int) -> Double {
    let ramp = averageRamp * Double(max(1, steps))
    let share = ramp > 0 ? min(1, Double(step) / ramp) : 1
    let halfLife = halfLife * share
    return halfLife > 0 ? pow(0.5, Double(batch) / halfLife) : 0
  }
}

import Models

/// What the training of one command has done so far.
package struct TrainingSummary: Sendable, Equatable, Codable {
  /// What one phase of one experience took.
  struct PhaseCost: Sendable, Equatable, Codable {
    let experience: Int
    let phase: String
    var steps = 0
    var seconds = 0.0
    /// Multiplications of the first step that was taken; nil before.
    var multiplications: Int?
  }

  /// Steps taken.
  package var steps = 0
  /// Images of the current experience that were learned from.
  package var images = 0
  /// Seconds spent in learning, from an experience's order of images to its end; without evaluation.
  package var seconds = 0.0
  /// Whether it was stopped before its end.
  package var interrupted = false
  /// Steps of which a loss was not finite.
  package var diverged: Int { notFinite ?? 0 }
  /// As above; files of older versions have none.
  private var notFinite: Int?
  /// Of each phase in turn; files of older versions have none.
  private(set) var phases: [PhaseCost]?
  private var evaluation: Double?
  /// The losses of the newest epoch's steps, added up.
  private(set) var lossSum = 0.0
  private(set) var lossSteps = 0

  package init() {}

  /// Mean loss of the steps of the newest epoch.
  package var loss: Double { lossSteps == 0 ? 0 : lossSum / Double(lossSteps) }

  /// Seconds spent in evaluation.
  package var evaluationSeconds: Double { evaluation ?? 0 }

  /// Seconds of the steps of each phase, of all experiences together, in the order of the phases.
  package var secondsByPhase: [(phase: String, seconds: Double)] {
    let all = phases ?? []
    let names = all.reduce(into: [String]()) { if !$0.contains($1.phase) { $0.append($1.phase) } }
    return names.map { name in
      (name, all.filter { $0.phase == name }.reduce(0) { $0 + $1.seconds })
    }
  }

  /// Floating-point operations of matrix products and convolutions per step, a multiplication with its
  /// addition counting as two; nil before the first step.
  ///
  /// The operations of each phase of an experience are those of its first step.
  package var operations: Int? {
    let counted = (phases ?? []).filter { $0.multiplications != nil && $0.steps > 0 }
    let steps = counted.reduce(0) { $0 + $1.steps }
    guard steps > 0 else { return nil }
    let sum = counted.reduce(0.0) { $0 + 2 * Double($1.steps) * Double($1.multiplications ?? 0) }
    return Int((sum / Double(steps)).rounded())
  }

  /// Whether the operations of a step of this phase are not known yet.
  func needsCount(_ experience: Int, _ phase: String) -> Bool {
    !(phases ?? []).contains { $0.experience == experience && $0.phase == phase }
  }

  /// Takes in steps that are only counted, with the names of their phases.
  mutating func add(steps: Int, images: Int, of names: [String], experience: Int) {
    (self.steps, self.images) = (self.steps + steps, self.images + images)
    phases = (phases ?? []) + names.map { PhaseCost(experience: experience, phase: $0) }
  }

  /// Takes in the time of an evaluation.
  mutating func add(evaluation seconds: Double) { evaluation = evaluationSeconds + seconds }

  /// Takes in one step of `phase`; the first of an epoch forgets the losses of the epoch before.
  mutating func add(
    _ losses: Losses, images: Int, seconds: Double, isEpochStart: Bool, experience: Int,
    phase: String, multiplications: Int?
  ) {
    if isEpochStart { (lossSum, lossSteps) = (0, 0) }
    (lossSum, lossSteps) = (lossSum + losses.total, lossSteps + 1)
    if losses.notFinite != nil { notFinite = diverged &+ 1 }
    (steps, self.images, self.seconds) = (steps + 1, self.images + images, self.seconds + seconds)
    var all = phases ?? []
    let found = all.lastIndex { $0.experience == experience && $0.phase == phase }
    if found == nil { all.append(PhaseCost(experience: experience, phase: phase)) }
    let place = found ?? all.count - 1
    all[place].steps += 1
    all[place].seconds += seconds
    if let multiplications { all[place].multiplications = multiplications }
    phases = all
  }
}

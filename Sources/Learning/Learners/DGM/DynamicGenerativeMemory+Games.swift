import Catalog
import Models
import Streams
import Torch

/// The games of an experience: one, or one for each of its classes, which are replayed if they fail.
extension DynamicGenerativeMemory {
  package func phases(of experience: Experience, _ budget: Budget) -> [Phase] {
    options.plan.phases(of: experience, budget)
  }

  package static func phases(
    of experience: Experience, _ budget: Budget, settings: Settings, outputs: Int
  ) -> [Phase] {
    GamePlan(settings).phases(of: experience, budget)
  }

  /// Opens the first memory of `experience` that it has not finished, with a critic for its game.
  func openMemory(_ experience: Experience) throws {
    let memories = options.plan.memories(of: experience)
    let finished = generator.experiences.count { experience.outputs.overlaps($0.outputs) }
    guard memories.indices.contains(finished) else {
      throw ModelError("dgm has learned these classes before")
    }
    try generator.begin(memories[finished])
    let number = generator.experiences.count - 1
    if number > 0 { try renewCritic(key("critic", number), keeping: !options.renewsCritic) }
    (optimizers, course) = ((try adam([critic.store]), try adam(self.memories)), nil)
  }

  /// Ends the newest memory: its masks become binary, what they use is reserved and the layers grow.
  func closeMemory() throws {
    try generator.experiences.last?.history.record(
      generator.plainMasks(options.annealing.limit), at: options.moments.shares.count - 1)
    try generator.consolidate()
  }

  private func renewCritic(_ key: RandomKey, keeping: Bool = false) throws {
    let old = critic
    critic = try Self.makeCritic(options, key, device)
    if keeping { try critic.take(old) }
  }

  /// Does what is due before the first step of a phase, or of the closing epochs.
  ///
  /// - Throws: `ModelError` if there are no other epochs than closing ones.
  func enter(_ batch: Batch, _ experience: Experience) throws {
    guard options.plan.isStaged else { return try openClosing(batch.place) }
    guard batch.step == 0, batch.phase > 0 else { return }
    switch options.plan.parts(of: experience)[batch.phase] {
    case .game(_, attempt: 0):
      try closeMemory()
      try openMemory(experience)
    case .game(_, let attempt):
      try generator.restart(attempt)
      let number = generator.experiences.count - 1
      try renewCritic(key("critic", number)("attempt", attempt))
      (optimizers, course) = ((try adam([critic.store]), try adam(memories)), nil)
    case .head:
      guard try generator.experiences.last?.history.passed() ?? 0 > 0 else {
        throw noGame(batch.place.epochs)
      }
      if options.renewsForClosing { try startHead(key("closing critic", experience.index)) }
    }
  }

  /// Starts the closing epochs with a new critic and class head, if they are to have one.
  private func openClosing(_ place: Batch.Place) throws {
    guard place.epochs > options.closing else { throw noGame(place.epochs) }
    guard let experience, options.renewsForClosing, options.annealing.beginsClosing(place) else {
      return
    }
    try startHead(key("closing critic", experience.index))
  }

  private func startHead(_ key: RandomKey) throws {
    try renewCritic(key)
    optimizers?.critic = try adam([critic.store])
  }

  private func noGame(_ epochs: Int) -> ModelError {
    ModelError(
      "closing=\(options.closing) leaves no epoch of \(epochs) to the generator: "
        + "train for more epochs, or use closing=\(max(0, epochs - 1))")
  }

  /// What share of the closing epochs is left at `batch`; nil while a game is played.
  func remaining(_ batch: Batch, _ experience: Experience) -> Double? {
    guard options.plan.isStaged else { return options.annealing.remaining(batch.place) }
    guard case .head = options.plan.parts(of: experience)[batch.phase] else { return nil }
    return MaskAnnealing.remaining(batch.place, of: batch.place.epochs)
  }

  /// Whether a game need not be replayed: its generated images cover real ones of the experience.
  package func skips(_ phase: Int, of experience: Experience) throws -> Bool {
    guard case .game(let memory, _) = options.plan.parts(of: experience)[phase] else { return true }
    return try options.plan.memories(of: experience)[memory].allSatisfy {
      try coverage($0, experience) >= RealCoverage.least
    }
  }

  /// The share of real images of the class at place `output` that generated ones are near to, held-out
  /// ones if there are any; 1 if there are too few to tell.
  private func coverage(_ output: Int, _ experience: Experience) throws -> Double {
    let real = [experience.validation, experience.train].compactMap { $0?.of(output..<output + 1) }
    guard let images = real.first(where: { $0.count >= RealCoverage.fewest }) else { return 1 }
    let coverage = try RealCoverage.share(of: images, device: device) {
      try dream($0, of: output, key: key("coverage", output))
    }
    return coverage ?? 1
  }

  /// Notes the classes of an experience that has ended whose games failed.
  func noteFailures(_ experience: Experience) throws {
    for output in experience.outputs {
      let coverage = try coverage(output, experience)
      failures[output] = coverage < RealCoverage.least ? coverage : nil
    }
  }

  package func troubles(of stream: ExperienceStream) -> [String] {
    guard !failures.isEmpty else { return [] }
    let classes = failures.sorted { $0.key < $1.key }.map { output, coverage in
      "\(stream.classNames[stream.order[output]]) (\(RealCoverage.words(coverage)))"
    }
    return [
      "the game failed for class " + classes.prefix(3).joined(separator: ", ")
        + (classes.count > 3 ? " and \(classes.count - 3) more" : "")
        + ": share of real images that generated ones are near to, when the experience ended, below "
        + RealCoverage.words(RealCoverage.least) + "; retry= plays such a game again"
    ]
  }
}

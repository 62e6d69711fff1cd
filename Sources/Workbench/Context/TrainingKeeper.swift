import Learning

/// Writes a training's snapshots as it goes on, and finds the one that it can go on from.
final class TrainingKeeper {
  private let learner: LearnerObject
  private let data: DataObject
  private let context: CommandContext
  private let store: SnapshotStore
  private let key: TrainingKey
  private var newest: Double
  /// Seconds that the newest snapshot took.
  private var cost = 0.0
  private var isBroken = false

  /// Nil if nothing is to be kept.
  init?(
    _ learner: LearnerObject, on data: DataObject, until end: Int, budget: Budget,
    watch: TrainingWatch, in context: CommandContext
  ) throws {
    guard let store = context.snapshots else { return nil }
    (self.learner, self.data, self.context, self.store) = (learner, data, context, store)
    key = try TrainingKey(
      learner, on: data, until: end, budget: budget, watch: watch, device: context.device)
    newest = context.control.clock()
  }

  /// Restores the learner from the furthest snapshot of an equal training, if there is one.
  ///
  /// - Returns: what that training had done, and where the result comes from so far.
  func restore(limit: Int?) -> (done: TrainingSummary?, origin: Origin?) {
    guard store.answers else { return (nil, nil) }
    guard let found = store.furthest(key, limit: limit) else {
      return (nil, .run(changed: store.changes(to: key) ?? []))
    }
    do {
      try learner.restore(found.snapshot, on: data, device: context.device)
    } catch {
      context.control.warn("a snapshot could not be used (\(error)): computing again")
      return (nil, nil)
    }
    return (found.summary, .snapshot(until: found.summary.steps))
  }

  /// Writes a snapshot if it is time to.
  func keep(_ run: LearningRun, _ summary: TrainingSummary, isExperienceEnd: Bool, end: Int) {
    let now = context.control.clock()
    if isExperienceEnd {
      // A snapshot that takes longer than the work that it saves is worth nothing.
      guard run.completed == end || now - newest >= cost else { return }
    } else {
      guard store.interval > 0, now - newest >= store.interval else { return }
    }
    write(summary)
  }

  /// Writes a snapshot of the learner as it stands.
  func write(_ summary: TrainingSummary) {
    guard !isBroken else { return }
    let start = context.control.clock()
    do {
      try store.keep(learner.snapshot(), key: key, after: summary)
    } catch {
      isBroken = true
      context.control.warn("no snapshot could be written (\(error)): training continues without it")
    }
    newest = context.control.clock()
    cost = newest - start
  }
}

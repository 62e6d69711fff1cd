import Learning

/// Writes a training's snapshots as it goes on, and finds the one that it can go on from.
final class TrainingKeeper {
  private let learner: LearnerObject
  private let data: DataObject
  private let workspace: Workspace
  private let store: SnapshotStore
  private let key: TrainingKey
  private var newest: Double
  /// Seconds that the newest snapshot took.
  private var cost = 0.0
  private var isBroken = false

  /// Nil if nothing is to be kept.
  init?(
    _ learner: LearnerObject, on data: DataObject, until end: Int, budget: Budget,
    in workspace: Workspace
  ) throws {
    guard let store = workspace.snapshots else { return nil }
    (self.learner, self.data, self.workspace, self.store) = (learner, data, workspace, store)
    key = try TrainingKey(
      learner, on: data, until: end, budget: budget, device: workspace.configuration.device)
    newest = workspace.control.clock()
  }

  /// Puts the learner where an equal training had come before, if one is found.
  func takeUp(limit: Int?) -> TrainingSummary? {
    guard store.answers else { return nil }
    guard let found = store.furthest(key, limit: limit) else {
      workspace.origin = .run(changed: store.changes(to: key) ?? [])
      return nil
    }
    do {
      try found.frozen.thaw(into: learner, on: data, device: workspace.configuration.device)
    } catch {
      workspace.control.warn("a snapshot could not be used (\(error)): computing anew")
      return nil
    }
    workspace.origin = .snapshot(until: found.summary.steps)
    return found.summary
  }

  /// Writes a snapshot if it is time to.
  func keep(_ run: LearningRun, _ summary: TrainingSummary, isExperienceEnd: Bool, end: Int) {
    let now = workspace.control.clock()
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
    let start = workspace.control.clock()
    do {
      try store.keep(FrozenObject(learner, copying: false), key: key, after: summary)
    } catch {
      isBroken = true
      workspace.control.warn("no snapshot could be written (\(error)): training goes on without")
    }
    newest = workspace.control.clock()
    cost = newest - start
  }
}

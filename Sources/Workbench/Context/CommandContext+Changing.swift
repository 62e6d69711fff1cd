import Torch

/// Changes to live objects that leave earlier states within reach.
extension CommandContext {
  /// Puts an object under its name; a learner that had the name is retired.
  ///
  /// - Throws: `WorkbenchError` if the state of that learner cannot be kept.
  package func insert(_ object: any LiveObject) throws {
    let before = workspace[object.name]
    if let learner = before as? LearnerObject { try retire(learner) }
    workspace.put(object)
    if before != nil { Backend.giveBackMemory() }
  }

  /// Removes an object; `back` can bring it back.
  ///
  /// - Throws: `WorkbenchError` if the state of a learner cannot be kept.
  func remove(_ object: any LiveObject) throws {
    if let learner = object as? LearnerObject { try retire(learner) }
    workspace.remove(object)
    Backend.giveBackMemory()
  }

  /// Gives an object another name; `back` can take that back.
  ///
  /// - Throws: `WorkbenchError` if the state of a learner cannot be kept.
  func rename(_ object: any LiveObject, to name: String) throws -> any LiveObject {
    if let learner = object as? LearnerObject { try timeline?.willChange(learner) }
    let renamed = object.renamed(name)
    (object as? LearnerObject)?.forget()
    workspace.replace(object, with: renamed)
    return renamed
  }

  /// Frees a learner's networks; its state is kept for `back` if a moment of the timeline needs it.
  private func retire(_ learner: LearnerObject) throws {
    try timeline?.willChange(learner)
    learner.forget()
  }

  /// Has `work` change `learner`; if it fails, the learner is as it was before.
  ///
  /// - Throws: What `work` throws. A learner that cannot be restored is no longer there.
  func changing<Value>(_ learner: LearnerObject, _ work: () throws -> Value) throws -> Value {
    let (version, data) = (learner.version, learner.data)
    let snapshot = try version.freeze(learner.snapshot, of: data)
    try timeline?.willChange(learner)
    learner.version = Version()
    do {
      return try work()
    } catch {
      learner.forget()
      Backend.giveBackMemory()
      do {
        try learner.restore(snapshot, on: data, device: device)
        learner.version = version
      } catch let second {
        workspace.remove(learner)
        throw WorkbenchError(
          "\(error); \(learner.name) is lost, as it cannot be restored (\(second)): create it again"
        )
      }
      throw error
    }
  }
}

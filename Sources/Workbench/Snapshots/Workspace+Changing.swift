import Torch

extension Workspace {
  /// Frees a learner's networks; its state is kept for going back, if a moment needs it.
  func retire(_ learner: LearnerObject) throws {
    try timeline?.willChange(learner)
    learner.forget()
  }

  /// Has `work` change `learner`; if it fails, the learner is as it was before.
  ///
  /// - Throws: What `work` throws. A learner that cannot be put back is no longer there.
  func changing<Value>(_ learner: LearnerObject, _ work: () throws -> Value) throws -> Value {
    let (version, data) = (learner.version, learner.data)
    let frozen = try version.freeze(learner)
    try timeline?.willChange(learner)
    learner.version = Version()
    do {
      return try work()
    } catch {
      learner.forget()
      Backend.giveBackMemory()
      do {
        try frozen.thaw(into: learner, on: data, device: configuration.device)
        learner.version = version
      } catch let second {
        remove(learner)
        throw WorkbenchError(
          "\(error); \(learner.name) is lost, as it cannot be put back (\(second)): "
            + "create it again")
      }
      throw error
    }
  }
}

import Catalog
import Journal
import Language
import Torch

/// What a journal holds about one command, or one turn inside it, to stand for running it again.
struct RecordedCommand {
  let command: JournalDocument.Command
  /// The place inside a block that is at work.
  var path: [Int] = []
  /// Whether a later command changes the object of this name and has a snapshot.
  let isSuperseded: (String) -> Bool

  var values: [NamedValue] { command.values[path] ?? [] }

  /// The object that a file held when it was loaded: from there or, if the file was overwritten
  /// since, from a snapshot.
  func loaded(
    _ name: String, from path: String, in context: CommandContext,
    _ read: (String) throws -> any LiveObject
  ) throws -> any LiveObject {
    let now = Result { try read(path) }
    if let object = try? now.get(), try isAsRecorded(object) { return object }
    if let state = command.digests[self.path]?[name],
      let snapshot = context.snapshots?.file(withState: state),
      let object = try? read(snapshot), try isAsRecorded(object)
    {
      return object
    }
    _ = try now.get()
    throw Failure(
      Diagnostic(
        "\(path) was overwritten after it was loaded: the session cannot be resumed here",
        at: command.parsed.span), trouble: .mismatch)
  }

  /// Whether a loaded object is what it was then, or does not matter as a snapshot replaces it.
  private func isAsRecorded(_ object: any LiveObject) throws -> Bool {
    if isSuperseded(object.name) { return true }
    if let state = command.digests[path]?[object.name] {
      return try object.digest().map(StateDigest.text) == state
    }
    return object.fields.filter { !$0.isVolatile } == values.filter { !$0.isVolatile }
  }

  /// The learner as it was after this training, from a snapshot; nil if it must be trained.
  func training(
    _ learner: LearnerObject, on data: DataObject, in context: CommandContext
  ) throws -> Outcome? {
    guard let state = command.digests[path]?[learner.name] else { return nil }
    if let file = context.snapshots?.file(withState: state) {
      do {
        let snapshot = try Snapshot(readingFrom: file)
        if snapshot.digest.map(StateDigest.text) == state {
          try context.timeline?.willChange(learner)
          try learner.restore(snapshot, on: data, device: context.device)
          learner.result = values
          return Outcome(values, touched: [learner.name])
        }
      } catch {
        context.control.warn("a snapshot could not be used (\(error)): computing again")
      }
    }
    // A learner that is declared in between may take a generator's weights.
    guard path.isEmpty, learner.kind == .learner, isSuperseded(learner.name) else { return nil }
    learner.result = values
    return Outcome(values)
  }
}

import Catalog
import Language
import Torch

/// What a journal recorded about one command, to stand for running it again.
final class Recall {
  private let command: JournalDocument.Command
  /// Whether a later command changes the object of this name and has a snapshot.
  private let isSuperseded: (String) -> Bool
  /// The place inside a block that is at work.
  var path: [Int] = []

  init(_ command: JournalDocument.Command, isSuperseded: @escaping (String) -> Bool) {
    (self.command, self.isSuperseded) = (command, isSuperseded)
  }

  private var values: [NamedValue] { command.values[path] ?? [] }

  /// The recorded result of a statement that changes nothing; nil if it must run.
  func outcome(of statement: Statement, in workspace: Workspace) throws(Failure) -> Outcome? {
    switch statement {
    case .expect: return Outcome(values)
    case .invocation(let invocation) where invocation.binding == nil:
      guard let type = Commands.named(invocation.verb), !type.changesObjects else { return nil }
      do {
        let arguments = try Arguments(invocation, card: type.card, values: Evaluator(workspace))
        try type.init(arguments).recalled(values, in: workspace)
      } catch { throw Failure(error, at: invocation.span) }
      return Outcome(values)
    default: return nil
    }
  }

  /// The object that a file held when it was loaded: from there or, if the file was written anew
  /// since, from a snapshot.
  func loaded(
    _ name: String, from path: String, in workspace: Workspace,
    _ read: (String) throws -> any LiveObject
  ) throws -> any LiveObject {
    let now = Result { try read(path) }
    if let object = try? now.get(), try isAsRecorded(object) { return object }
    if let state = command.digests[self.path]?[name],
      let snapshot = workspace.snapshots?.file(withState: state),
      let object = try? read(snapshot), try isAsRecorded(object)
    {
      return object
    }
    _ = try now.get()
    throw Failure(
      Diagnostic(
        "\(path) was written anew since it was loaded: the session cannot be resumed here",
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
    _ learner: LearnerObject, on data: DataObject, in workspace: Workspace
  ) throws -> Outcome? {
    guard let state = command.digests[path]?[learner.name] else { return nil }
    if let file = workspace.snapshots?.file(withState: state) {
      do {
        let frozen = try FrozenObject(readingFrom: file)
        if frozen.digest.map(StateDigest.text) == state {
          try workspace.timeline?.willChange(learner)
          try frozen.thaw(into: learner, on: data, device: workspace.configuration.device)
          learner.result = values
          return Outcome(values, touched: [learner.name])
        }
      } catch {
        workspace.control.warn("a snapshot could not be used (\(error)): computing anew")
      }
    }
    guard path.isEmpty, isSuperseded(learner.name) else { return nil }
    learner.result = values
    return Outcome(values)
  }
}

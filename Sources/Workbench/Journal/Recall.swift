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
  func outcome(of statement: Statement) -> Outcome? {
    switch statement {
    case .expect: return Outcome(values)
    case .invocation(let invocation) where invocation.binding == nil:
      guard let type = Commands.named(invocation.verb), !type.changesObjects else { return nil }
      return Outcome(values)
    default: return nil
    }
  }

  /// The learner as it was after this training, from a snapshot; nil if it must be trained.
  func training(
    _ learner: LearnerObject, on data: DataObject, in workspace: Workspace
  ) throws -> Outcome? {
    guard let state = command.digests[path]?[learner.name] else { return nil }
    if let file = workspace.snapshots?.file(withState: state) {
      do {
        let frozen = try FrozenObject(readingFrom: file)
        if frozen.digest.map(Digest.text) == state {
          try workspace.timeline?.willChange(learner)
          try frozen.thaw(into: learner, on: data, device: workspace.configuration.device)
          learner.result = values
          return Outcome(values, touched: [learner.name])
        }
      } catch {
        workspace.attention.warn("a snapshot could not be used (\(error)): computing anew")
      }
    }
    guard path.isEmpty, isSuperseded(learner.name) else { return nil }
    learner.result = values
    return Outcome(values)
  }
}

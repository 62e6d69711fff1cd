import Catalog
import Figures
import Language
import Streams
import Torch

/// What is alive at the prompt: objects by name, variables, and what everything is keyed by.
package final class Workspace {
  /// What a workspace is made with and never changes.
  package struct Configuration: Sendable {
    package var seed: UInt64
    package var data: DataDirectory
    package var device: Device
    /// Values for `param`s and makers for objects, by name, that win over those in the script.
    package var overrides: [String: Expression]

    package init(
      seed: UInt64 = 1, data: DataDirectory, device: Device = .cpu,
      overrides: [String: Expression] = [:]
    ) {
      (self.seed, self.data, self.device, self.overrides) = (seed, data, device, overrides)
    }
  }

  package let configuration: Configuration
  /// Objects in the order in which they were first declared.
  package private(set) var objects: [any LiveObject] = []
  package var variables: [String: Value] = [:]
  /// Where files go instead of where commands say; nil: nowhere else.
  package var redirected: RedirectedFiles?
  /// Earlier states to go back to; nil: none are kept.
  var timeline: Timeline?
  /// The number of the command at work.
  var number = 0
  /// Where trainings keep snapshots; nil: nowhere.
  package var snapshots: SnapshotStore?
  /// What is recorded about the command at work, while a session is resumed.
  var recall: Recall?
  /// Where the result of the command at work comes from.
  var origin: Origin?
  /// How the command at work finds out that it should stop, and says where it stands.
  package var control = RunControl()

  /// The newest command that the journal did not keep, for `pin`.
  var lastLook: Invocation?

  /// Pages of help that the front end brings, by topic.
  package var manual: [String: Table] = [:]

  package init(_ configuration: Configuration) { self.configuration = configuration }

  /// The key of everything that the object `name` draws.
  package func key(_ kind: Kind, _ name: String) -> RandomKey {
    RandomKey(seed: configuration.seed)("\(kind.rawValue) \(name)")
  }

  /// The object of this name.
  package subscript(_ name: String) -> (any LiveObject)? { objects.first { $0.name == name } }

  /// Puts an object under its name, in place of one that had it.
  ///
  /// - Throws: `WorkbenchError` if the state of the one before cannot be kept.
  package func insert(_ object: any LiveObject) throws {
    if let index = objects.firstIndex(where: { $0.name == object.name }) {
      try (objects[index] as? LearnerObject).map(retire)
      objects[index] = object
      Backend.giveBackMemory()
    } else {
      objects.append(object)
    }
  }

  /// Takes an object away.
  func remove(_ object: any LiveObject) { objects.removeAll { $0 === object } }
}

extension Workspace {
  /// Puts back what was alive at another time.
  func replaceAll(_ objects: [any LiveObject], variables: [String: Value]) {
    (self.objects, self.variables) = (objects, variables)
  }
}

/// How a command that takes long keeps in touch with whoever waits for it.
package struct RunControl {
  package var shouldStop: () -> Bool = { false }
  package var report: (TrainingReport) -> Void = { _ in }
  /// Says how far a command is, for the moment.
  package var say: (String) -> Void = { _ in }
  /// Says what a person should know and what does not stop the command.
  package var warn: (String) -> Void = { _ in }
  /// Seconds on a clock that only goes forward.
  package var clock: () -> Double = { 0 }

  package init() {}
}

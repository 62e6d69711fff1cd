import Catalog
import Language
import Streams
import Torch

/// The live objects by name, the variables, and the keys of all random numbers.
package final class Workspace {
  /// What a workspace is made with and never changes.
  package struct Configuration: Sendable {
    package var seed: UInt64
    package var data: DataDirectory
    package var device: Device
    /// Values for `param`s and makers for objects, by name, overriding those in the script.
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
  /// Blocks that are called as commands.
  package var definitions = Definitions()
  /// What is counted if commands are only rehearsed; nil if they run.
  package let rehearsal: Rehearsal?

  package init(_ configuration: Configuration, rehearsal: Rehearsal? = nil) {
    (self.configuration, self.rehearsal) = (configuration, rehearsal)
  }

  /// The key of everything that the object `name` draws.
  package func key(_ kind: Kind, _ name: String) -> RandomKey {
    RandomKey(seed: configuration.seed)("\(kind.rawValue) \(name)")
  }

  /// The object of this name.
  package subscript(_ name: String) -> (any LiveObject)? { objects.first { $0.name == name } }

  /// Puts an object under its name, in place of one that had it.
  func put(_ object: any LiveObject) {
    if let index = objects.firstIndex(where: { $0.name == object.name }) {
      objects[index] = object
    } else {
      objects.append(object)
    }
  }

  /// Puts an object in the place of another, which may have another name.
  func replace(_ object: any LiveObject, with other: any LiveObject) {
    guard let index = objects.firstIndex(where: { $0 === object }) else { return put(other) }
    objects[index] = other
  }

  /// Removes an object.
  func remove(_ object: any LiveObject) { objects.removeAll { $0 === object } }
}

extension Workspace {
  /// Restores the live objects of another moment.
  func replaceAll(
    _ objects: [any LiveObject], variables: [String: Value], definitions: Definitions
  ) {
    (self.objects, self.variables, self.definitions) = (objects, variables, definitions)
  }
}

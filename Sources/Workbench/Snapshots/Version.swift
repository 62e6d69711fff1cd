import Foundation

/// One state of a learner that moments of the session share: alive in the learner, or frozen in
/// memory or in a file.
final class Version {
  private enum Place {
    /// In the learner itself, which has not changed since.
    case alive
    case memory(FrozenObject)
    case file(String)
    /// Given up for want of room.
    case gone
  }

  private var place = Place.alive
  /// What the learner was learning.
  private var data: DataObject?
  /// Whether a moment knows this version, so that it must outlast the learner's next change.
  var isNeeded = false

  deinit { if case .file(let path) = place { unlink(path) } }

  /// Bytes that it takes in memory.
  var byteCount: Int { if case .memory(let frozen) = place { frozen.byteCount } else { 0 } }

  var fileBytes: Int {
    guard case .file(let path) = place else { return 0 }
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  var isGone: Bool {
    switch place {
    case .gone: true
    case .file(let path): !FileManager.default.fileExists(atPath: path)
    default: false
    }
  }

  /// Copies the state out of `learner`, which is about to change.
  @discardableResult
  func freeze(_ learner: LearnerObject) throws -> FrozenObject {
    if case .memory(let frozen) = place { return frozen }
    let frozen = try FrozenObject(learner)
    if case .alive = place { (place, data) = (.memory(frozen), learner.data) }
    return frozen
  }

  /// Puts the state back into `learner`.
  func thaw(into learner: LearnerObject, in workspace: Workspace) throws {
    let frozen: FrozenObject
    switch place {
    case .alive: return
    case .memory(let kept): frozen = kept
    case .file(let path): frozen = try FrozenObject(readingFrom: path)
    case .gone: throw WorkbenchError("the state of \(learner.name) is no longer kept")
    }
    try frozen.thaw(into: learner, on: data, device: workspace.configuration.device)
  }

  /// Moves the state from memory to a file; with no `path`, or if it cannot be written, gives it up.
  func spill(to path: String?) {
    guard case .memory(let frozen) = place else { return }
    guard let path, (try? frozen.write(to: path)) != nil else {
      place = .gone
      return
    }
    place = .file(path)
  }

  /// Gives the file up.
  func drop() {
    if case .file(let path) = place { unlink(path) }
    place = .gone
  }
}

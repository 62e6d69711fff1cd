import Foundation

/// One state of a learner that moments of the session share: alive in the learner, or frozen in
/// memory or in a file.
final class Version {
  private enum Place {
    /// In the learner itself, which has not changed since.
    case alive
    case memory(Snapshot)
    case file(String)
    /// Dropped for lack of room.
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

  /// Copies the state, which is about to change, out of the learner; `data` is what it was learning.
  @discardableResult
  func freeze(_ snapshot: () throws -> Snapshot, of data: DataObject?) throws -> Snapshot {
    if case .memory(let frozen) = place { return frozen }
    let frozen = try snapshot().copied()
    if case .alive = place { (place, self.data) = (.memory(frozen), data) }
    return frozen
  }

  /// The state with what the learner was learning; nil while it is alive in the learner.
  ///
  /// - Throws: `WorkbenchError` if it was given up or its file is damaged.
  func frozen() throws -> (snapshot: Snapshot, data: DataObject?)? {
    switch place {
    case .alive: nil
    case .memory(let snapshot): (snapshot, data)
    case .file(let path): (try Snapshot(readingFrom: path), data)
    case .gone: throw WorkbenchError("this state is no longer kept")
    }
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

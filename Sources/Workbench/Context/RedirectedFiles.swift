import Foundation

/// A folder that takes the files of a journal that is run again, so that it overwrites nothing.
package final class RedirectedFiles {
  private let folder: URL
  private var places: [String: String] = [:]

  package init() throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "reverie-\(ProcessInfo.processInfo.globallyUniqueString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Where a command that writes to `path` really writes.
  func place(for path: String) -> String {
    if let place = places[path] { return place }
    let place = folder.appending(path: "\(places.count)").path
    places[path] = place
    return place
  }

  /// Where `path` was redirected to earlier.
  func find(_ path: String) -> String? { places[path] }
}

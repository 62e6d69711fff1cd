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
    let file = Self.name(path)
    if let place = places[file] { return place }
    let place = folder.appending(path: "\(places.count)").path
    places[file] = place
    return place
  }

  /// Where the file at `path`, in any spelling of it, was written to earlier.
  func find(_ path: String) -> String? { places[Self.name(path)] }

  /// One name for all paths of a file, whether it exists or not: `a.st`, `./a.st`, `b/../a.st`.
  static func name(_ path: String) -> String {
    let whole = URL(fileURLWithPath: path).standardizedFileURL
    return whole.deletingLastPathComponent().resolvingSymlinksInPath()
      .appending(path: whole.lastPathComponent).path
  }
}

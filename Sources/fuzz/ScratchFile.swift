import Foundation

/// A file in memory whose contents are replaced again and again.
final class ScratchFile {
  let folder: String
  let path: String

  /// A file named `name` in a folder of its own.
  init(_ name: String) throws {
    let parent = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : "/tmp"
    folder = "\(parent)/reverie-fuzz-\(getpid())-\(UUID().uuidString)"
    path = folder + "/" + name
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Has the file hold these bytes.
  func write(_ bytes: [UInt8]) throws(Finding) {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    defer { close(file) }
    let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
    try require(count == bytes.count, "\(path) cannot be written")
  }
}

import Foundation
import Streams
import Testing

/// The folder of real data sets: `REVERIE_TEST_DATA`, else `shared/data` beside the repository.
enum RealData {
  static let hint: Comment = "needs the folder of real data sets: set REVERIE_TEST_DATA"

  static let folder: String? = {
    if let given = ProcessInfo.processInfo.environment["REVERIE_TEST_DATA"] { return given }
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let beside = root.deletingLastPathComponent().appendingPathComponent("shared/data").path
    return FileManager.default.fileExists(atPath: beside) ? beside : nil
  }()

  static func has(_ name: String) -> Bool {
    folder.map { FileManager.default.fileExists(atPath: $0 + "/" + name) } ?? false
  }

  static func path(_ name: String) throws -> String {
    try #require(folder) + "/" + name
  }

  static var directory: DataDirectory { DataDirectory(folder ?? "/nowhere") }
}

import Foundation

/// Files in `Tests/Networks`, which PyTorch wrote.
enum Fixture {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func path(_ name: String) -> String {
    root.appending(path: "Tests/Networks/" + name).path
  }
}

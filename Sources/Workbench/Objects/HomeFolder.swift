import Foundation

/// The folder that `~/` stands for at the beginning of a path.
enum HomeFolder {
  /// The path with the user's home folder in the place of `~`.
  static func expanded(_ path: String) -> String {
    guard path.hasPrefix("~/") else { return path }
    return (ProcessInfo.processInfo.environment["HOME"] ?? NSHomeDirectory()) + path.dropFirst()
  }
}

import Experiments
import Foundation

/// Where journals and history are kept.
package struct Places {
  package let journals: String
  package let history: String
  /// Lines of `set` that hold for every session.
  package let settings: String
  /// How far the reader is in each lesson.
  package let progress: String
  /// Folders that may hold the lessons that come with the program.
  package let lessons: [String]

  /// `home` wins; inside a checkout of Reverie journals go to `Sessions/journals`, else both go
  /// under the XDG state folder.
  package init(
    home: String?, environment: [String: String] = ProcessInfo.processInfo.environment,
    folder: String = FileManager.default.currentDirectoryPath
  ) {
    let state =
      Self.absolute(environment["XDG_STATE_HOME"])
      ?? (environment["HOME"] ?? NSHomeDirectory()) + "/.local/state"
    let root = home ?? state + "/reverie"
    let checkout = home == nil ? Self.checkout(above: folder) : nil
    journals = checkout.map { $0 + "/Sessions/journals" } ?? root + "/journals"
    history = environment["REVERIE_HISTORY"] ?? root + "/history"
    progress = root + "/lessons.json"
    let own = URL(fileURLWithPath: LocalWorkers.ownProgram).deletingLastPathComponent().path
    lessons =
      [own + "/../share/reverie/lessons"]
      + [own, folder].compactMap { Self.checkout(above: $0).map { $0 + "/Sessions/lessons" } }
    let configuration =
      Self.absolute(environment["XDG_CONFIG_HOME"])
      ?? (environment["HOME"] ?? NSHomeDirectory()) + "/.config"
    settings = (home ?? configuration + "/reverie") + "/settings"
  }

  private static func absolute(_ path: String?) -> String? {
    path.flatMap { $0.hasPrefix("/") ? $0 : nil }
  }

  /// The folder at or above `folder` that is a checkout of Reverie.
  private static func checkout(above folder: String) -> String? {
    // A folder that was removed has no path, and nothing is above it.
    guard folder.hasPrefix("/") else { return nil }
    var at = URL(fileURLWithPath: folder)
    while true {
      let files = FileManager.default
      if files.fileExists(atPath: at.appending(path: "Sources/Host/Places.swift").path),
        files.fileExists(atPath: at.appending(path: "Sessions").path)
      {
        return at.path
      }
      if at.path == "/" { return nil }
      at = at.deletingLastPathComponent()
    }
  }

  /// A name that no other session has: when it began, and four random digits.
  static func sessionName(_ now: Date = Date()) -> String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.dateFormat = "yyyy-MM-dd-HHmmss"
    let digits = String(UInt16.random(in: 0...UInt16.max), radix: 16)
    return formatter.string(from: now) + "-" + String(repeating: "0", count: 4 - digits.count)
      + digits
  }
}

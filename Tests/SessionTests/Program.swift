import Foundation
import Testing

/// The program as a person starts it, without a terminal.
struct Program {
  /// What a run left.
  struct Run {
    let status: Int32
    let output: String
    let errors: String
  }

  /// The repository.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The program lies beside the tests that were built with it.
  static let path = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "reverie").path

  /// Its own folder, in which it runs and which goes with it.
  let folder: Folder

  init() throws { folder = try Folder() }

  var environment: [String: String] {
    [
      "HOME": folder.path, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color",
      "REVERIE_TORCH_SHIM": Self.root.appending(path: ".deps/lib/libTorchShim.so").path,
    ]
  }

  /// Runs it to its end.
  func run(
    _ arguments: String..., input: String = "", environment extra: [String: String] = [:]
  ) throws -> Run {
    try run(arguments, input: input, environment: extra)
  }

  /// Runs it to its end.
  func run(
    _ arguments: [String], input: String = "", environment extra: [String: String] = [:]
  ) throws -> Run {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.environment = environment.merging(extra) { $1 }
    let files = ["in", "out", "err"].map { folder.path + "/.std" + $0 }
    try input.write(toFile: files[0], atomically: false, encoding: .utf8)
    for file in files.dropFirst() {
      _ = FileManager.default.createFile(atPath: file, contents: nil)
    }
    process.standardInput = FileHandle(forReadingAtPath: files[0])
    process.standardOutput = FileHandle(forWritingAtPath: files[1])
    process.standardError = FileHandle(forWritingAtPath: files[2])
    try process.run()
    process.waitUntilExit()
    return Run(
      status: process.terminationReason == .exit
        ? process.terminationStatus : -process.terminationStatus,
      output: try String(contentsOfFile: files[1], encoding: .utf8),
      errors: try String(contentsOfFile: files[2], encoding: .utf8))
  }
}

/// A folder that lasts as long as this object.
final class Folder {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appending(path: "reverie-test-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The text of a file in it.
  func text(_ name: String) throws -> String {
    try String(contentsOfFile: path + "/" + name, encoding: .utf8)
  }

  /// Writes a file into it and gives its path.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try text.write(toFile: path + "/" + name, atomically: true, encoding: .utf8)
    return path + "/" + name
  }
}

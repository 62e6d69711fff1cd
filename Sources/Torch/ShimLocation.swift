import Foundation

/// Where the shim is.
enum ShimLocation {
  private static let name = "libTorchShim.so"

  /// The path in `REVERIE_TORCH_SHIM` if it is set, otherwise the first of `candidates` that exists.
  static func find() -> String? {
    let files = FileManager.default
    if let given = ProcessInfo.processInfo.environment["REVERIE_TORCH_SHIM"] {
      return files.fileExists(atPath: given) ? given : nil
    }
    let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
    return candidates(for: executable).first { files.fileExists(atPath: $0) }
  }

  /// Beside the executable, in `../lib/reverie`, or, for a program in `FOLDER/.build`, in
  /// `FOLDER/.deps/lib`.
  ///
  /// The current folder is not searched, so that no other library is loaded by accident.
  static func candidates(for executable: String) -> [String] {
    let parts = executable.split(separator: "/")
    func path(_ folder: ArraySlice<Substring>, _ end: String) -> String {
      "/" + (folder + [Substring(end)]).joined(separator: "/")
    }
    let folder = parts.dropLast()
    var found = [path(folder, name), path(folder.dropLast(), "lib/reverie/\(name)")]
    if let build = folder.lastIndex(of: ".build") {
      found.append(path(parts[..<build], ".deps/lib/\(name)"))
    }
    return found
  }
}

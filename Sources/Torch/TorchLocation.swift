import Foundation

/// Where libtorch is, for a shim that was built on another machine.
enum TorchLocation {
  /// The library that holds everything the shim needs, and loads the rest from beside itself.
  private static let library = "lib/libtorch_cpu.so"

  /// The library to load before the shim at `path`; nil where the shim itself knows one.
  ///
  /// `REVERIE_TORCH` names a folder with `lib/`, as the `torch` of a Python environment is. Without it
  /// a shim in `lib/reverie`, where packages have it, takes the first of: `TORCH_HOME`, a folder
  /// `torch` beside `bin`, the `torch` that was installed beside the wheel, the active Python
  /// environment, the Python on the search path.
  static func find(
    for path: String, environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> String? {
    if let given = environment["REVERIE_TORCH"], !given.isEmpty { return file(in: given) }
    guard isPackaged(path) else { return nil }
    let root = path.dropLast(packaged.count)
    let installed = root.hasSuffix("/reverie_cl") ? "\(root)/../torch" : nil
    let named = [environment["TORCH_HOME"], "\(root)/torch", installed].compactMap(\.self)
    let active = [environment["VIRTUAL_ENV"], environment["CONDA_PREFIX"]].compactMap(\.self)
    return (named + active.flatMap { packages(in: $0) }).lazy.compactMap(file).first
      ?? python(environment).flatMap(file)
  }

  /// How to get libtorch for the shim at `path`.
  static func advice(for path: String) -> String {
    isPackaged(path)
      ? "install it with: pip install torch, or name a folder that has it in TORCH_HOME"
      : "run Scripts/setup, then start again"
  }

  private static let packaged = "/lib/reverie/libTorchShim.so"

  private static func isPackaged(_ path: String) -> Bool { path.hasSuffix(packaged) }

  private static func file(in folder: String) -> String? {
    let path = folder + "/" + library
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }

  /// Where an environment may have its torch.
  private static func packages(in prefix: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: prefix + "/lib")) ?? []
    return names.filter { $0.hasPrefix("python3") }.sorted().reversed()
      .map { "\(prefix)/lib/\($0)/site-packages/torch" }
  }

  /// The torch that `python3` would import.
  private static func python(_ environment: [String: String]) -> String? {
    let path = environment["PATH"] ?? "/usr/bin:/bin"
    let programs: [String] = path.split(separator: ":").map { "\($0)/python3" }
    guard let program = programs.first(where: { access($0, X_OK) == 0 }) else { return nil }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = [
      "-c",
      "import importlib.util as u; s = u.find_spec('torch'); "
        + "print(s.submodule_search_locations[0] if s else '')",
    ]
    let output = Pipe()
    (process.standardInput, process.standardError) = (
      FileHandle.nullDevice, FileHandle.nullDevice
    )
    process.standardOutput = output
    guard (try? process.run()) != nil else { return nil }
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let folder = text.trimmingCharacters(in: .whitespacesAndNewlines)
    return folder.isEmpty ? nil : folder
  }
}

import FoundationEssentials

/// Files that come with the program.
enum Resources {
  private static let bundle = "Reverie_Streams.resources"

  /// The folder of this name among the files that come with the program.
  ///
  /// Looked for, in this order: in `REVERIE_RESOURCES`, beside the program, in
  /// `../share/reverie` seen from it, and in the build folder of the current folder. SwiftPM's own
  /// `Bundle.module` would end the process where nothing is found.
  ///
  /// - Throws: `StreamsError` that names the places.
  static func folder(
    _ name: String, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> String {
    let places = candidates(environment)
    let found = places.map { Files.join($0, name) }.first(where: Files.isFolder)
    guard let found else {
      throw StreamsError.file(
        name, "the files that come with the program are not found; set REVERIE_RESOURCES",
        details: places.map { "looked in: \($0)" })
    }
    return found
  }

  private static func candidates(_ environment: [String: String]) -> [String] {
    if let given = environment["REVERIE_RESOURCES"], !given.isEmpty {
      return [given, Files.join(given, bundle)]
    }
    let own = Files.ownFolders().flatMap { folder in
      [
        Files.join(folder, bundle), Files.join(folder, "../share/reverie"),
        Files.join(folder, "../share/reverie/" + bundle),
      ]
    }
    return own + [".build/debug", ".build/release"].map { Files.join($0, bundle) }
  }
}

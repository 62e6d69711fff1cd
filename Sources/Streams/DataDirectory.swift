/// The folder under which collections that have a name are looked for.
package struct DataDirectory: Sendable, Equatable {
  /// Its path, without a slash at the end.
  package let path: String
  /// What decided for it: `--data`, `REVERIE_DATA` or the default place.
  package let reason: String
  /// The home folder, for `~` in paths.
  let home: String?

  /// This folder itself.
  package init(_ path: String) { self.init(path, reason: "--data", home: nil) }

  private init(_ path: String, reason: String, home: String?) {
    let expanded = Files.expanded(path, home: home)
    self.path =
      expanded.count > 1 && expanded.hasSuffix("/") ? String(expanded.dropLast()) : expanded
    (self.reason, self.home) = (reason, home)
  }

  /// The option, else `REVERIE_DATA`, else `$XDG_DATA_HOME/reverie` or `~/.local/share/reverie`.
  package static func resolve(option: String?, environment: [String: String]) -> DataDirectory {
    let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 }
    if let option, !option.isEmpty {
      return DataDirectory(option, reason: "--data", home: home)
    }
    if let given = environment["REVERIE_DATA"], !given.isEmpty {
      return DataDirectory(given, reason: "REVERIE_DATA", home: home)
    }
    if let base = environment["XDG_DATA_HOME"], base.hasPrefix("/") {
      return DataDirectory(
        Files.join(base, "reverie"), reason: "the default location", home: home)
    }
    return DataDirectory(
      Files.join(home ?? ".", ".local/share/reverie"), reason: "the default location", home: home)
  }

  /// The path of a file or folder in it.
  package func file(_ name: String) -> String { Files.join(path, name) }

  /// The folder that a user named, or the first of these under the data directory that exists.
  func folder(operand: String?, of names: [String]) -> String {
    if let operand { return Files.expanded(operand, home: home) }
    return names.map(file).first(where: Files.isFolder) ?? file(names.first ?? "")
  }
}

/// The files that a collection consists of and where they can be downloaded.
struct Collection {
  let name: String
  /// Names without `.gz` or `.xz`.
  let files: [String]
  /// Full addresses, one per download.
  let addresses: [String]
  /// What else to do after the download, if anything.
  var unpack = ""
  /// The folders in which they may lie, the usual one first.
  var folders: [String] = []
  /// SHA-256 of the unpacked files in the order of `addresses`; empty if nobody published them.
  var digests: [String] = []
  /// SHA-256 of files inside of an archive, by the last part of their names, as far as they are known.
  var members: [String: String] = [:]
  /// Whether the archive is unpacked into the folder after it was fetched, and then removed.
  var isUnpacked = false

  /// Each file's path in the folder: plain or packed, whichever is there.
  ///
  /// - Throws: `StreamsError` that names the missing files, the folder and the addresses.
  func find(in folder: String, of directory: DataDirectory, isNamed: Bool) throws -> [String] {
    let found = files.map { Collection.variant(of: Files.join(folder, $0)) }
    let missing = zip(files, found).filter { $0.1 == nil }.map(\.0)
    guard missing.isEmpty else {
      throw absence(missing, in: folder, of: directory, isNamed: isNamed)
    }
    return found.compactMap { $0 }
  }

  /// - Parameter strangers: files of another version that cannot be read.
  func absence(
    _ missing: [String], in folder: String, of directory: DataDirectory, isNamed: Bool,
    insteadOf strangers: [String] = []
  ) -> StreamsError {
    let first = missing.first ?? "the file"
    let more = missing.count > 1 ? " and \(missing.count - 1) more" : ""
    let why = isNamed ? "" : " (from \(directory.reason))"
    let stranger = strangers.map { Files.join(folder, $0) }.first(where: Files.isFile)
    let python = stranger.map { "; \($0) is the Python version, which cannot be read" } ?? ""
    var details = ["missing: " + missing.joined(separator: ", "), "looked in: \(folder)\(why)"]
    details += addresses.map { "from: \($0)" }
    if !isNamed, DataFetcher.names.contains(name) {
      details.append("to get them: reverie data get \(name)")
    }
    details.append("by hand: mkdir -p '\(folder)' && cd '\(folder)' && " + fetch)
    if !isNamed { details.append("or name another folder: --data FOLDER, REVERIE_DATA=FOLDER") }
    return .file(
      name, "\(first)\(more) not found in \(folder)\(why)\(python); download to that folder",
      details: details)
  }

  private var fetch: String {
    addresses.map { "curl -fLO \($0)" }.joined(separator: " && ") + unpack
  }

  private static func variant(of path: String) -> String? {
    Files.variants(path).first(where: Files.isFile)
      ?? Files.variants(path).first(where: Files.exists)
  }
}

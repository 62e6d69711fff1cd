import FoundationEssentials

/// Brings collections that have a name into the data folder.
package struct DataFetcher {
  /// What became of one file.
  package enum Outcome: Sendable {
    /// It lay there already.
    case there
    case fetched
    /// It was copied from where the system keeps data sets.
    case copied
  }

  private let directory: DataDirectory
  /// Where packages of the system put data sets.
  var system = "/usr/share/datasets"
  /// Addresses that stand for official ones, as in tests.
  var mirror: ((String) -> String)?
  private let stop: () -> Bool
  /// Told a file's name, its bytes so far, and all of them, 0 if unknown.
  private let progress: (_ file: String, _ now: Int, _ all: Int) -> Void

  package init(
    into directory: DataDirectory, shouldStop: @escaping () -> Bool,
    progress: @escaping (String, Int, Int) -> Void
  ) {
    (self.directory, stop, self.progress) = (directory, shouldStop, progress)
  }

  /// The names of what can be fetched.
  package static var names: [String] {
    Datasets.all.entries.filter { $0.maker is any FetchedDataset.Type }.map(\.card.name)
  }

  /// Brings all files of the collection `name`; `told` hears of each.
  ///
  /// - Throws: `StreamsError` if there is no such collection, or a file cannot be had.
  package func fetch(
    _ name: String,
    told: (_ path: String, _ outcome: Outcome, _ digest: String, _ isKnown: Bool) -> Void
  ) throws {
    guard let maker = Datasets.all[name]?.maker as? any FetchedDataset.Type else {
      throw StreamsError.option(
        "'\(name)' cannot be fetched: choose from " + Self.names.joined(separator: ", "))
    }
    let collection = maker.collection
    let folder = directory.file(collection.folders.first ?? name)
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch { throw StreamsError.file(folder, "cannot be created; use another one with --data") }
    for (place, address) in collection.addresses.enumerated() {
      let file = address.split(separator: "/").last.map(String.init) ?? "data"
      let known = collection.digests.indices.contains(place) ? collection.digests[place] : nil
      let path = Files.join(folder, file)
      if let digest = try copied(file, of: name, to: path, known) {
        told(path, .copied, digest, known != nil)
        continue
      }
      let download = Download(address: mirror?(address) ?? address, path: path, digest: known)
      let (digest, isNew) = try download.fetch { now, all in
        progress(file, now, all)
        return !stop()
      }
      told(path, isNew ? .fetched : .there, digest, known != nil)
    }
  }

  /// Copies a file that the system has; nil if it has none that is as it should be, or if one lies at
  /// `path` already.
  private func copied(
    _ file: String, of name: String, to path: String, _ digest: String?
  ) throws -> String? {
    let source = Files.join(Files.join(system, name), file)
    guard !Files.isFile(path), Files.isFile(source),
      let found = try? Download.unpackedDigest(source), digest == nil || digest == found
    else { return nil }
    do {
      try Data(try Files.contents(source, atMost: 1 << 30)).write(
        to: URL(filePath: path), options: .atomic)
    } catch { throw StreamsError.file(path, "cannot be written") }
    return found
  }
}

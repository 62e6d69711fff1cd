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
    /// It was taken out of an archive that was fetched.
    case unpacked
  }

  /// What is known of a file that came.
  package enum Assurance: Sendable, Equatable {
    /// Its digest is the published one.
    case published
    /// These files inside of it have the digests of the official ones.
    case contents([String])
    /// No digest is known.
    case unknown
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

  /// Other spellings of names, as the sets' own pages have them.
  package static let aliases = ["cifar-10": "cifar10", "cifar-100": "cifar100"]

  /// The names of what can be fetched.
  package static var names: [String] {
    Datasets.all.entries.filter { $0.maker is any FetchedDataset.Type }.map(\.card.name)
  }

  /// Brings all files of the collection `name`, or of that which it is an alias of; `told` hears of each.
  ///
  /// - Throws: `StreamsError` if there is no such collection, or a file cannot be had.
  package func fetch(
    _ name: String,
    told: (_ path: String, _ outcome: Outcome, _ digest: String, _ assurance: Assurance) -> Void
  ) throws {
    let name = Self.aliases[name] ?? name
    guard let maker = Datasets.all[name]?.maker as? any FetchedDataset.Type else {
      throw StreamsError.option(
        "'\(name)' cannot be fetched: choose from " + Self.names.joined(separator: ", "))
    }
    let collection = maker.collection
    let folder = directory.file(collection.folders.first ?? name)
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch { throw StreamsError.file(folder, "cannot be created; use another one with --data") }
    let unpacked = collection.files.compactMap { file in
      Files.variants(Files.join(folder, file)).first(where: Files.isFile)
    }
    if collection.isUnpacked, unpacked.count == collection.files.count {
      for path in unpacked { told(path, .there, try Download.unpackedDigest(path), .unknown) }
      return
    }
    for (place, address) in collection.addresses.enumerated() {
      let file = address.split(separator: "/").last.map(String.init) ?? "data"
      let known = collection.digests.indices.contains(place) ? collection.digests[place] : nil
      let path = Files.join(folder, file)
      if let digest = try copied(file, of: name, to: path, known) {
        told(path, .copied, digest, known == nil ? .unknown : .published)
        continue
      }
      let download = Download(address: mirror?(address) ?? address, path: path, digest: known)
      let (digest, isNew) = try download.fetch { now, all in
        progress(file, now, all)
        return !stop()
      }
      let members = try Self.checked(collection.members, of: path, from: address)
      told(
        path, isNew ? .fetched : .there, digest,
        known != nil ? .published : members.isEmpty ? .unknown : .contents(members))
      guard collection.isUnpacked else { continue }
      for file in try unpack(path, into: folder, collection) {
        told(file, .unpacked, try Download.unpackedDigest(file), .unknown)
      }
    }
  }

  /// The names of `members` that the archive at `path` holds as they should be.
  ///
  /// - Throws: `StreamsError` if one is missing or another; then the archive is removed.
  private static func checked(
    _ members: [String: String], of path: String, from address: String
  ) throws -> [String] {
    guard !members.isEmpty else { return [] }
    do {
      let names = try ArchiveFile(path: path).names()
      for (member, digest) in members.sorted(by: { $0.key < $1.key }) {
        guard
          let name = names.first(where: { $0.split(separator: "/").last.map(String.init) == member }
          )
        else { throw StreamsError.file(address, "what came holds no \(member)") }
        let found = try Download.digest(of: ByteStream(path, member: name))
        guard found == digest else {
          throw StreamsError.file(
            address,
            "what came is not the official file: \(member) has SHA-256 \(found), not \(digest)")
        }
      }
    } catch {
      try? FileManager.default.removeItem(atPath: path)
      throw error
    }
    return members.keys.sorted()
  }

  /// Writes the files of the collection that the archive holds into the folder, and removes the archive.
  ///
  /// - Throws: `StreamsError` if one is missing or damaged; then the archive is removed too.
  private func unpack(
    _ path: String, into folder: String, _ collection: Collection
  ) throws -> [String] {
    defer { try? FileManager.default.removeItem(atPath: path) }
    var written: [String: String] = [:]
    let stop = StopSignal(stop)
    try ArchiveFile(path: path, stop: stop).walk { member in
      guard let last = member.name.split(separator: "/").last.map(String.init), member.isFile,
        let file = collection.files.first(where: { Files.variants($0).contains(last) })
      else { return true }
      let place = Files.join(folder, last)
      let bytes = try member.bytes(atMost: 1 << 30)
      progress(last, bytes.count, bytes.count)
      do { try Data(bytes).write(to: URL(filePath: place), options: .atomic) } catch {
        throw StreamsError.file(place, "cannot be written")
      }
      written[file] = place
      return true
    }
    let missing = collection.files.filter { written[$0] == nil }
    guard missing.isEmpty else {
      throw StreamsError.file(
        path,
        "the archive lacks \(missing[0])"
          + (missing.count > 1 ? " and \(missing.count - 1) more" : "") + "; is it the right file?")
    }
    return collection.files.compactMap { written[$0] }
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

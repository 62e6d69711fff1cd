/// Where the record files of a collection are: in a folder, or still in the archive they came in.
struct RecordPlace {
  /// One file, or one member of an archive.
  struct Source {
    let path: String
    var member: String?

    /// What messages call it.
    var title: String { member.map { "\(path) (\($0))" } ?? path }
  }

  /// The folder or archive.
  let path: String
  /// Members by the last part of their names; nil if it is a folder.
  private let members: [String: String]?

  /// Looks for any of `files` in the folder, in a folder below of the name that the archive gives,
  /// and in the archive beside them.
  ///
  /// - Parameter path: the folder or archive that a user named, or the collection's usual folder.
  /// - Returns: nil if none of the files is there.
  static func find(
    _ files: [String], at path: String, inner: String, archive: String, in directory: String,
    stop: StopSignal
  ) throws -> RecordPlace? {
    let folders = [path, Files.join(path, inner)]
    for folder in folders {
      let place = RecordPlace(folder: folder)
      if files.contains(where: { place.source($0) != nil }) { return place }
    }
    var archives = [path, Files.join(path, archive), Files.join(directory, archive)]
    if let parent = path.lastIndex(of: "/") {
      archives.append(Files.join(String(path[..<parent]), archive))
    }
    for archive in archives where Files.isFile(archive) {
      let place = try RecordPlace(archive: archive, stop: stop)
      if files.contains(where: { place.source($0) != nil }) { return place }
    }
    return nil
  }

  private init(folder: String) { (path, members) = (folder, nil) }

  private init(archive: String, stop: StopSignal) throws {
    path = archive
    var members: [String: String] = [:]
    for name in try ArchiveFile(path: archive, stop: stop).names() {
      if let last = name.split(separator: "/").last { members[String(last)] = name }
    }
    self.members = members
  }

  /// The file of this name; in a folder plain or packed.
  func source(_ name: String) -> Source? {
    if let members { return members[name].map { Source(path: path, member: $0) } }
    return Files.variants(Files.join(path, name)).first(where: Files.isFile)
      .map { Source(path: $0) }
  }

  /// Files with their digests: each one of a folder, or the archive as a whole.
  func files(_ sources: [Source], stop: StopSignal) throws -> [SourceFile] {
    guard members == nil else { return [try SourceFile(path, stop: stop)] }
    return try sources.map { try SourceFile($0.path, stop: stop) }
  }

  /// Class names of a text file, one per line; numbers if there is no such file.
  func classNames(_ name: String, count: Int, stop: StopSignal) throws -> [String] {
    guard let source = source(name) else { return (0..<count).map(String.init) }
    let stream = try ByteStream(source.path, member: source.member, stop: stop)
    var room = [UInt8](repeating: 0, count: 1 << 16)
    let got = try room.withUnsafeMutableBytes { try stream.read(into: $0) }
    let names = Files.lines(of: Array(room[..<got]))
    guard names.count == count else {
      throw StreamsError.file(
        source.title, "it has \(names.count) lines, but there are \(count) class names")
    }
    return names
  }
}

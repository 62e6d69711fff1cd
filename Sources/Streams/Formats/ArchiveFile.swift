internal import CFiles

/// The members of a zip or tar file, in file order.
struct ArchiveFile {
  /// One member at the time when the walk stands at it.
  struct Member {
    /// Its place in the file, from 0.
    let index: Int
    /// Its path, as UTF-8 or what can be shown of it.
    let name: String
    let isUTF8: Bool
    let isFile: Bool
    let isFolder: Bool
    fileprivate let archive: String
    fileprivate let handle: OpaquePointer

    /// All its bytes.
    ///
    /// - Throws: `StreamsError` if there are more than `limit` or if they are damaged.
    func bytes(atMost limit: Int) throws -> [UInt8] {
      var bytes: [UInt8] = []
      var piece = [UInt8](repeating: 0, count: 1 << 18)
      while true {
        var got = 0
        let outcome = Files.call { cfiles_archive_read(handle, &piece, piece.count, &got, $0, $1) }
        guard outcome.status == CFILES_OK else {
          throw StreamsError.file(
            "\(archive) (\(name))",
            "is damaged at unpacked byte \(bytes.count): \(outcome.message); copy or download it "
              + "again")
        }
        bytes += piece[..<got]
        guard bytes.count <= limit else {
          throw StreamsError.file(
            "\(archive) (\(name))", "it has more than \(limit) bytes; is it the right file?")
        }
        if got < piece.count { return bytes }
      }
    }
  }

  static let endings = [".zip", ".tar", ".tar.gz", ".tgz", ".tar.xz", ".tar.bz2", ".tar.zst"]
  /// More members than any data set has.
  private static let most = 1 << 24

  let path: String
  var stop = StopSignal.never
  /// What messages call a file of this kind.
  var kind = "zip or tar file"

  /// Whether the name is that of an archive.
  static func isNamedSo(_ path: String) -> Bool {
    endings.contains { path.lowercased().hasSuffix($0) }
  }

  /// Goes through the members until the closure returns false.
  ///
  /// - Throws: `StreamsError` if it is no archive or is damaged, and whatever the closure throws.
  func walk(_ use: (Member) throws -> Bool) throws {
    var opened: OpaquePointer?
    let open = Files.call { cfiles_archive_open(path, &opened, $0, $1) }
    guard open.status == CFILES_OK, let handle = opened else {
      throw failure(open.status, open.message)
    }
    defer { cfiles_archive_close(handle) }
    for index in 0..<ArchiveFile.most {
      try stop.check()
      var name: UnsafePointer<CChar>?
      var (isFile, isFolder) = (false, false)
      let next = Files.call {
        cfiles_archive_next(handle, &name, &isFile, &isFolder, $0, $1)
      }
      guard next.status == CFILES_OK else { throw failure(next.status, next.message) }
      guard let name else { return }
      let member = Member(
        index: index, name: String(cString: name), isUTF8: String(validatingCString: name) != nil,
        isFile: isFile, isFolder: isFolder, archive: path, handle: handle)
      guard try use(member) else { return }
    }
    throw StreamsError.file(path, "it has more than \(ArchiveFile.most) members")
  }

  /// The names of all members.
  func names() throws -> [String] {
    var names: [String] = []
    try walk { member in
      names.append(member.name)
      return true
    }
    return names
  }

  private func failure(_ status: Int, _ message: String) -> StreamsError {
    let isMissing = [Int(CFILES_CANNOT_OPEN), Int(CFILES_MISSING)].contains(status)
    let what = isMissing ? "cannot be read" : "is not a whole \(kind)"
    return .file(path, "\(what): \(message); write or download it again")
  }
}

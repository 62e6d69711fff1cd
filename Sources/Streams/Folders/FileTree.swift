/// Files in folders, on the disk or in an archive; paths are seen from the root.
protocol FileTree {
  var root: FolderNode { get }
  /// Names of folders that are passed over: hidden data of other systems.
  var passedOver: [String] { get }
  /// What messages call a file or folder.
  func title(_ path: String) -> String
  /// Lines of a small text file.
  func lines(_ path: String) throws -> [String]
  /// Gives the bytes of these files, each with its place in the list, in any order.
  func visit(_ paths: [String], _ use: (_ place: Int, _ bytes: [UInt8]) throws -> Void) throws
}

extension FileTree {
  /// Why a name cannot be used.
  static func notUTF8(_ name: String, in place: String) -> StreamsError {
    .file(
      place,
      "the name '\(name)' is not UTF-8; rename it (convmv -r -f latin1 -t utf8 --notest FOLDER "
        + "renames all)")
  }
}

/// Files of an archive that is never unpacked onto the disk.
struct ArchiveTree: FileTree {
  let root: FolderNode
  let passedOver: [String]
  private let archive: ArchiveFile
  /// Place in the archive of each file.
  private let places: [String: Int]

  private final class Builder {
    var folders: [String: Builder] = [:]
    var files: Set<String> = []

    func node(_ name: String, _ path: String) -> FolderNode {
      let inner = folders.map { key, value in
        FolderNode.Entry(name: key, folder: value.node(key, path.isEmpty ? key : path + "/" + key))
      }
      let own = files.map { FolderNode.Entry(name: $0, folder: nil) }
      return FolderNode(name: name, path: path, entries: inner + own)
    }
  }

  /// Reads the names of all members.
  init(_ path: String, stop: StopSignal) throws {
    archive = ArchiveFile(path: path, stop: stop)
    let top = Builder()
    var places: [String: Int] = [:]
    var passedOver: Set<String> = []
    try archive.walk { member in
      let steps = member.name.split(separator: "/").map(String.init).filter { $0 != "." }
      guard member.isUTF8 else { throw Self.notUTF8(member.name, in: path) }
      guard !steps.isEmpty, !steps.contains(".."), member.isFile || member.isFolder else {
        return true
      }
      if steps.contains(FolderNode.macintosh) { passedOver.insert(FolderNode.macintosh) }
      guard !steps.contains(where: { FolderNode.isHidden($0) || $0 == FolderNode.macintosh })
      else { return true }
      guard steps.count <= DiskTree.deepest else { throw DiskTree.tooDeep(path) }
      var at = top
      for step in member.isFolder ? steps[...] : steps.dropLast() {
        let next = at.folders[step] ?? Builder()
        at.folders[step] = next
        at = next
      }
      if member.isFile, let name = steps.last, at.folders[name] == nil {
        at.files.insert(name)
        let key = steps.joined(separator: "/")
        places[key] = places[key] ?? member.index
      }
      return true
    }
    root = top.node("", "")
    self.places = places
    self.passedOver = passedOver.sorted()
  }

  func title(_ path: String) -> String {
    path.isEmpty ? archive.path : "\(archive.path) (\(path))"
  }

  func lines(_ path: String) throws -> [String] {
    var lines: [String]?
    try archive.walk { member in
      guard member.index == places[path] else { return true }
      lines = Files.lines(of: try member.bytes(atMost: 1 << 26))
      return false
    }
    guard let lines else { throw StreamsError.file(title(path), "there is no such file") }
    return lines
  }

  func visit(_ paths: [String], _ use: (Int, [UInt8]) throws -> Void) throws {
    var wanted: [Int: [Int]] = [:]
    for (place, path) in paths.enumerated() {
      guard let index = places[path] else {
        throw StreamsError.file(title(path), "there is no such file")
      }
      wanted[index, default: []].append(place)
    }
    try archive.walk { member in
      guard let places = wanted.removeValue(forKey: member.index) else { return !wanted.isEmpty }
      let bytes = try member.bytes(atMost: DecodedImage.mostBytes)
      for place in places { try use(place, bytes) }
      return !wanted.isEmpty
    }
  }
}

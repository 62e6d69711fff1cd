import Glibc

/// Files of a folder on the disk.
struct DiskTree: FileTree {
  let root: FolderNode
  let passedOver: [String]
  private let folder: String
  private let stop: StopSignal

  /// No folder may be nested deeper.
  static let deepest = 64

  /// Reads the names of everything in the folder.
  init(_ folder: String, stop: StopSignal) throws {
    (self.folder, self.stop) = (folder, stop)
    var passedOver: [String] = []
    root = try DiskTree.node(
      "", "", at: folder, above: [], stop: stop, passedOver: &passedOver)
    self.passedOver = passedOver
  }

  func title(_ path: String) -> String { path.isEmpty ? folder : Files.join(folder, path) }

  func lines(_ path: String) throws -> [String] { try Files.lines(title(path)) }

  func visit(_ paths: [String], _ use: (Int, [UInt8]) throws -> Void) throws {
    for (place, path) in paths.enumerated() {
      try stop.check()
      try use(place, Files.contents(title(path), atMost: DecodedImage.mostBytes))
    }
  }

  static func tooDeep(_ place: String) -> StreamsError {
    .file(place, "its folders are nested more than \(deepest) deep; name a folder further down")
  }

  private struct Identity: Equatable {
    let device: UInt64
    let node: UInt64
  }

  private static func node(
    _ name: String, _ path: String, at place: String, above: [Identity], stop: StopSignal,
    passedOver: inout [String]
  ) throws -> FolderNode {
    guard above.count < deepest else { throw tooDeep(place) }
    let facts = Files.look(place)
    let identity = Identity(device: facts.device, node: facts.node)
    guard !above.contains(identity) else {
      throw StreamsError.file(place, "it is a link to a folder above it; remove the link")
    }
    var entries: [FolderNode.Entry] = []
    for (child, isFolder) in try names(in: place, stop: stop) {
      if child == FolderNode.macintosh {
        passedOver.append(path.isEmpty ? child : path + "/" + child)
      }
      guard !FolderNode.isHidden(child), child != FolderNode.macintosh else { continue }
      let inner = path.isEmpty ? child : path + "/" + child
      let folder =
        isFolder
        ? try node(
          child, inner, at: Files.join(place, child), above: above + [identity], stop: stop,
          passedOver: &passedOver) : nil
      entries.append(FolderNode.Entry(name: child, folder: folder))
    }
    return FolderNode(name: name, path: path, entries: entries)
  }

  /// Every name in a folder, and whether it leads to a folder.
  private static func names(
    in folder: String, stop: StopSignal
  ) throws -> [(name: String, isFolder: Bool)] {
    guard let stream = opendir(folder) else {
      throw StreamsError.file(
        folder, "the folder cannot be read: \(String(cString: strerror(errno)))")
    }
    defer { closedir(stream) }
    var names: [(String, Bool)] = []
    while let entry = readdir(stream) {
      try stop.check()
      let bytes = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if bytes == [46] || bytes == [46, 46] { continue }
      guard let name = String(validating: bytes, as: UTF8.self) else {
        throw notUTF8(shown(bytes), in: folder)
      }
      let kind = entry.pointee.d_type
      let isKnown = kind == UInt8(DT_DIR) || kind == UInt8(DT_REG)
      let isFolder =
        isKnown ? kind == UInt8(DT_DIR) : Files.isFolder(Files.join(folder, name))
      names.append((name, isFolder))
    }
    return names
  }

  /// A name with its bytes that are not ASCII written as `\xe9`.
  private static func shown(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      byte < 128
        ? String(UnicodeScalar(byte)) : "\\x" + String(byte, radix: 16)
    }.joined()
  }
}

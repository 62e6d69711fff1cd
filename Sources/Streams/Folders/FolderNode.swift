/// A folder with all that is in it, on the disk or in an archive.
struct FolderNode {
  /// A file, or a folder with what is in it.
  struct Entry {
    let name: String
    let folder: FolderNode?
  }

  let name: String
  /// Its path from the root, "" for the root itself.
  let path: String
  /// Without hidden files and `__MACOSX`, in the order of the UTF-8 bytes of their names.
  let entries: [Entry]
  /// PNG and JPEG files in it, at any depth.
  let imageCount: Int
  /// Pictures in other formats in it, at any depth.
  let otherPictureCount: Int
  /// Files of any kind in it, at any depth.
  let fileCount: Int

  init(name: String, path: String, entries: [Entry]) {
    self.name = name
    self.path = path
    self.entries = entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    let files = entries.filter { $0.folder == nil }.map(\.name)
    let folders = entries.compactMap(\.folder)
    imageCount = folders.reduce(files.count(where: FolderNode.isImage)) { $0 + $1.imageCount }
    otherPictureCount = folders.reduce(files.count(where: FolderNode.isOtherPicture)) {
      $0 + $1.otherPictureCount
    }
    fileCount = folders.reduce(files.count) { $0 + $1.fileCount }
  }

  var folders: [FolderNode] { entries.compactMap(\.folder) }
  var files: [String] { entries.filter { $0.folder == nil }.map(\.name) }

  func folder(_ name: String) -> FolderNode? { folders.first { $0.name == name } }
  func has(_ file: String) -> Bool { entries.contains { $0.folder == nil && $0.name == file } }
  /// The path of a file in it.
  func path(of file: String) -> String { path.isEmpty ? file : path + "/" + file }

  /// Folders with files whose names are among these, without regard to case.
  func folders(named names: [String]) -> [FolderNode] {
    folders.filter { names.contains($0.name.lowercased()) && $0.fileCount > 0 }
  }

  /// Paths of all PNG and JPEG files at any depth, in the order of names.
  var images: [String] {
    entries.flatMap { entry in
      if let folder = entry.folder { return folder.images }
      return FolderNode.isImage(entry.name) ? [path(of: entry.name)] : []
    }
  }

  /// Every file at any depth, with its path.
  func forEachFile(_ use: (_ path: String, _ name: String) -> Void) {
    for entry in entries {
      if let folder = entry.folder {
        folder.forEachFile(use)
      } else {
        use(path(of: entry.name), entry.name)
      }
    }
  }

  /// The last part of a name after its last dot, in small letters; "" if there is none.
  static func ending(_ name: String) -> String {
    name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]).lowercased() } ?? ""
  }

  static func isImage(_ name: String) -> Bool { readable.contains(ending(name)) }
  static func isOtherPicture(_ name: String) -> Bool { unreadable.contains(ending(name)) }
  /// Files that operating systems add on their own.
  static func isHidden(_ name: String) -> Bool { name.hasPrefix(".") }
  static let macintosh = "__MACOSX"

  private static let readable: Set = ["png", "jpg", "jpeg", "jpe", "jfif"]
  private static let unreadable: Set = [
    "bmp", "webp", "tif", "tiff", "gif", "heic", "heif", "avif", "jp2", "jxl", "ppm", "pgm", "pnm",
    "svg", "tga", "ico", "psd",
  ]
}

/// Counts what is left out of a folder, and why.
struct LeftOut {
  private(set) var lines: [String] = []

  /// Notes one thing and the reason.
  mutating func note(_ what: String) { lines.append("left out: " + what) }

  /// Counts the files of these folders that no reader takes, by their endings.
  mutating func count(filesIn folders: [FolderNode], except used: Set<String> = []) {
    var (pictures, others): ([String: Int], [String: Int]) = ([:], [:])
    for folder in folders {
      folder.forEachFile { path, name in
        guard !FolderNode.isImage(name), !used.contains(path) else { return }
        let ending = FolderNode.ending(name)
        let kind = ending.isEmpty ? "without an ending" : "." + ending
        if FolderNode.isOtherPicture(name) {
          pictures[kind, default: 0] += 1
        } else {
          others[kind, default: 0] += 1
        }
      }
    }
    if !pictures.isEmpty {
      note("\(LeftOut.list(pictures)), since only PNG and JPEG images are read; convert them first")
    }
    if !others.isEmpty { note("\(LeftOut.list(others)), not images") }
  }

  /// `3 .bmp, 1 .gif files`, at most eight kinds.
  private static func list(_ counts: [String: Int]) -> String {
    let kinds = counts.sorted { $0.key < $1.key }
    let named = kinds.prefix(8).map { "\($0.value) \(StreamsError.excerpt($0.key))" }
    let rest = kinds.dropFirst(8).reduce(0) { $0 + $1.value }
    let total = kinds.reduce(0) { $0 + $1.value }
    return named.joined(separator: ", ") + (rest > 0 ? " and \(rest) other" : "")
      + (total == 1 ? " file" : " files")
  }

  /// The first eight of many names.
  static func some(_ names: [String]) -> String {
    names.prefix(8).map(StreamsError.excerpt).joined(separator: ", ")
      + (names.count > 8 ? " and \(names.count - 8) more" : "")
  }
}

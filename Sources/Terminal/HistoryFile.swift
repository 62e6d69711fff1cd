import Glibc

/// A file of entered lines, one entry per row, only ever appended to, so that shells can share it.
///
/// The text is UTF-8. Inside an entry a line break is `\n`, a carriage return `\r`, a backslash `\\`.
struct HistoryFile {
  let path: String

  /// Bytes read from the end of a long file.
  static let limit = 4 << 20

  static func escape(_ entry: String) -> String {
    var row = ""
    for scalar in entry.unicodeScalars {
      switch scalar {
      case "\\": row += "\\\\"
      case "\n": row += "\\n"
      case "\r": row += "\\r"
      default: row.unicodeScalars.append(scalar)
      }
    }
    return row
  }

  /// Undoes `escape`; a backslash before any other character stays.
  static func unescape(_ row: String) -> String {
    var entry = String.UnicodeScalarView()
    var escaped = false
    for scalar in row.unicodeScalars {
      guard escaped else {
        if scalar == "\\" { escaped = true } else { entry.append(scalar) }
        continue
      }
      escaped = false
      switch scalar {
      case "\\": entry.append("\\")
      case "n": entry.append("\n")
      case "r": entry.append("\r")
      default:
        entry.append("\\")
        entry.append(scalar)
      }
    }
    if escaped { entry.append("\\") }
    return String(entry)
  }

  /// The entries, oldest first; none when the file is not there or cannot be read.
  func load() -> [String] {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return [] }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return [] }
    let skipped = max(0, Int(status.st_size) - Self.limit)
    guard lseek(file, skipped, SEEK_SET) >= 0 else { return [] }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= Self.limit {
      let count = Glibc.read(file, &chunk, chunk.count)
      guard count > 0 else { break }
      bytes.append(contentsOf: chunk[..<count])
    }
    let rows = bytes.split(separator: UInt8(ascii: "\n")).dropFirst(skipped > 0 ? 1 : 0)
    return rows.map { Self.unescape(String(decoding: $0, as: UTF8.self)) }
  }

  /// Appends one entry, creating the file (mode 0600) and its folders (0700).
  ///
  /// - Returns: why it failed; nil if it did not.
  func append(_ entry: String) -> String? {
    createFolders()
    let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
    guard file >= 0 else { return failure() }
    defer { close(file) }
    // One write, so that rows of two shells never mix.
    let row = Array((Self.escape(entry) + "\n").utf8)
    return write(file, row, row.count) == row.count ? nil : failure()
  }

  private func failure() -> String {
    "the history cannot be saved in \(path): \(String(cString: strerror(errno)))"
  }

  private func createFolders() {
    for (index, character) in zip(path.indices, path) where character == "/" {
      let folder = String(path[..<index])
      if !folder.isEmpty { _ = mkdir(folder, 0o700) }
    }
  }
}

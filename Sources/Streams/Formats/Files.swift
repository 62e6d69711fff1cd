internal import CFiles
import Digests
import FoundationEssentials
import Glibc

/// Checks of files and folders that never open special files.
enum Files {
  /// Runs a call of CFiles with room for its message.
  static func call(
    _ body: (UnsafeMutablePointer<CChar>, Int) -> Int32
  ) -> (status: Int, message: String) {
    var room = [CChar](repeating: 0, count: 512)
    let status = room.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.map { body($0, buffer.count) } ?? Int32(CFILES_NO_MEMORY)
    }
    let text = room.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return (Int(status), String(decoding: text, as: UTF8.self))
  }

  static func look(_ path: String) -> cfiles_facts {
    var facts = cfiles_facts()
    _ = call { cfiles_look(path, &facts, $0, $1) }
    return facts
  }

  static func isFile(_ path: String) -> Bool { look(path).is_file }
  static func isFolder(_ path: String) -> Bool { look(path).is_folder }
  static func exists(_ path: String) -> Bool { look(path).exists }

  /// The names that a file may have, plain or packed.
  static func variants(_ path: String) -> [String] { [path, path + ".gz", path + ".xz"] }

  static func join(_ folder: String, _ name: String) -> String {
    folder.isEmpty || folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// `~/` at the beginning stands for the home folder.
  static func expanded(_ path: String, home: String?) -> String {
    guard path == "~" || path.hasPrefix("~/"), let home else { return path }
    return home + path.dropFirst()
  }

  /// The names in a folder without hidden ones, in the order of their UTF-8 bytes.
  static func names(in folder: String) throws -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder)
        .filter { !$0.hasPrefix(".") }
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    } catch {
      throw StreamsError.file(folder, "the folder cannot be read; check the name and permissions")
    }
  }

  /// Gives the bytes of a file as they are, piece by piece.
  static func readPlain(_ path: String, _ use: (UnsafeRawBufferPointer) throws -> Void) throws {
    guard isFile(path) else { throw StreamsError.file(path, notAFile(path)) }
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw StreamsError.file(path, "cannot be read: \(reason())") }
    defer { close(file) }
    var piece = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let got = read(file, &piece, piece.count)
      guard got >= 0 else { throw StreamsError.file(path, "cannot be read: \(reason())") }
      guard got > 0 else { return }
      try piece.withUnsafeBytes { try use(UnsafeRawBufferPointer(rebasing: $0[..<got])) }
    }
  }

  /// A whole small file.
  static func contents(_ path: String, atMost limit: Int) throws -> [UInt8] {
    guard isFile(path) else { throw StreamsError.file(path, notAFile(path)) }
    guard look(path).size <= limit else {
      throw StreamsError.file(path, "it has more than \(limit) bytes; is it the right file?")
    }
    var bytes: [UInt8] = []
    try readPlain(path) { bytes += $0 }
    return bytes
  }

  /// SHA-256 of a whole file as it lies on the disk, 64 hexadecimal digits.
  static func sha256(_ path: String, stop: StopSignal = .never) throws -> String {
    let digest = SHA256()
    try readPlain(path) { piece in
      try stop.check()
      digest.add(piece)
    }
    return digest.hexadecimal()
  }

  /// Lines of a small text file without ends of line and without empty lines at the end.
  static func lines(_ path: String) throws -> [String] {
    lines(of: try contents(path, atMost: 1 << 26))
  }

  /// Lines that end in LF, CR LF or CR, of a text that may begin with a byte order mark.
  static func lines(of bytes: [UInt8]) -> [String] {
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    // Bytes, since CR LF is one `Character`.
    var lines: [String] = []
    var line: [UInt8] = []
    var isAfterReturn = false
    for byte in text {
      if byte == 10, isAfterReturn {
        isAfterReturn = false
        continue
      }
      isAfterReturn = byte == 13
      if byte == 10 || byte == 13 {
        lines.append(String(decoding: line, as: UTF8.self))
        line.removeAll(keepingCapacity: true)
      } else {
        line.append(byte)
      }
    }
    if !line.isEmpty { lines.append(String(decoding: line, as: UTF8.self)) }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  static func notAFile(_ path: String) -> String {
    let facts = look(path)
    if facts.is_folder { return "it is a folder, not a file" }
    return facts.exists ? "it is not a regular file" : "there is no such file"
  }

  private static func reason() -> String { String(cString: strerror(errno)) }

  /// The folder of the running program or of the library that holds this code.
  static func ownFolders() -> [String] {
    [true, false].compactMap { program in
      var room = [CChar](repeating: 0, count: 4096)
      guard cfiles_own_path(program, &room, room.count) else { return nil }
      let path = String(
        decoding: room.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      return path.lastIndex(of: "/").map { String(path[..<$0]) }
    }
  }
}

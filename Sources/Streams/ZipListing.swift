internal import CFiles
import Glibc

/// What is in a zip file.
enum ZipListing {
  /// The names of all members.
  ///
  /// - Throws: `StreamsError` if it is not a whole zip file.
  static func names(_ path: String) throws -> [String] {
    var names: UnsafeMutablePointer<CChar>?
    var count = 0
    let outcome = Files.call { cfiles_zip_names(path, &names, &count, $0, $1) }
    defer { free(names) }
    guard outcome.status == CFILES_OK else {
      let what = outcome.status == CFILES_CANNOT_OPEN ? "cannot be read" : "is not a whole zip file"
      throw StreamsError.file(path, "\(what): \(outcome.message); write or download it again")
    }
    let bytes = UnsafeRawBufferPointer(start: names, count: count)
    return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }
}

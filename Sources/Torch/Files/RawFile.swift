import Foundation
import Synchronization

/// An open file, closed with this object.
final class RawFile {
  private static let counter = Atomic<Int>(0)

  private let path: String
  private let descriptor: Int32

  /// The flags of a file without a name, which vanishes with the process however that ends.
  private static let nameless = Int32(0o20_000_000) | O_DIRECTORY

  init(_ path: String, flags: Int32) throws {
    guard !path.utf8.contains(0) else {
      throw TorchError("a file name cannot contain a null character")
    }
    self.path = path
    // Without O_NONBLOCK a pipe would block here; `size` refuses it.
    descriptor = open(path, flags | O_CLOEXEC | O_NONBLOCK, 0o666)
    guard descriptor >= 0 else { throw Self.failure(path) }
  }

  deinit { close(descriptor) }

  private static func failure(_ path: String) -> TorchError {
    TorchError("\(path): \(String(cString: strerror(errno)))")
  }

  /// The size of the file in bytes.
  func size() throws -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.failure(path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw TorchError("\(path) is not a regular file")
    }
    return Int(status.st_size)
  }

  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws {
    var done = 0
    while done < buffer.count, let base = buffer.baseAddress {
      let count = pread(descriptor, base + done, buffer.count - done, off_t(offset + done))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Self.failure(path) }
      guard count > 0 else {
        throw SafeTensorsHeader.Fault(message: "the file ends here", position: offset + done)
      }
      done += count
    }
  }

  func write(_ buffer: UnsafeRawBufferPointer) throws {
    var done = 0
    while done < buffer.count, let base = buffer.baseAddress {
      let count = Glibc.write(descriptor, base + done, buffer.count - done)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Self.failure(path) }
      done += count
    }
  }

  /// Lets `body` write a new file, which then replaces the one at `path`.
  ///
  /// Where the file system supports it, the file has no name until it is complete.
  static func replace(_ path: String, _ body: (RawFile) throws -> Void) throws {
    guard !path.utf8.contains(0) else {
      throw TorchError("a file name cannot contain a null character")
    }
    let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
    let part = "\(path).part-\(getpid())-\(number)"
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    if let file = try? RawFile(folder, flags: O_WRONLY | nameless) {
      try body(file)
      guard fsync(file.descriptor) == 0 else { throw failure(path) }
      let own = "/proc/self/fd/\(file.descriptor)"
      if linkat(AT_FDCWD, own, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0 { return }
      if errno == EEXIST, linkat(AT_FDCWD, own, AT_FDCWD, part, AT_SYMLINK_FOLLOW) == 0 {
        if rename(part, path) == 0 { return }
        let trouble = failure(path)
        unlink(part)
        throw trouble
      }
    }
    do {
      let file = try RawFile(part, flags: O_WRONLY | O_CREAT | O_EXCL)
      try body(file)
      guard fsync(file.descriptor) == 0, rename(part, path) == 0 else { throw failure(path) }
    } catch {
      unlink(part)
      throw error
    }
  }
}

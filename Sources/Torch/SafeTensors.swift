import Foundation
import Synchronization

/// Tensors by name and texts by name, as a file of the safetensors format holds them.
///
/// Source: https://github.com/huggingface/safetensors, section Format.
package struct SafeTensors {
  package var tensors: [ParameterStore.Entry]
  package var metadata: [String: String]

  /// The most bytes that a header may have, as in the reference implementation.
  static let largestHeader = 100_000_000

  package init(_ tensors: [ParameterStore.Entry], metadata: [String: String] = [:]) {
    (self.tensors, self.metadata) = (tensors, metadata)
  }

  /// The tensors by name; of two with one name, the last.
  package var byName: [String: Tensor] {
    Dictionary(tensors.map { ($0.name, $0.tensor) }, uniquingKeysWith: { $1 })
  }

  /// Reads the file at `path` into tensors on the CPU, in the order in which their bytes lie there.
  ///
  /// - Throws: `TorchError` that names the file and the byte where it is wrong.
  package init(readingFrom path: String) throws {
    let file = try RawFile(path, flags: O_RDONLY)
    do {
      try self.init(reading: file)
    } catch let fault as SafeTensorsHeader.Fault {
      throw TorchError("\(path): byte \(fault.position): \(fault.message)")
    }
  }

  /// The texts of the file at `path`, without its tensors.
  ///
  /// - Throws: `TorchError` that names the file and the byte where it is wrong.
  package static func metadata(ofFile path: String) throws -> [String: String] {
    do {
      return try header(of: RawFile(path, flags: O_RDONLY)).header.metadata
    } catch let fault as SafeTensorsHeader.Fault {
      throw TorchError("\(path): byte \(fault.position): \(fault.message)")
    }
  }

  /// The header, and where the tensors' bytes begin.
  private static func header(of file: RawFile) throws -> (header: SafeTensorsHeader, start: Int) {
    let size = try file.size()
    var length: UInt64 = 0
    guard size >= 8 else {
      throw SafeTensorsHeader.Fault(
        message: "the file ends within its first number", position: size)
    }
    try withUnsafeMutableBytes(of: &length) { try file.read(into: $0, at: 0) }
    length = UInt64(littleEndian: length)
    guard length <= largestHeader, Int(length) <= size - 8 else {
      throw SafeTensorsHeader.Fault(
        message: "a header of \(length) bytes is more than the file or the format allows",
        position: 0)
    }
    var json = [UInt8](repeating: 0, count: Int(length))
    try json.withUnsafeMutableBytes { try file.read(into: $0, at: 8) }
    let start = 8 + json.count
    return (try SafeTensorsHeader(parsing: json, dataSize: size - start), start)
  }

  private init(reading file: RawFile) throws {
    let (header, start) = try Self.header(of: file)
    metadata = header.metadata
    tensors = try header.entries.sorted { $0.range.lowerBound < $1.range.lowerBound }.map { entry in
      let tensor = try Tensor.empty(entry.shape, type: entry.type)
      try tensor.withBytes { bytes in
        try file.read(into: bytes, at: start + entry.range.lowerBound)
        guard entry.type == .bool, let wrong = bytes.firstIndex(where: { $0 > 1 }) else { return }
        throw SafeTensorsHeader.Fault(
          message: "\(bytes[wrong]) is no truth value",
          position: start + entry.range.lowerBound + wrong)
      }
      return (entry.name, tensor)
    }
  }

  /// Writes all to the file at `path`, which appears whole or not at all.
  ///
  /// - Throws: `TorchError` if a name occurs twice or the file cannot be written.
  package func write(to path: String) throws {
    var header = SafeTensorsHeader(metadata: metadata)
    var sources: [Tensor] = []
    var names: Set<String> = ["__metadata__"]
    var end = 0
    // Wide elements first, so that every tensor lies at a multiple of its element's size.
    let typed = try tensors.map { name, tensor in
      guard let type = tensor.elementType else {
        throw TorchError("\(path): tensor '\(name)' has elements that cannot be written")
      }
      guard names.insert(name).inserted else {
        throw TorchError("\(path): the name '\(name)' cannot be used twice or at all")
      }
      return (name: name, tensor: tensor, type: type)
    }
    for size in [8, 4, 1] {
      for (name, tensor, type) in typed where type.size == size {
        let next = end + tensor.count * size
        header.entries.append(
          .init(name: name, type: type, shape: tensor.shape, range: end..<next, position: 0))
        sources.append(try tensor.detach().to(.cpu).contiguous())
        end = next
      }
    }
    let json = header.json()
    guard json.count <= Self.largestHeader else {
      throw TorchError("\(path): the names and texts are more than a header may hold")
    }
    try RawFile.replace(path) { file in
      try withUnsafeBytes(of: UInt64(json.count).littleEndian) { try file.write($0) }
      try json.withUnsafeBytes { try file.write($0) }
      for source in sources { try source.withBytes { try file.write(.init($0)) } }
    }
  }
}

/// An open file, closed when this object goes.
private final class RawFile {
  private static let counter = Atomic<Int>(0)

  private let path: String
  private let descriptor: Int32

  /// A file without a name goes with the process, however that ends.
  private static let nameless = Int32(0o20_000_000) | O_DIRECTORY

  init(_ path: String, flags: Int32) throws {
    guard !path.utf8.contains(0) else { throw TorchError("a file's name holds a null character") }
    self.path = path
    // A pipe would block here without O_NONBLOCK; it is refused by `size`.
    descriptor = open(path, flags | O_CLOEXEC | O_NONBLOCK, 0o666)
    guard descriptor >= 0 else { throw Self.failure(path) }
  }

  deinit { close(descriptor) }

  private static func failure(_ path: String) -> TorchError {
    TorchError("\(path): \(String(cString: strerror(errno)))")
  }

  /// Bytes in the file.
  func size() throws -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.failure(path) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw TorchError("\(path): is no plain file") }
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

  /// Lets `body` write a new file, which then takes the name `path`.
  ///
  /// Where the file system can, the file has no name until it is whole.
  static func replace(_ path: String, _ body: (RawFile) throws -> Void) throws {
    guard !path.utf8.contains(0) else { throw TorchError("a file's name holds a null character") }
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

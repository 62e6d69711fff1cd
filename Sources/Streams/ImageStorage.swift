import Catalog
import Glibc

/// The pixels of one split, in one block of memory.
///
/// Unchecked because of the raw pointer: the block is filled before the object exists for anybody
/// else, is never written afterwards and lives exactly as long as the object.
package final class ImageStorage: @unchecked Sendable {
  /// The first byte; the block is freed with the object.
  package let pointer: UnsafeMutableRawPointer
  /// Bytes in the block.
  package let count: Int

  /// All bytes, to read.
  package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: pointer, count: count) }

  /// A block of `count` bytes filled by the closure.
  ///
  /// - Throws: `StreamsError` if there is no memory for it, and whatever the closure throws.
  package init(count: Int, fill: (UnsafeMutableRawBufferPointer) throws -> Void) throws {
    let size = max(count, 0)
    // Zeroed, so that no reader can let old memory through.
    guard let block = calloc(max(size, 1), 1) else {
      throw StreamsError(
        "there is no memory for \(size) bytes of pixels; use limit= or a smaller size",
        isDataProblem: true)
    }
    do {
      try fill(UnsafeMutableRawBufferPointer(start: block, count: size))
    } catch {
      free(block)
      throw error
    }
    (pointer, self.count) = (block, size)
  }

  /// Takes over a block from `malloc`.
  init(adopting block: UnsafeMutableRawPointer, count: Int) {
    (pointer, self.count) = (block, count)
  }

  deinit { free(pointer) }
}

/// A block that grows while a file of unknown length is read, and becomes a storage at the end.
final class GrowingBlock {
  private var block: UnsafeMutableRawPointer?
  private var room = 0
  private(set) var count = 0

  deinit { free(block) }

  func append(_ bytes: UnsafeRawBufferPointer) throws {
    if count + bytes.count > room { try grow(to: max(room * 2, count + bytes.count, 1 << 20)) }
    guard let block, let source = bytes.baseAddress else { return }
    memcpy(block + count, source, bytes.count)
    count += bytes.count
  }

  /// Gives the block away; this object is empty afterwards.
  func finish() throws -> ImageStorage {
    try grow(to: max(count, 1))
    guard let whole = block else { return try ImageStorage(count: 0) { _ in } }
    block = nil
    defer { (room, count) = (0, 0) }
    return ImageStorage(adopting: whole, count: count)
  }

  private func grow(to size: Int) throws {
    guard size <= ImageShape.largestArchive, let larger = realloc(block, size) else {
      throw StreamsError("there is no memory for \(size) bytes of pixels", isDataProblem: true)
    }
    (block, room) = (larger, size)
  }
}

internal import CTransfer
import Digests
import FoundationEssentials
import Glibc

/// One file that is fetched from an address, in pieces if need be, and checked before it gets its name.
struct Download {
  let address: String
  /// Where it is to lie.
  let path: String
  /// SHA-256 of what it holds unpacked, 64 hexadecimal digits; nil if nobody published one.
  let digest: String?
  /// Bytes that it may have.
  var most = 4 << 30
  /// Tries before a connection that breaks off is given up; each goes on where the one before ended.
  var tries = 8
  /// Seconds before the second try; twice as many before each further one.
  var pause = 0.5

  /// Told bytes so far and of the whole file, 0 if unknown; false stops.
  typealias Progress = (_ now: Int, _ all: Int) -> Bool

  private var part: String { path + ".part" }

  /// Fetches the file, unless it lies there already as it should be.
  ///
  /// What came before a stop or a failure stays beside `path` and is gone on with the next time.
  /// - Returns: SHA-256 of what it holds unpacked, and whether it was fetched now.
  /// - Throws: `StreamsError` if it cannot be had or is not what it should be.
  func fetch(_ progress: @escaping Progress) throws -> (digest: String, isNew: Bool) {
    if Files.isFile(path), let found = try? Self.unpackedDigest(path),
      digest == nil || digest == found
    {
      return (found, false)
    }
    let descriptor = open(part, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else {
      throw StreamsError.file(part, "cannot be written: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    try transfer(to: descriptor, progress)
    let found: String
    do { found = try Self.unpackedDigest(part, as: path) } catch {
      unlink(part)
      throw StreamsError.file(address, "what came is damaged: \(error)")
    }
    guard digest == nil || digest == found else {
      unlink(part)
      throw StreamsError.file(
        address, "what came is not the official file: SHA-256 \(found), not \(digest ?? "")")
    }
    guard fsync(descriptor) == 0, rename(part, path) == 0 else {
      throw StreamsError.file(path, "cannot be written: \(String(cString: strerror(errno)))")
    }
    return (found, true)
  }

  private func transfer(to descriptor: Int32, _ progress: @escaping Progress) throws {
    let watcher = Watcher(progress)
    var wait = pause
    for attempt in 1...max(1, tries) {
      let offset = max(0, lseek(descriptor, 0, SEEK_END))
      let (status, message) = call(descriptor, from: offset, watcher)
      switch Int32(status) {
      case CTRANSFER_DONE.rawValue: return
      case CTRANSFER_STOPPED.rawValue: throw StreamsError.stopped
      case CTRANSFER_BROKEN.rawValue where attempt < tries:
        // What got further deserves as many tries again.
        usleep(UInt32(wait * 1e6))
        wait = min(30, wait * 2)
      case CTRANSFER_MISSING.rawValue:
        throw StreamsError.file(
          address, "libcurl, which fetches files, is not here: apt-get install libcurl4")
      case CTRANSFER_TOO_LONG.rawValue:
        unlink(part)
        throw StreamsError.file(address, "it sends more than \(most) bytes; is it the right file?")
      case CTRANSFER_UNWRITABLE.rawValue:
        throw StreamsError.file(part, "cannot be written: \(String(cString: strerror(errno)))")
      default: throw StreamsError.file(address, "cannot be fetched: \(message)")
      }
    }
  }

  private func call(
    _ descriptor: Int32, from offset: Int, _ watcher: Watcher
  ) -> (status: Int, message: String) {
    let context = Unmanaged.passUnretained(watcher).toOpaque()
    return Files.call { message, room in
      ctransfer_fetch(
        address, descriptor, Int64(offset), Int64(most),
        { context, now, all in
          guard let context else { return 0 }
          let watcher = Unmanaged<Watcher>.fromOpaque(context).takeUnretainedValue()
          return watcher.progress(Int(now), Int(all)) ? 0 : 1
        }, context, message, room)
    }
  }

  /// SHA-256 of the file's contents, unpacked if it is a `.gz`, which differs from copy to copy.
  static func unpackedDigest(_ path: String, as name: String? = nil) throws -> String {
    guard (name ?? path).hasSuffix(".gz"), !(name ?? path).hasSuffix(".tar.gz") else {
      return try Files.sha256(path)
    }
    return try digest(of: ByteStream(path))
  }

  /// SHA-256 of what is left of a stream.
  static func digest(of stream: ByteStream) throws -> String {
    let sum = SHA256()
    var piece = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let got = try piece.withUnsafeMutableBytes { try stream.read(into: $0) }
      guard got > 0 else { return sum.hexadecimal() }
      piece.withUnsafeBytes { sum.add(UnsafeRawBufferPointer(rebasing: $0[..<got])) }
    }
  }
}

/// What `Progress` is while C holds it.
private final class Watcher {
  let progress: Download.Progress
  init(_ progress: @escaping Download.Progress) { self.progress = progress }
}

internal import CFiles

/// SHA-256, fed piece by piece.
struct FileDigest: ~Copyable {
  private let state: OpaquePointer?

  init() { state = cfiles_digest_start() }

  func add(_ bytes: UnsafeRawBufferPointer) {
    cfiles_digest_add(state, bytes.baseAddress, bytes.count)
  }

  func add(_ text: String) {
    var text = text
    text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
  }

  /// Adds many bytes, and asks from time to time whether to stop.
  func add(_ bytes: UnsafeRawBufferPointer, stop: StopSignal) throws {
    for start in stride(from: 0, to: bytes.count, by: 1 << 24) {
      try stop.check()
      add(UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + 1 << 24, bytes.count)]))
    }
  }

  /// 64 hexadecimal digits.
  consuming func hexadecimal() -> String {
    var bytes = [UInt8](repeating: 0, count: 32)
    cfiles_digest_finish(state, &bytes)
    let digits = Array("0123456789abcdef")
    return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }

  /// The digest of a whole file as it lies on the disk.
  static func ofFile(_ path: String, stop: StopSignal = .never) throws -> String {
    let digest = FileDigest()
    try Files.readPlain(path) { piece in
      try stop.check()
      digest.add(piece)
    }
    return digest.hexadecimal()
  }
}

/// The SHA-256 of `bytes` as 64 hexadecimal digits.
package func sha256(_ bytes: [UInt8]) -> String {
  let digest = FileDigest()
  bytes.withUnsafeBytes { digest.add($0) }
  return digest.hexadecimal()
}

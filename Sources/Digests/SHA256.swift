internal import CFiles

/// SHA-256, fed piece by piece.
package struct SHA256: ~Copyable {
  private let state: OpaquePointer?

  package init() { state = cfiles_digest_start() }

  package func add(_ bytes: UnsafeRawBufferPointer) {
    cfiles_digest_add(state, bytes.baseAddress, bytes.count)
  }

  package func add(_ text: String) {
    var text = text
    text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
  }

  package func add(_ bytes: [UInt8]) { bytes.withUnsafeBytes { add($0) } }

  /// 32 bytes.
  package consuming func bytes() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 32)
    cfiles_digest_finish(state, &bytes)
    return bytes
  }

  /// 64 hexadecimal digits.
  package consuming func hexadecimal() -> String { Self.hexadecimal(bytes()) }

  static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef")
    return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}

/// The SHA-256 of `bytes` as 64 hexadecimal digits.
package func sha256(_ bytes: [UInt8]) -> String {
  let digest = SHA256()
  digest.add(bytes)
  return digest.hexadecimal()
}

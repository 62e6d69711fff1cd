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

  /// 64 hexadecimal digits.
  package consuming func hexadecimal() -> String {
    var bytes = [UInt8](repeating: 0, count: 32)
    cfiles_digest_finish(state, &bytes)
    let digits = Array("0123456789abcdef")
    return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}

/// The SHA-256 of `bytes` as 64 hexadecimal digits.
package func sha256(_ bytes: [UInt8]) -> String {
  let digest = SHA256()
  bytes.withUnsafeBytes { digest.add($0) }
  return digest.hexadecimal()
}

/// The keyed digest of a message, which only who has the key can make: HMAC with SHA-256.
///
/// Source: RFC 2104.
package struct MessageCode: Sendable {
  private static let block = 64
  private let inner: [UInt8]
  private let outer: [UInt8]

  package init(key: [UInt8]) {
    var key = key
    if key.count > Self.block {
      let digest = SHA256()
      digest.add(key)
      key = digest.bytes()
    }
    key += [UInt8](repeating: 0, count: Self.block - key.count)
    (inner, outer) = (key.map { $0 ^ 0x36 }, key.map { $0 ^ 0x5C })
  }

  /// The code of all parts together as 64 hexadecimal digits.
  package func hexadecimal(of parts: [[UInt8]]) -> String {
    let first = SHA256()
    first.add(inner)
    for part in parts { first.add(part) }
    let second = SHA256()
    second.add(outer)
    second.add(first.bytes())
    return second.hexadecimal()
  }
}

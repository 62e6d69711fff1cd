import Foundation
import Synchronization

/// A server of HTTP on this machine that answers each request as a test wants it, badly if need be.
package final class LoopbackServer: Sendable {
  /// A request: its path, and the byte at which it wants to begin.
  package struct Request {
    package let path: String
    package let offset: Int
    /// How often the path was asked for before.
    package let before: Int
  }

  /// The bytes that are sent as they stand, header and all, before the connection is closed.
  package typealias Answer = @Sendable (Request) -> [UInt8]

  private let descriptor: Int32
  private let counts = Mutex<[String: Int]>([:])
  private let answer: Answer
  /// Its address, without a slash at the end.
  package let address: String

  package init(_ answer: @escaping Answer) throws {
    self.answer = answer
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let (socket, length) = (descriptor, size)
    let isOpen = withUnsafeMutablePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(socket, generic, length) == 0 && listen(socket, 8) == 0
          && getsockname(socket, generic, &size) == 0
      }
    }
    guard isOpen else { throw CocoaError(.fileReadUnknown) }
    address = "http://127.0.0.1:\(UInt16(bigEndian: place.sin_port))"
    Thread.detachNewThread { [self] in serve() }
  }

  /// Ends it.
  package func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }

  /// How often a path was asked for.
  package func count(_ path: String) -> Int { counts.withLock { $0[path] ?? 0 } }

  private func serve() {
    while true {
      let client = accept(descriptor, nil, nil)
      guard client >= 0 else { return }
      let head = Self.head(client)
      let words = head.split(separator: " ")
      let path = words.count > 1 ? String(words[1]) : ""
      let range = head.firstMatch(of: #/[Rr]ange: bytes=(\d+)-/#).flatMap { Int($0.1) } ?? 0
      let before = counts.withLock { counts in
        defer { counts[path, default: 0] += 1 }
        return counts[path] ?? 0
      }
      let bytes = answer(Request(path: path, offset: range, before: before))
      var sent = 0
      while sent < bytes.count {
        let count = bytes[sent...].withUnsafeBytes {
          send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { break }
        sent += count
      }
      shutdown(client, Int32(SHUT_WR))
      close(client)
    }
  }

  private static func head(_ client: Int32) -> String {
    var (bytes, piece) = ([UInt8](), [UInt8](repeating: 0, count: 4096))
    while !bytes.suffix(4).elementsEqual([13, 10, 13, 10]) {
      let count = read(client, &piece, piece.count)
      guard count > 0 else { break }
      bytes += piece[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

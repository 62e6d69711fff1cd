import Foundation
import Testing

/// A client of a page that sends whatever bytes a test wants.
final class Browser {
  private let descriptor: Int32

  /// Connects to the server at `address`.
  init(_ address: String) throws {
    let port = try #require(URL(string: address)?.port)
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    place.sin_port = UInt16(port).bigEndian
    let (number, size) = (descriptor, socklen_t(MemoryLayout<sockaddr_in>.size))
    let status = withUnsafePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(number, $0, size) }
    }
    guard status == 0 else { throw CocoaError(.fileReadUnknown) }
    var patience = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { close(descriptor) }

  /// Sends text; false once the other side has closed.
  @discardableResult
  func send(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// What comes until the other side closes, `text` is among it, or the time is over.
  func read(until text: String? = nil, seconds: Double = 20) -> String {
    let end = Date(timeIntervalSinceNow: seconds)
    var bytes: [UInt8] = []
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while end.timeIntervalSinceNow > 0 {
      guard poll(&waiting, 1, 50) > 0 else { continue }
      var piece = [UInt8](repeating: 0, count: 1 << 16)
      let count = Glibc.read(descriptor, &piece, piece.count)
      guard count > 0 else { break }
      bytes += piece[..<count]
      if let text, String(decoding: bytes, as: UTF8.self).contains(text) { break }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether the other side has closed.
  var isClosed: Bool {
    var byte: UInt8 = 0
    let count = recv(descriptor, &byte, 1, Int32(MSG_DONTWAIT | MSG_PEEK))
    return count == 0 || count < 0 && errno != EAGAIN
  }

  /// The answer to one request, its head and its body.
  static func ask(
    _ address: String, path: String? = nil, method: String = "GET"
  ) throws -> String {
    let url = try #require(URL(string: address))
    let browser = try Browser(address)
    browser.send(
      "\(method) \(path ?? url.path + "/") HTTP/1.1\r\nHost: 127.0.0.1:\(url.port ?? 0)\r\n\r\n")
    return browser.read()
  }
}

/// A journal that `reverie serve` shows.
final class ServedJournal {
  let process = Process()
  let address: String
  private let program: Program

  init() throws {
    program = try Program()
    try program.folder.write("#!reverie journal 1\n#: seed=7 threads=2\n", to: "a.journal")
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = ["serve", program.folder.path + "/a.journal"]
    process.environment = program.environment
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    var text = ""
    while !text.contains("\n") {
      let data = pipe.fileHandleForReading.availableData
      guard !data.isEmpty else { break }
      text += String(decoding: data, as: UTF8.self)
    }
    address = try String(#require(text.firstMatch(of: /http:\/\/[^;\s]+/)).output)
  }

  deinit { if process.isRunning { process.terminate() } }

  /// Adds to the journal as its session does.
  func append(_ text: String) throws {
    let path = program.folder.path + "/a.journal"
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.seekToEnd()
    try file.write(contentsOf: Data(text.utf8))
    try file.close()
  }

  /// A request with a header more.
  func request(_ header: String? = nil, path: String = "") -> String {
    let url = URL(string: address)
    return "GET \((url?.path ?? "") + "/" + path) HTTP/1.1\r\nHost: localhost:\(url?.port ?? 0)\r\n"
      + (header.map { $0 + "\r\n" } ?? "") + "\r\n"
  }
}

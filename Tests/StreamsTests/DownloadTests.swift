import Digests
import Foundation
import TestSupport
import Testing

@testable import Streams

/// Files that servers send whole, in pieces, or not as they say.
@Suite struct DownloadTests {
  private static let content = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 * $0 >> 7) }
  private let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "download-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private static func head(_ status: String, _ fields: String...) -> [UInt8] {
    Array(("HTTP/1.1 \(status)\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n").utf8)
  }

  private static func whole() -> [UInt8] {
    head("200 OK", "Content-Length: \(content.count)") + content
  }

  private static func rest(_ offset: Int) -> [UInt8] {
    let all = content.count
    guard offset > 0 else { return whole() }
    guard offset < all else { return head("416 Range Not Satisfiable", "Content-Length: 0") }
    return head(
      "206 Partial Content", "Content-Length: \(all - offset)",
      "Content-Range: bytes \(offset)-\(all - 1)/\(all)") + content[offset...]
  }

  private static func answer(_ request: LoopbackServer.Request) -> [UInt8] {
    switch request.path {
    case "/whole": whole()
    // Breaks off after a while, three times.
    case "/breaks":
      request.before < 3 ? Array(rest(request.offset).prefix(50_000)) : rest(request.offset)
    // Does not know ranges.
    case "/stubborn": request.before < 1 ? Array(whole().prefix(90_000)) : whole()
    case "/moved": head("302 Found", "Location: /whole", "Content-Length: 0")
    case "/round": head("302 Found", "Location: /round", "Content-Length: 0")
    case "/local": head("302 Found", "Location: file:///etc/hostname", "Content-Length: 0")
    // Says more than it has, and less.
    case "/boasts":
      head("200 OK", "Content-Length: \(content.count + 999)")
        + (request.offset == 0 ? content : [])
    case "/belittles": head("200 OK", "Content-Length: 1000") + content
    case "/endless": head("200 OK") + [UInt8](repeating: 7, count: 3_000_000)
    case "/other": head("200 OK", "Content-Length: 5") + Array("hello".utf8)
    case "/resumes": rest(request.offset)
    default: head("404 Not Found", "Content-Length: 0")
    }
  }

  private func fetch(
    _ name: String, begun: Int? = nil, stop: @escaping () -> Bool = { false }
  ) throws -> (path: String, isNew: Bool) {
    let server = try LoopbackServer(Self.answer)
    defer { server.stop() }
    let path = folder + name
    if let begun {
      try Data(Self.content.prefix(begun)).write(to: URL(fileURLWithPath: path + ".part"))
    }
    let download = Download(
      address: server.address + name, path: path, digest: sha256(Self.content), most: 1_000_000,
      tries: 5, pause: 0.001)
    let (digest, isNew) = try download.fetch { _, _ in !stop() }
    #expect(digest == sha256(Self.content))
    return (path, isNew)
  }

  @Test(
    arguments: [
      ("/whole", nil), ("/breaks", nil), ("/stubborn", nil), ("/moved", nil),
      ("/resumes", 70_000), ("/resumes", 200_000), ("/whole", 70_000),
    ] as [(String, Int?)])
  func `a file comes whole, whatever happens on the way`(name: String, begun: Int?) throws {
    let (path, isNew) = try fetch(name, begun: begun)
    #expect(isNew && FileManager.default.contents(atPath: path) == Data(Self.content))
    #expect(!FileManager.default.fileExists(atPath: path + ".part"))
    #expect(try !fetch(name).isNew)
  }

  @Test(arguments: [
    ("/round", "redirects"), ("/local", "cannot be fetched"), ("/boasts", "cannot be fetched"),
    ("/belittles", "not the official file"), ("/endless", "more than 1000000 bytes"),
    ("/other", "not the official file"), ("/nothing", "404"),
  ])
  func `what is not the file is refused, and leaves none`(name: String, words: String) throws {
    let error = #expect(throws: StreamsError.self) { try fetch(name) }
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    #expect(error?.message.contains("\n") == false)
    #expect(!FileManager.default.fileExists(atPath: folder + name))
  }

  @Test func `what came before a stop is gone on with`() throws {
    #expect(throws: StreamsError.self) { try fetch("/resumes", begun: 70_000, stop: { true }) }
    let size = try Data(contentsOf: URL(fileURLWithPath: folder + "/resumes.part")).count
    #expect(size >= 70_000)
    #expect(try fetch("/resumes").isNew)
  }

  @Test func `a collection is copied from the system or fetched, and checked`() throws {
    let server = try LoopbackServer { request in
      Self.head("200 OK", "Content-Length: 4") + Array("fake".utf8)
    }
    defer { server.stop() }
    var fetcher = DataFetcher(
      into: DataDirectory(folder), shouldStop: { false }, progress: { _, _, _ in })
    fetcher.system = folder + "/none"
    fetcher.mirror = { _ in server.address + "/file" }
    let error = #expect(throws: StreamsError.self) {
      try fetcher.fetch("mnist") { _, _, _, _ in }
    }
    #expect(error?.message.contains("not the official file") == true, "\(error?.message ?? "")")
    #expect(throws: StreamsError.self) { try fetcher.fetch("digits") { _, _, _, _ in } }
    #expect(DataFetcher.names.contains("fashion-mnist") && !DataFetcher.names.contains("glyphs"))
  }
}

import Catalog
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
    #expect(Set(["emnist", "qmnist", "kmnist", "cifar10"]).isSubset(of: DataFetcher.names))
    #expect(DataFetcher.aliases.values.allSatisfy(DataFetcher.names.contains))
  }

  /// What becomes of the collection `name` when a server sends `body` for all of its files.
  private func collection(_ name: String, _ body: [UInt8]) throws -> [String] {
    let server = try LoopbackServer { _ in
      Self.head("200 OK", "Content-Length: \(body.count)") + body
    }
    defer { server.stop() }
    var fetcher = DataFetcher(
      into: DataDirectory(folder), shouldStop: { false }, progress: { _, _, _ in })
    fetcher.system = folder + "/none"
    fetcher.mirror = { server.address + "/" + ($0.split(separator: "/").last ?? "") }
    var told: [String] = []
    try fetcher.fetch(name) { path, outcome, _, assurance in
      told.append("\(path.split(separator: "/").last ?? "") \(outcome) \(assurance)")
    }
    return told
  }

  @Test func `files of a collection without digests come all the same, and it is said`() throws {
    let told = try collection("kmnist", gzip([1, 2, 3]))
    #expect(told.count == 4 && told.allSatisfy { $0.hasSuffix("fetched unknown") })
    #expect(try collection("kmnist", []).allSatisfy { $0.hasSuffix("there unknown") })
  }

  @Test func `an archive is judged by the files inside of it`() throws {
    for (members, words) in [
      ([("cifar-100-binary/train.bin", [UInt8](repeating: 1, count: 3074))], "holds no test.bin"),
      (
        ["test.bin", "train.bin"].map {
          ("cifar-100-binary/" + $0, [UInt8](repeating: 1, count: 9))
        },
        "not the official file: test.bin has SHA-256"
      ),
    ] {
      let body = gzip(tar(members.map { (name: $0.0, bytes: $0.1) }))
      let error = #expect(throws: StreamsError.self) { try collection("cifar-100", body) }
      #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
      #expect(!FileManager.default.fileExists(atPath: folder + "/cifar-100-binary.tar.gz"))
    }
    let error = #expect(throws: StreamsError.self) { try collection("cifar-10", [1, 2, 3]) }
    #expect(error?.message.contains("\n") == false)
  }

  @Test func `EMNIST is unpacked, each of its files by its own name, and then read`() throws {
    let images = gzip(idxFile([26, 28, 28], [UInt8](repeating: 9, count: 26 * 784)))
    let labels = gzip(idxFile([26], Array(1...26)))
    let files = EMNIST.collection.files.map { file in
      (name: "gzip/\(file).gz", bytes: file.contains("images") ? images : labels)
    }
    let strangers = [
      (name: "../../outside.gz", bytes: images), (name: "gzip/notes.txt", bytes: [65]),
    ]
    let lacking = #expect(throws: StreamsError.self) {
      try collection("emnist", zip(Array(files.dropLast())))
    }
    #expect(lacking?.message.contains("lacks emnist-mnist-test-labels-idx1-ubyte") == true)
    let told = try collection("emnist", zip(strangers + files))
    #expect(told.count == 25 && told.count { $0.hasSuffix("unpacked unknown") } == 24)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/emnist")
    #expect(names.count == 24 && !names.contains("gzip.zip"))
    #expect(!FileManager.default.fileExists(atPath: folder + "/outside.gz"))
    let data = try EMNIST.read(
      Settings(["subset": .name("letters")]), in: DataDirectory(folder), operand: nil)
    #expect(data.train.labels.count == 26)
    #expect(try collection("emnist", []).allSatisfy { $0.hasSuffix("there unknown") })
  }
}

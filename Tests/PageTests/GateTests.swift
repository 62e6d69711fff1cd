import FlyingFox
import Foundation
import Testing

@testable import Page

/// Who gets to see a page.
@Suite struct GateTests {
  private static let gate = Gate(port: 8080)

  /// What a request is answered with; 200 if it is let in.
  private func status(
    _ path: String? = nil, method: String = "GET", host: String? = "127.0.0.1:8080",
    headers: [String: String] = [:]
  ) -> Int {
    let parts = (path ?? "/\(Self.gate.token)/").split(separator: "?", maxSplits: 1)
    var request = HTTPRequest(
      method: HTTPMethod(method), version: .http11,
      target: .init(
        path: parts.first.map(String.init) ?? "", query: parts.count > 1 ? String(parts[1]) : ""),
      headers: [:], body: HTTPBodySequence())
    request.headers[.host] = host
    for (name, value) in headers { request.headers[HTTPHeader(name)] = value }
    return switch Self.gate.verdict(request) {
    case .open: 200
    case .refused(let status): status.code
    }
  }

  @Test func `whoever knows the address is let in`() {
    let token = Self.gate.token
    #expect(token.wholeMatch(of: /[0-9a-f]{32}/) != nil && token != Gate(port: 8080).token)
    #expect(Self.gate.address == "http://127.0.0.1:8080/\(token)/")
    for path in ["/\(token)/", "/\(token)", "/\(token)/events?after=1-2"] {
      #expect(status(path) == 200, "\(path)")
    }
  }

  @Test func `a token that is wrong, cut or missing leads nowhere`() {
    let token = Self.gate.token
    let last = token.hasSuffix("0") ? "1" : "0"
    let paths = [
      "/", "//", "", "/\(token.dropLast())/", "/\(token.dropLast())\(last)/", "/\(token)0/",
      "/\(token)/other", "/\(token)/events/x", "/x/../\(token)/", "//\(token)/", "/favicon.ico",
      "/\(String(repeating: "0", count: 32))/events?after=0-0", "/x?\(token)", "\(token)/",
    ]
    for path in paths { #expect(status(path) == 404, "\(path)") }
  }

  @Test func `another host is refused, as after a name was made to lead here`() {
    for host in ["localhost:8080", "127.0.0.1:8080", "LOCALHOST:8080"] {
      #expect(status(host: host) == 200, "\(host)")
    }
    for host in ["example.org", "127.0.0.1", "127.0.0.1:80", "localhost.example.org:8080", "", nil]
    {
      #expect(status(host: host) == 421, "\(host ?? "none")")
    }
  }

  @Test func `another origin is refused, also for events`() {
    #expect(status(headers: ["Origin": "http://127.0.0.1:8080"]) == 200)
    for origin in [
      "null", "https://example.org", "https://127.0.0.1:8080", "http://127.0.0.1:80801",
    ] {
      #expect(status(headers: ["Origin": origin]) == 403, "\(origin)")
      #expect(status("/\(Self.gate.token)/events?after=0-0", headers: ["Origin": origin]) == 403)
    }
  }

  @Test(arguments: ["POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "BREW"])
  func `only reading is possible`(method: String) { #expect(status(method: method) == 405) }

  @Test func `a body is refused whatever its size`() {
    #expect(status(headers: ["Content-Length": "0"]) == 200)
    for length in ["1", "1000000000", "-1", "x", "0 "] {
      #expect(status(headers: ["Content-Length": length]) == 413, "\(length)")
    }
    #expect(status(headers: ["Transfer-Encoding": "chunked"]) == 413)
  }
}

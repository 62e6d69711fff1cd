import Digests
import FlyingFox
import Foundation

/// Who is let in: whoever knows the page's address, by `GET`, from this machine's own name.
struct Gate: Sendable {
  enum Place { case page, events }

  enum Verdict {
    case open(Place)
    case refused(HTTPStatusCode)
  }

  /// 128 random bits in hexadecimal digits.
  let token: String
  let port: UInt16

  init(port: UInt16) {
    var random = SystemRandomNumberGenerator()
    let digits = (0..<32).map { _ in String(Int.random(in: 0..<16, using: &random), radix: 16) }
    (token, self.port) = (digits.joined(), port)
  }

  var address: String { "http://127.0.0.1:\(port)/\(token)/" }

  func verdict(_ request: HTTPRequest) -> Verdict {
    let hosts = ["127.0.0.1:\(port)", "localhost:\(port)"]
    // A page of another site, whose name was made to lead here, has another host.
    guard let host = request.headers[.host], hosts.contains(host.lowercased()) else {
      return .refused(.misdirectedRequest)
    }
    if let origin = request.headers[HTTPHeader("Origin")],
      !hosts.contains(where: { "http://" + $0 == origin.lowercased() })
    {
      return .refused(.forbidden)
    }
    guard request.method == .GET else { return .refused(.methodNotAllowed) }
    guard request.headers[.transferEncoding] == nil,
      (request.headers[.contentLength] ?? "0") == "0"
    else { return .refused(.payloadTooLarge) }
    return place(request.target.path()).map { .open($0) } ?? .refused(.notFound)
  }

  private func place(_ path: String) -> Place? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), parts[0].isEmpty,
      SecretText.areEqual(Array(parts[1].utf8), Array(token.utf8))
    else { return nil }
    switch parts.count > 2 ? parts[2] : "" {
    case "": return .page
    case "events": return .events
    default: return nil
    }
  }
}

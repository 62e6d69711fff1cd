import Dispatch
import FlyingFox
import FlyingSocks
import Foundation
import Journal
import Language
import Synchronization

/// Serves a page to browsers on this machine, and to nobody else, until it is stopped.
package final class PageServer: Sendable {
  private let gate: Gate
  private let work = Mutex<Task<Void, Never>?>(nil)

  /// Where the page is; whoever knows this may see it.
  package var address: String { gate.address }

  /// Listens on a port of 127.0.0.1; 0: any free one.
  ///
  /// It waits for tasks, so it is not to be called by one.
  /// - Throws: `Failure` if it cannot.
  package init(_ page: PageState, port: UInt16) throws(Failure) {
    do {
      gate = Gate(port: port == 0 ? try Self.freePort() : port)
    } catch { throw Self.failure(port, error) }
    let gate = gate
    let start = Start()
    let task = Task.detached {
      // What stops a server, such as too many connections at once, does not stop the next one.
      while !Task.isCancelled {
        do {
          try await Self.serve(page, behind: gate) { start.end() }
        } catch { start.end(error) }
        guard start.error == nil else { return }
        try? await Task.sleep(for: .milliseconds(200))
      }
    }
    start.wait()
    if let error = start.error { throw Self.failure(gate.port, error) }
    work.withLock { $0 = task }
  }

  deinit { stop() }

  /// Ends all connections.
  package func stop() {
    work.withLock { task in
      task?.cancel()
      task = nil
    }
  }

  private static func serve(
    _ page: PageState, behind gate: Gate,
    whenReady: @escaping @Sendable () -> Void
  ) async throws {
    let pool = PatientPool(
      HTTPServer.defaultPool(), port: gate.port)
    let server = HTTPServer(
      address: try sockaddr_in.inet(ip4: "127.0.0.1", port: gate.port), pool: pool,
      logger: .disabled,
      handler: Handler(page: page, gate: gate, pool: pool))
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.run() }
      group.addTask {
        try await server.waitUntilListening()
        whenReady()
        try await Task.sleep(for: .seconds(1 << 30))
      }
      defer { group.cancelAll() }
      try await group.next()
    }
  }

  private static func freePort() throws -> UInt16 {
    let socket = try Socket(domain: AF_INET)
    defer { try? socket.close() }
    try socket.bind(to: sockaddr_in.inet(ip4: "127.0.0.1", port: 0))
    guard case .ip4(_, let port) = try socket.sockname() else { return 0 }
    return port
  }

  private static func failure(_ port: UInt16, _ error: any Error) -> Failure {
    var reason = "\(error)"
    if case .failed(_, let number, let message)? = error as? SocketError {
      reason = number == EADDRINUSE ? "the port is taken" : message
    }
    return Failure(
      Diagnostic(
        "cannot listen on 127.0.0.1:\(port) (\(reason)): choose another port=, or none for a free one",
        at: .nowhere))
  }

  /// Whether a server listens; what comes first holds.
  private final class Start: Sendable {
    private let outcome = Mutex<(isOver: Bool, error: (any Error)?)>((false, nil))
    private let semaphore = DispatchSemaphore(value: 0)

    var error: (any Error)? { outcome.withLock { $0.error } }

    func end(_ error: (any Error)? = nil) {
      outcome.withLock { outcome in
        guard !outcome.isOver else { return }
        outcome = (true, error)
        semaphore.signal()
      }
    }

    func wait() { semaphore.wait() }
  }
}

/// Answers requests.
private struct Handler: HTTPHandler {
  let page: PageState
  let gate: Gate
  let pool: PatientPool

  func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
    pool.hasArrived(from: request.remoteAddress)
    switch gate.verdict(request) {
    case .refused(let status): return answer(status, "text/plain; charset=utf-8", status.phrase)
    case .open(.page):
      let nonce = PageDocument.nonce()
      var answer = answer(
        .ok, "text/html; charset=utf-8", PageDocument.text(page.content, nonce: nonce))
      answer.headers[HTTPHeader("Content-Security-Policy")] = PageDocument.policy(nonce: nonce)
      return answer
    case .open(.events): return events(request)
    }
  }

  private func events(_ request: HTTPRequest) -> HTTPResponse {
    let asked = request.query.first { $0.name == "after" }?.value
    guard let mark = request.headers[HTTPHeader("Last-Event-ID")] ?? asked else {
      return answer(.badRequest, "text/plain; charset=utf-8", "which event is the last one known?")
    }
    guard let watcher = page.watch() else {
      return answer(.serviceUnavailable, "text/plain; charset=utf-8", "too many browsers watch")
    }
    return HTTPResponse(
      statusCode: .ok, headers: headers("text/event-stream"),
      body: HTTPBodySequence(
        from: EventBody(page: page, watcher: watcher, mark: mark), suggestedBufferSize: 1 << 16))
  }

  private func answer(_ status: HTTPStatusCode, _ type: String, _ text: String) -> HTTPResponse {
    let bytes = Array(text.utf8)
    return HTTPResponse(
      statusCode: status, headers: headers(type),
      body: HTTPBodySequence(from: LastBody(bytes: bytes), count: bytes.count))
  }

  private func headers(_ type: String) -> HTTPHeaders {
    [
      .contentType: type, .connection: "close", .cacheControl: "no-store",
      HTTPHeader("X-Content-Type-Options"): "nosniff",
      HTTPHeader("X-Frame-Options"): "DENY",
      HTTPHeader("Referrer-Policy"): "no-referrer",
      HTTPHeader("Cross-Origin-Resource-Policy"): "same-origin",
      HTTPHeader("Cross-Origin-Opener-Policy"): "same-origin",
    ]
  }
}

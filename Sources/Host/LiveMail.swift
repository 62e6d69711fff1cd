import Dispatch
import Foundation
import Synchronization

/// Lines on their way to another process, written by a thread of their own: whoever sends them never
/// waits.
final class LiveMail: Sendable {
  private struct State {
    var lines: [(subject: String, line: Data)] = []
    var isClosed = false
  }

  private let state = Mutex(State())
  private let count = DispatchSemaphore(value: 0)
  private let socket: Int32

  /// - Parameter socket: one end of a pair of stream sockets, which is closed at the end.
  init(to socket: Int32) {
    self.socket = socket
    let thread = Thread { [self] in deliver() }
    thread.start()
  }

  /// Sends a line, in the place of one on the same subject that still waits.
  func send(_ line: Data, on subject: String) {
    state.withLock { state in
      guard !state.isClosed else { return }
      state.lines.removeAll { $0.subject == subject }
      state.lines.append((subject, line))
    }
    count.signal()
  }

  /// Sends nothing more; the other side sees the end.
  func close() {
    state.withLock { $0.isClosed = true }
    // What is being written to a process that does not read shall not go on.
    shutdown(socket, Int32(SHUT_RDWR))
    count.signal()
  }

  private func deliver() {
    defer { Glibc.close(socket) }
    while true {
      count.wait()
      let (lines, isClosed) = state.withLock { state in
        defer { state.lines = [] }
        return (state.lines, state.isClosed)
      }
      guard !isClosed else { return }
      for (_, line) in lines where !write(line + [10]) { return }
    }
  }

  private func write(_ data: Data) -> Bool {
    data.withUnsafeBytes { bytes in
      var sent = 0
      while sent < bytes.count {
        let count = Glibc.send(
          socket, bytes.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        sent += count
      }
      return true
    }
  }
}

import Glibc
import Synchronization

/// Lines from other threads, shown above the prompt while a line is edited.
public final class Messages: Sendable {
  private let waiting = Mutex<[String]>([])
  /// Readable while messages wait.
  let descriptor: Int32
  private let signalling: Int32

  /// An empty queue.
  public init() {
    var ends: [Int32] = [-1, -1]
    _ = pipe(&ends)
    for end in ends where end >= 0 {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    (descriptor, signalling) = (ends[0], ends[1])
  }

  deinit {
    for end in [descriptor, signalling] where end >= 0 { close(end) }
  }

  /// Adds one line; callable from any thread.
  public func post(_ line: String) {
    waiting.withLock { $0.append(line) }
    var byte: UInt8 = 1
    _ = write(signalling, &byte, 1)
  }

  /// Takes the lines that wait, oldest first.
  public func take() -> [String] {
    var drained = [UInt8](repeating: 0, count: 64)
    while read(descriptor, &drained, drained.count) > 0 {}
    return waiting.withLock { lines in
      defer { lines = [] }
      return lines
    }
  }
}

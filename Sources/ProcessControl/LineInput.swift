internal import CProcess
import Glibc

/// Lines of a descriptor, each handed over as soon as it is whole.
///
/// The descriptor may be blocking or not. Lives on one thread.
package final class LineInput {
  /// What came next.
  package enum Event: Equatable, Sendable {
    /// A line without its end, which may be a line feed with or without a carriage return.
    case line(String)
    case end
    /// Ctrl-C, or a request to end the process; see `Interrupt`.
    case interrupted
    /// What cannot be read, and why.
    case failed(String)
  }

  /// Bytes of the longest line.
  static let longestLine = 64 << 20

  private let descriptor: Int32
  private var buffer: [UInt8] = []
  /// Where the next line begins.
  private var start = 0
  /// Up to where no line ends.
  private var searched = 0
  private var isAtEnd = false

  package init(_ descriptor: Int32 = STDIN_FILENO) { self.descriptor = descriptor }

  /// Waits for the next line.
  package func next() -> Event {
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) { return take(upTo: end) }
      searched = buffer.count
      if isAtEnd { return start < buffer.count ? take(upTo: buffer.count) : .end }
      guard buffer.count - start <= Self.longestLine else { return .failed("a line is too long") }
      if let event = readMore() { return event }
    }
  }

  /// Waits for everything up to the end of the input.
  package func rest() -> Event {
    while !isAtEnd {
      if let event = readMore() { return event }
    }
    defer { start = buffer.count }
    return String(bytes: buffer[start...]).map(Event.line) ?? .failed("it is not UTF-8 text")
  }

  /// Whether a descriptor is a file, which has all its text already.
  package static func isRegularFile(_ descriptor: Int32 = STDIN_FILENO) -> Bool {
    var status = stat()
    return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  private func take(upTo end: Int) -> Event {
    var bytes = buffer[start..<end]
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    let text = String(bytes: bytes)
    start = min(end + 1, buffer.count)
    searched = start
    return text.map(Event.line) ?? .failed("it is not UTF-8 text")
  }

  private func readMore() -> Event? {
    buffer.removeFirst(start)
    searched -= start
    start = 0
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = cpr_read(descriptor, &chunk, chunk.count)
    switch count {
    case Int(CPR_SIGNAL.rawValue):
      return Interrupt.count > 0 || Interrupt.terminationRequested ? .interrupted : nil
    case Int(CPR_FAILED.rawValue):
      return .failed(errno == EBADF ? "it is closed" : String(cString: strerror(errno)))
    case 0: isAtEnd = true
    default: buffer += chunk[..<count]
    }
    return nil
  }
}

extension String {
  /// The text of UTF-8 bytes; nil if they are none.
  fileprivate init?(bytes: ArraySlice<UInt8>) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    self = text
  }
}

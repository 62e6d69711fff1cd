import FlyingFox
import FlyingSocks
import Foundation

/// A body after which the connection is closed: one request each, so that nothing that follows a
/// request, such as a body of a gigabyte, is ever read.
struct LastBody: AsyncBufferedSequence {
  let bytes: [UInt8]

  func makeAsyncIterator() -> Iterator { Iterator(bytes: bytes) }

  struct Iterator: AsyncBufferedIteratorProtocol {
    var bytes: [UInt8]?

    mutating func nextBuffer(suggested count: Int) throws -> [UInt8]? {
      guard let all = bytes else { throw SocketError.disconnected }
      bytes = nil
      return all
    }

    mutating func next() throws -> UInt8? { throw SocketError.unsupportedAddress }
  }
}

/// Server-sent events: what changes on a page, until the page ends or the browser leaves.
///
/// Source: HTML Living Standard, section 9.2.
struct EventBody: AsyncBufferedSequence {
  let page: PageState
  let watcher: PageState.Watcher
  /// What the browser knows already.
  let mark: String

  func makeAsyncIterator() -> Iterator {
    Iterator(
      page: page, watcher: watcher, changes: watcher.changes.makeAsyncIterator(), mark: mark)
  }

  struct Iterator: AsyncBufferedIteratorProtocol {
    let page: PageState
    let watcher: PageState.Watcher
    var changes: AsyncStream<Void>.Iterator
    var mark: String
    private var isFirst = true
    private var isLast = false

    init(
      page: PageState, watcher: PageState.Watcher, changes: AsyncStream<Void>.Iterator,
      mark: String
    ) {
      (self.page, self.watcher, self.changes, self.mark) = (page, watcher, changes, mark)
    }

    mutating func nextBuffer(suggested count: Int) async throws -> [UInt8]? {
      // The end closes the connection, as `LastBody` does.
      if isLast { throw SocketError.disconnected }
      if !isFirst { _ = await changes.next() }
      try Task.checkCancellation()
      var text: String
      (text, mark, isLast) = page.news(after: mark)
      if isFirst { text = "retry: 1000\n\n" + text }
      isFirst = false
      // A comment, which is how a browser that is gone is noticed.
      return Array((text.isEmpty ? ":\n\n" : text).utf8)
    }

    mutating func next() throws -> UInt8? { throw SocketError.unsupportedAddress }
  }
}

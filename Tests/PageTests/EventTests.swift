import FlyingSocks
import Foundation
import Testing

@testable import Page

/// What browsers hear while they watch.
@Suite struct EventTests {
  private let page = PageState()

  init() { page.set(cells: ["<p>one</p>"], title: "a title") }

  /// What the page itself tells a browser that it knows.
  private var mark: String { page.content.mark }

  @Test func `a browser hears of a change, and one that comes later finds it in the page`() {
    let known = mark
    #expect(page.news(after: known).text.isEmpty)
    page.set(cells: ["<p>one</p>", "<p>two</p>"], title: "a title")
    let text = page.news(after: known).text
    #expect(text.contains("event: part") && text.contains(#""key":"cell-1""#), "\(text)")
    #expect(text.contains("two") && !text.contains("one"))
    #expect(PageDocument.text(page.content, nonce: "n").contains("<p>two</p>"))
    #expect(page.news(after: mark).text.isEmpty)
  }

  @Test func `a browser that was away gets what it missed, each part once, as it is now`() {
    let known = mark
    for step in 1...5 { page.set(.training, "<section id=\"training\">\(step)</section>") }
    page.set(cells: ["<p>one</p>", "<p>two</p>"], title: "a title")
    let text = page.news(after: known).text
    #expect(text.ranges(of: "event: part").count == 2 && text.contains(">5<"), "\(text)")
    #expect(!text.contains(">4<"))
    // Cut off between two events, it goes on after the one that it has.
    let ids = text.matches(of: /id: (\S+)/).map { String($0.1) }
    let rest = page.news(after: ids[0]).text
    #expect(rest.ranges(of: "event: part").count == 1 && rest.contains("two"), "\(rest)")
    #expect(page.news(after: ids[1]).text.isEmpty)
  }

  @Test(arguments: ["0-0", "x", "", "1-2-3", "9999999999999999999999-1", "-", "0-x"])
  func `a browser that knows another page loads this one again`(mark: String) {
    let news = page.news(after: mark)
    #expect(news.text.contains("event: reload") && news.isLast)
  }

  @Test func `a mark of the future, and cells that became fewer, mean a new page`() {
    let known = mark
    #expect(page.news(after: "\(known.prefix { $0 != "-" })-99").text.contains("event: reload"))
    page.set(cells: [], title: "a title")
    #expect(page.news(after: known).text.contains("event: reload"))
    #expect(page.content.cells.isEmpty)
  }

  @Test func `every event is one line of data, whatever it holds`() throws {
    let known = mark
    page.set(cells: ["<p>\n\ndata: x\r\nevent: reload\u{2028}\"</p>"], title: "a title")
    let lines = page.news(after: known).text.split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(
      lines.map { String($0.prefix(5)) } == ["id: \(mark.prefix(1))", "event", "data:", "", ""])
    let object = try JSONSerialization.jsonObject(with: Data(lines[2].dropFirst(6).utf8))
    let html = (object as? [String: String])?["html"] ?? ""
    #expect(html.contains("data: x\r\nevent: reload\u{2028}\""))
  }

  @Test func `events come as they happen, and the end closes the connection`() async throws {
    let watcher = try #require(page.watch())
    var body = EventBody(page: page, watcher: watcher, mark: mark).makeAsyncIterator()
    #expect(try await body.nextBuffer(suggested: 1).map(Self.text) == "retry: 1000\n\n")
    page.set(.head, "<header id=\"head\"></header>")
    #expect(try await body.nextBuffer(suggested: 1).map(Self.text)?.contains("head") == true)
    page.wake()
    #expect(try await body.nextBuffer(suggested: 1).map(Self.text) == ":\n\n")
    page.end()
    #expect(try await body.nextBuffer(suggested: 1).map(Self.text)?.contains("event: end") == true)
    await #expect(throws: SocketError.disconnected) { try await body.nextBuffer(suggested: 1) }
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test func `more browsers than there are places are refused until one leaves`() {
    var watchers = (0..<PageState.mostWatchers).compactMap { _ in page.watch() }
    #expect(watchers.count == PageState.mostWatchers && page.watch() == nil)
    watchers.removeLast()
    #expect(page.watch() != nil)
  }
}

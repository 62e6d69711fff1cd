import Synchronization
import Text

/// What a page shows, in parts that change one by one; each change has a number, so that a browser
/// that was away gets what it missed.
package final class PageState: Sendable {
  /// Browsers that can watch at one time.
  static let mostWatchers = 64

  /// One element of the page.
  struct Part: Equatable {
    /// The element's `id`.
    let key: String
    /// The element itself.
    var html: String
    /// The number of its newest change.
    var version: Int
  }

  private struct State {
    /// Stands for this page from when its cells last became fewer; a browser that knows another one
    /// reloads the page.
    var epoch = UInt64.random(in: .min ... .max)
    var version = 0
    var parts: [Part] = []
    var places: [String: Int] = [:]
    var title = ""
    var cells = 0
    var watchers: [Int: AsyncStream<Void>.Continuation] = [:]
    var nextWatcher = 0
    var hasEnded = false

    var mark: String { "\(epoch)-\(version)" }
  }

  private let state = Mutex(State())

  package init() {}

  /// The element beside the cells with this `id`.
  func set(_ key: PageDocument.Key, _ html: String) {
    state.withLock { state in
      guard Self.put(key.rawValue, html, into: &state) else { return }
      Self.wake(state)
    }
  }

  /// The cells of the session, in order, and its title.
  func set(cells: [String], title: String) {
    state.withLock { state in
      if cells.count < state.cells {
        state.epoch = .random(in: .min ... .max)
        state.parts.removeAll { $0.key.hasPrefix(Self.cellPrefix) }
        state.places = [:]
        for (place, part) in state.parts.enumerated() { state.places[part.key] = place }
      }
      (state.cells, state.title) = (cells.count, title)
      var isChanged = false
      for (index, cell) in cells.enumerated() {
        let key = Self.cellPrefix + "\(index)"
        let html = "<div id=\"\(key)\">\n\(cell)\n</div>"
        isChanged = Self.put(key, html, into: &state) || isChanged
      }
      if isChanged { Self.wake(state) }
    }
  }

  private static let cellPrefix = "cell-"

  private static func put(_ key: String, _ html: String, into state: inout State) -> Bool {
    if let place = state.places[key] {
      guard state.parts[place].html != html else { return false }
      state.version += 1
      (state.parts[place].html, state.parts[place].version) = (html, state.version)
    } else {
      state.version += 1
      state.places[key] = state.parts.count
      state.parts.append(Part(key: key, html: html, version: state.version))
    }
    return true
  }

  private static func wake(_ state: State) {
    for watcher in state.watchers.values { watcher.yield() }
  }

  /// Has all browsers hear from the page, so that those that are gone are noticed.
  func wake() { state.withLock { Self.wake($0) } }

  /// Nothing changes any more.
  package func end() {
    state.withLock { state in
      state.hasEnded = true
      Self.wake(state)
    }
  }
}

extension PageState {
  /// The whole page as it is now.
  struct Content {
    let title: String
    let parts: [String: String]
    let cells: [String]
    /// What a browser that shows it says that it knows.
    let mark: String
  }

  var content: Content {
    state.withLock { state in
      Content(
        title: state.title,
        parts: Dictionary(state.parts.map { ($0.key, $0.html) }, uniquingKeysWith: { $1 }),
        cells: state.parts.filter { $0.key.hasPrefix(Self.cellPrefix) }.map(\.html),
        mark: state.mark)
    }
  }

  /// What a browser is sent that knows the page up to `mark`, and what it knows then.
  func news(after mark: String) -> (text: String, mark: String, isLast: Bool) {
    state.withLock { state in
      let words = mark.split(separator: "-")
      guard words.count == 2, words[0] == "\(state.epoch)", let known = Int(words[1]),
        known <= state.version
      else { return ("event: reload\ndata:\n\n", state.mark, true) }
      var text = ""
      for part in state.parts.filter({ $0.version > known }).sorted(by: { $0.version < $1.version })
      {
        text +=
          "id: \(state.epoch)-\(part.version)\nevent: part\n"
          + "data: {\"key\":\(QuotedText.json(part.key)),\"html\":\(QuotedText.json(part.html))}\n\n"
      }
      if state.hasEnded { text += "event: end\ndata:\n\n" }
      return (text, state.mark, state.hasEnded)
    }
  }

  /// A browser that waits for changes; nil if there are too many.
  func watch() -> Watcher? {
    let (stream, continuation) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let number = state.withLock { state -> Int? in
      guard state.watchers.count < Self.mostWatchers else { return nil }
      state.nextWatcher += 1
      state.watchers[state.nextWatcher] = continuation
      return state.nextWatcher
    }
    return number.map { Watcher(self, $0, stream) }
  }

  /// Receives changes as long as it lives.
  final class Watcher: Sendable {
    let changes: AsyncStream<Void>
    private let page: PageState
    private let number: Int

    fileprivate init(_ page: PageState, _ number: Int, _ changes: AsyncStream<Void>) {
      (self.page, self.number, self.changes) = (page, number, changes)
    }

    deinit {
      _ = page.state.withLock { $0.watchers.removeValue(forKey: number) }
    }
  }
}

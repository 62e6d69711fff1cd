import Foundation
import Host
import Journal
import Page
import ProcessControl
import Reports
import Workbench

/// `reverie serve JOURNAL`: the page of a journal, until Ctrl-C; that of a session, as long as it runs.
extension Serve: ProcessVerb {
  /// Milliseconds between two looks at the journal.
  private static let interval: Int32 = 200

  static func run(_ arguments: Arguments, _ options: Options) throws -> Int32 {
    guard let path = arguments.text(0) else {
      Console.complain("serve needs a journal: reverie serve JOURNAL")
      return Failure.Trouble.syntax.rawValue
    }
    let isLive = ProcessInfo.processInfo.environment[LivePage.variable] != nil
    return Verifier.attempt(path) {
      Interrupt.install()
      Self.allowManyConnections()
      let state = PageState()
      let follower = try JournalFollower(path, state, source: isLive ? .session : .journal)
      let server = try PageServer(state, port: UInt16(arguments[port] ?? 0))
      Console.say(isLive ? server.address : "serving \(path) at \(server.address); Ctrl-C ends it")
      follow(follower, isLive ? LiveInput() : nil)
      // Tell browsers that this was all.
      follower.end()
      usleep(500_000)
      server.stop()
      return 0
    }
  }

  /// Keeps the page up to date until it is to end.
  private static func follow(_ follower: JournalFollower, _ input: LiveInput?) {
    while Interrupt.exitCode == nil {
      if let input {
        guard let events = input.events(within: interval) else { return }
        events.forEach(follower.take)
      } else {
        usleep(UInt32(interval) * 1000)
      }
      follower.look()
    }
  }

  /// A thousand idle connections shall not keep a browser away.
  private static func allowManyConnections() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = min(limit.rlim_max, 8192)
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}

/// Events that a session writes to standard input, a line each.
private final class LiveInput {
  private var held: [UInt8] = []

  /// What came within so many milliseconds; nil once the session has ended.
  func events(within time: Int32) -> [LiveEvent]? {
    var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, time) > 0 else { return [] }
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(STDIN_FILENO, &piece, piece.count)
    guard count > 0 else { return count < 0 && errno == EINTR ? [] : nil }
    held += piece[..<count]
    guard let end = held.lastIndex(of: 10) else { return [] }
    let lines = held[..<end].split(separator: 10)
    let events = lines.compactMap { try? LiveEvent(line: Data($0)) }
    held.removeFirst(end + 1)
    return events
  }
}

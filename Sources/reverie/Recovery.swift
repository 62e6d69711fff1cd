import Foundation
import Host
import Journal
import Terminal
import Workbench

/// Asks, when a session starts on a terminal, what to do with one that was not closed.
struct Recovery {
  private let options: Options
  /// Journals looked at, from the newest.
  private static let depth = 20

  init(_ options: Options) { self.options = options }

  /// The exit code of the session that was resumed; nil if a new one shall begin.
  func offer() throws -> Int32? {
    guard Screen.current(coloursRefused: true).isInteractive, let dead = newest() else {
      return nil
    }
    Console.say("The session \(dead.path) did not end cleanly.")
    let answer: String?
    if let command = dead.unfinished {
      Console.say("It was interrupted in: \(command.replacing("\n", with: "\n            "))")
      answer = Console.ask("[r] resume   [w] resume without that command   [Enter] leave it: ")
    } else {
      answer = Console.ask("[r] resume   [Enter] leave it: ")
    }
    switch answer?.lowercased() {
    case "r": return try ResumeFile.resume(dead.path, inherited, leavesOutLast: false)
    case "w": return try ResumeFile.resume(dead.path, inherited, leavesOutLast: true)
    case nil: return nil
    default:
      // Do not ask about it again.
      do { try dead.leave() } catch { Console.complain("\(error)") }
      return nil
    }
  }

  /// The options that do not bear on results, which go on under the journal's circumstances.
  private var inherited: Options {
    var inherited = options
    (inherited.journal, inherited.seed, inherited.threads) = (nil, nil, nil)
    (inherited.instructions, inherited.device, inherited.data) = (nil, nil, nil)
    inherited.overrides = []
    return inherited
  }

  /// The newest journal that no process writes to, if it has no end record.
  private func newest() -> Resumption? {
    let folder = Places(home: options.home).journals
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names.filter({ $0.hasSuffix(".journal") }).sorted(by: >).prefix(Self.depth) {
      let path = folder + "/" + name
      guard !JournalWriter.isOpen(path), !JournalTail.hasClosed(path) else { continue }
      guard let found = try? Resumption(path) else { continue }
      let isOurs = found.document.facts["process"] != nil
      let hasWork = !found.document.commands.isEmpty || found.unfinished != nil
      return isOurs && hasWork && !found.hasEnded ? found : nil
    }
    return nil
  }
}

import Experiments
import Foundation
import Workbench

/// The page that shows a session, drawn by a process of its own, whatever happens to which the session
/// goes on.
///
/// That process is `reverie serve`; it follows the journal and is sent what no journal holds.
package final class LivePage {
  /// The environment variable that tells this process that a session sends it `LiveEvent`s.
  package static let variable = "REVERIE_LIVE"
  /// Seconds within which the page must be there.
  private static let patience = 20.0

  let address: String
  let path: String
  private let process: Process
  private let mail: LiveMail?
  /// What the page is sent; nil: it shows the journal of another session.
  private(set) var news: LiveNews?

  var isRunning: Bool { process.isRunning }

  /// Starts the page of the journal at `path`.
  ///
  /// - Parameters:
  ///   - port: of 127.0.0.1; nil: a free one.
  ///   - isOwn: whether it is the journal of the session that asks.
  /// - Throws: `WorkbenchError` if the page cannot be shown.
  init(_ path: String, port: Int?, isOwn: Bool) throws(WorkbenchError) {
    self.path = path
    var ends: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0
    else { throw WorkbenchError("no page: \(String(cString: strerror(errno)))") }
    process = Process()
    process.executableURL = URL(fileURLWithPath: LocalWorkers.ownProgram)
    process.arguments =
      ["serve", URL(fileURLWithPath: path).standardizedFileURL.path]
      + (port.map { ["--port", "\($0)"] } ?? [])
    process.environment = ProcessInfo.processInfo.environment.merging([Self.variable: "1"]) { $1 }
    let theirs = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
    let (output, errors) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput, process.standardError) = (
      theirs, output, errors
    )
    do { try process.run() } catch {
      Glibc.close(ends[0])
      throw WorkbenchError("\(LocalWorkers.ownProgram) cannot be started: \(error)")
    }
    try? theirs.close()
    let mail = LiveMail(to: ends[0])
    let line = Self.line(output, within: Self.patience)
    guard line.hasPrefix("http://") else {
      mail.close()
      process.terminate()
      process.waitUntilExit()
      let words = Self.line(errors, within: 1)
      let reason = words.hasPrefix("error: ") ? String(words.dropFirst(7)) : words
      throw WorkbenchError(reason.isEmpty ? "the page did not start" : reason)
    }
    address = line
    self.mail = mail
    news = isOwn ? LiveNews(mail) : nil
  }

  /// Ends it; browsers keep what they show.
  func stop() {
    news = nil
    mail?.close()
  }

  /// The first line that comes; empty if none does in time.
  private static func line(_ pipe: Pipe, within seconds: Double) -> String {
    let end = Date(timeIntervalSinceNow: seconds)
    var bytes: [UInt8] = []
    var waiting = pollfd(
      fd: pipe.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
    while bytes.last != 10, end.timeIntervalSinceNow > 0 {
      guard poll(&waiting, 1, 100) > 0 else { continue }
      var piece = [UInt8](repeating: 0, count: 4096)
      let count = read(waiting.fd, &piece, piece.count)
      guard count > 0 else { break }
      bytes += piece[..<count]
    }
    return String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
  }
}

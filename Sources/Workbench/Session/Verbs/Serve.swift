import Catalog
import Journal
import Language

/// `serve`: a page for browsers on this machine, which shows a session while it runs.
package enum Serve: SessionCommand {
  package static let port = Parameter(
    "port", .integer(1...65_535), default: Int?.none, "port of 127.0.0.1 (default: a free one)")

  /// What ends the page of a session.
  package static let stop = "stop"

  package static let card = Card(
    "serve", "show this session, or a journal, live in a browser", scope: .session,
    operands: [
      .init(
        "journal", .path, optional: true,
        "a journal, in quotes; without one, this session's; or stop, to end the page")
    ],
    parameters: [port], example: "serve", elsewhere: ["watch", "dashboard", "ui"],
    notes: """
      Prints the address of a read-only page on this machine. It shows commands and results as they \
      come, the accuracy matrix and losses during training, samples after each experience, and all \
      objects. It stays correct after a reload, in several browsers, and after a lost connection. \
      Only those who know the address, which contains a random token, can see it; from another \
      computer, forward its port with ssh -L. The page needs no network, is drawn by a separate \
      process, and changes no results; it ends with the session. In a shell, reverie serve JOURNAL \
      follows the journal of a session that another process is running, until Ctrl-C.
      """)

  package static func run(_ arguments: Arguments, in interpreter: Interpreter) throws {
    if let path = arguments.text(0), path != stop {
      _ = try JournalDocument(journal: SessionFile.read(path), file: path)
    }
    // A dry run and what is only verified start nothing.
    guard interpreter.session.redirected == nil else { return }
    try interpreter.askFrontEnd(arguments)
  }
}

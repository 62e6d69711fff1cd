import Experiments
import Foundation
import Workbench

extension SessionHost {
  /// Starts or ends the page that shows the session, or another journal.
  func serve(_ arguments: Arguments) throws {
    if arguments.text(0) == Serve.stop { return stopServing() }
    // Each run of an experiment would have a page of its own.
    guard ProcessInfo.processInfo.environment[LocalWorkers.experimentVariable] == nil else {
      return
    }
    let own = session.journal?.path
    guard let path = arguments.text(0) ?? own else {
      throw WorkbenchError(
        "nothing is recorded here, and a page shows a journal: start without --no-journal")
    }
    if let page, page.isRunning {
      guard page.path == path, arguments[Serve.port] == nil else {
        throw WorkbenchError(
          "\(page.path) is being served at \(page.address): end that first with: serve stop")
      }
      return interpreter.show(.text(page.address))
    }
    let page = try LivePage(path, port: arguments[Serve.port], isOwn: path == own)
    self.page = page
    page.news?.tellObjects(in: session)
    interpreter.show(.text("serving \(path) at\n\(page.address)"))
  }

  private func stopServing() {
    guard let page, page.isRunning else {
      return interpreter.show(.text("nothing is being served"))
    }
    page.stop()
    self.page = nil
    interpreter.show(.text("no longer serving \(page.path)"))
  }
}

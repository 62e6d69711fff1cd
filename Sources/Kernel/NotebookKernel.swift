import Foundation
import Host
import Journal
import Workbench

/// A session that the cells of a notebook run in: a kernel of Jupyter's messaging protocol.
///
/// It lives on the thread that makes it; sockets have a thread of their own.
package final class NotebookKernel {
  let host: SessionHost
  let display: NotebookDisplay
  let inbox = Inbox()
  let outbox: Outbox
  let signals: KernelSignals
  /// Cells that were run, with their numbers.
  var cells: [(number: Int, code: String)] = []
  private let server: MessageServer

  var interpreter: Interpreter { host.interpreter }
  var workspace: Workspace { host.session.workspace }

  /// Opens the sockets that the connection file names, then the session.
  ///
  /// - Parameters:
  ///   - isTerminated: whether the process was told to end, as by SIGTERM; asked from any thread.
  ///   - terminationCode: its exit code then, depending on whether `resume` can go on.
  /// - Throws: `Failure` if that is not possible.
  package init(
    connection path: String, _ options: HostOptions,
    isTerminated: @escaping @Sendable () -> Bool,
    terminationCode: @escaping @Sendable (_ isResumable: Bool) -> Int32
  ) throws(Failure) {
    let connection = try ConnectionFile(path: path)
    let wire = WireFormat(key: connection.key)
    outbox = Outbox(wire)
    signals = KernelSignals(inbox, isTerminated: isTerminated, code: terminationCode)
    server = try MessageServer(connection, wire, inbox, outbox, signals)
    display = NotebookDisplay(outbox)
    host = try SessionHost(options, display: display, signal: signals.request)
    // What a client stops is kept as it is; what ends the process is left to `resume`.
    host.session.recordsStopped = { [signals] in !signals.isTerminated() }
    display.echoes = { [interpreter] in interpreter.echoes }
    offerCommands()
    host.applySettings()
  }

  /// - Throws: `Failure` if libzmq cannot be opened.
  package static func requireLibrary() throws(Failure) { try MessageServer.requireLibrary() }

  /// Answers requests until a client or a signal ends the kernel; returns the exit code.
  package func run() -> Int32 {
    server.start()
    outbox.status("starting", parent: nil)
    var goesOn = true
    while goesOn {
      switch inbox.take() {
      case .request(let request): goesOn = answer(request)
      case .end: goesOn = false
      }
    }
    let code = host.session.isUnfinished ? host.stopCode ?? 0 : 0
    host.close(code)
    interpreter.frontEnd = [:]
    outbox.finish()
    server.waitForEnd()
    return code
  }

  /// Answers one request; false if the kernel is to end.
  private func answer(_ request: Request) -> Bool {
    outbox.status("busy", parent: request.header)
    defer { outbox.status("idle", parent: request.header) }
    switch request.type {
    case "execute_request":
      execute(request)
      return !interpreter.hasQuit
    case "shutdown_request":
      let restart = request.content["restart"]?.flag ?? false
      let content: JSONValue = ["status": "ok", "restart": .flag(restart)]
      outbox.reply(to: request, "shutdown_reply", content)
      outbox.publish("shutdown_reply", content, parent: request.header)
      return false
    // No comm is ever open on this side.
    case "comm_open":
      let id = request.content["comm_id"] ?? .null
      outbox.publish("comm_close", ["comm_id": id, "data": [:]], parent: request.header)
    case "comm_msg", "comm_close": break
    default:
      let name = request.type.replacing("_request", with: "")
      outbox.reply(to: request, name + "_reply", reply(to: name, request.content))
    }
    return true
  }

  /// The content of the reply to a request that only asks.
  private func reply(to name: String, _ content: [String: JSONValue]) -> JSONValue {
    switch name {
    case "kernel_info": kernelInfo
    case "complete": completion(content)
    case "inspect": inspection(content)
    case "is_complete": completeness(content)
    case "history": history(content)
    case "comm_info": ["status": "ok", "comms": [:]]
    case "interrupt": ["status": "ok"]
    default:
      [
        "status": "error", "ename": "UnknownRequest",
        "evalue": "this kernel does not know \(name)_request", "traceback": [],
      ]
    }
  }
}

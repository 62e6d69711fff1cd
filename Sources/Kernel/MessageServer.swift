internal import CZeroMQ
import Foundation
import Journal
import Language

/// The sockets of the kernel, served by a thread of their own, so that heartbeats and interrupts are
/// answered while a command computes.
///
/// Unchecked: after `start`, sockets are touched by that thread alone.
final class MessageServer: @unchecked Sendable {
  /// Milliseconds after which requests to end the process are looked at.
  private static let patience = 200
  /// Milliseconds to deliver the last messages when the kernel ends.
  private static let linger: Int32 = 1000
  /// Messages taken from one socket before the others have their turn.
  private static let turn = 64

  private let context: UnsafeMutableRawPointer
  private let sockets: [UnsafeMutableRawPointer?]
  private let wire: WireFormat
  private let inbox: Inbox
  private let outbox: Outbox
  private let signals: KernelSignals
  private let hasEnded = DispatchSemaphore(value: 0)

  /// Opens the sockets.
  ///
  /// - Throws: `Failure` if libzmq is not here or an address is taken.
  init(
    _ connection: ConnectionFile, _ wire: WireFormat, _ inbox: Inbox, _ outbox: Outbox,
    _ signals: KernelSignals
  ) throws(Failure) {
    (self.wire, self.inbox, self.outbox, self.signals) = (wire, inbox, outbox, signals)
    try Self.requireLibrary()
    guard let context = czmq_context() else {
      throw Failure(Diagnostic("no memory for the sockets", at: .nowhere))
    }
    self.context = context
    var sockets: [UnsafeMutableRawPointer?] = []
    for name in ConnectionFile.Socket.allCases {
      let kind =
        switch name {
        case .shell, .control, .stdin: czmq_router
        case .hb: czmq_rep
        case .iopub: czmq_xpub
        }
      let address = connection.address(of: name)
      guard
        let socket = czmq_bind(
          context, Int32(kind), address, Int64(WireFormat.longestFrame), Self.linger)
      else {
        let reason = String(cString: czmq_failure())
        throw Failure(Diagnostic("cannot listen on \(address): \(reason)", at: .nowhere))
      }
      sockets.append(socket)
    }
    self.sockets = sockets
  }

  /// - Throws: `Failure` if libzmq cannot be opened.
  static func requireLibrary() throws(Failure) {
    var message = [CChar](repeating: 0, count: 300)
    guard czmq_open(&message, message.count) != 0 else { return }
    let reason = String(decoding: message.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    throw Failure(
      Diagnostic(
        "a Jupyter kernel needs libzmq, which cannot be opened (\(reason)): "
          + "install the Debian package libzmq5", at: .nowhere), trouble: .circumstances)
  }

  func start() {
    let thread = Thread { [self] in
      while serve() {}
      for socket in sockets { czmq_close(socket) }
      czmq_end(context)
      hasEnded.signal()
    }
    thread.stackSize = 16 << 20
    thread.start()
  }

  /// Waits until the last messages are delivered.
  func waitForEnd() { hasEnded.wait() }

  private func socket(_ name: ConnectionFile.Socket) -> UnsafeMutableRawPointer? {
    ConnectionFile.Socket.allCases.firstIndex(of: name).flatMap { sockets[$0] }
  }

  /// One round; false when the kernel ends.
  private func serve() -> Bool {
    let ready = czmq_wait(sockets, Int32(sockets.count), outbox.bell, Self.patience)
    for (index, name) in ConnectionFile.Socket.allCases.enumerated() where ready >> index & 1 == 1 {
      for _ in 0..<Self.turn {
        guard let frames = receive(name) else { break }
        take(frames, name)
      }
    }
    if signals.isTerminated() { inbox.put(.end) }
    let (parcels, isLast) = outbox.takeAll()
    for parcel in parcels { send(parcel.frames, parcel.socket) }
    return !isLast
  }

  private func take(_ frames: [[UInt8]], _ name: ConnectionFile.Socket) {
    switch name {
    case .shell:
      if let request = wire.request(frames, on: .shell) { inbox.put(.request(request)) }
    case .control:
      if let request = wire.request(frames, on: .control) { control(request) }
    case .hb: send(frames, .hb)
    // No command asks for input.
    case .stdin: return
    case .iopub:
      // A subscription begins with 1, its end with 0; the topic follows.
      guard let kind = frames.first?.first else { return }
      let topic = Array(frames[0].dropFirst())
      czmq_subscribe(socket(.iopub), Int32(kind), topic, topic.count)
      if kind == 1 { welcome(topic) }
    }
  }

  /// The first message to a new subscriber.
  private func welcome(_ topic: [UInt8]) {
    let content: JSONValue = ["subscription": .text(String(decoding: topic, as: UTF8.self))]
    let name = "iopub_welcome"
    // Subscribers see what begins as their topic does.
    send(wire.frames(name, content, to: [topic + Array(name.utf8)], parent: nil), .iopub)
  }

  /// An interrupt is answered at once; everything else waits for the session.
  private func control(_ request: Request) {
    switch request.type {
    case "interrupt_request":
      outbox.status("busy", parent: request.header)
      inbox.interrupt()
      outbox.reply(to: request, "interrupt_reply", ["status": "ok"])
      outbox.status("idle", parent: request.header)
    case "shutdown_request":
      signals.end()
      inbox.put(.request(request))
    default: inbox.put(.request(request))
    }
  }

  private func receive(_ name: ConnectionFile.Socket) -> [[UInt8]]? {
    var frames: [[UInt8]] = []
    var frame = czmq_frame()
    while czmq_receive(socket(name), &frame) == 0 {
      let goesOn = frame.more != 0
      if frames.count < WireFormat.mostFrames {
        frames.append(Array(UnsafeRawBufferPointer(start: frame.bytes, count: frame.count)))
      }
      czmq_frame_close(&frame)
      if !goesOn { return frames }
    }
    return nil
  }

  private func send(_ frames: [[UInt8]], _ name: ConnectionFile.Socket) {
    for (index, frame) in frames.enumerated() {
      guard czmq_send(socket(name), frame, frame.count, index + 1 < frames.count ? 1 : 0) == 0
      else { return }
    }
  }
}

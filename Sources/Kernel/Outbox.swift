internal import CZeroMQ
import Glibc
import Synchronization

/// Messages on their way to the sockets, from whatever thread.
final class Outbox: Sendable {
  /// A message with the socket that it goes by.
  struct Parcel: Sendable {
    let socket: ConnectionFile.Socket
    let frames: [[UInt8]]
  }

  private struct State {
    var parcels: [Parcel] = []
    var isClosed = false
  }

  private let wire: WireFormat
  private let state = Mutex(State())
  /// Readable while something waits; -1 if the system has none left.
  let bell: Int32

  init(_ wire: WireFormat) {
    self.wire = wire
    bell = czmq_bell()
  }

  deinit { close(bell) }

  /// Answers a request by the channel that it came by.
  func reply(to request: Request, _ type: String, _ content: JSONValue) {
    let frames = wire.frames(type, content, to: request.identities, parent: request.header)
    put(Parcel(socket: request.channel == .shell ? .shell : .control, frames: frames))
  }

  /// Tells every client; `parent` is the header of the request that it is about.
  func publish(_ type: String, _ content: JSONValue, parent: [UInt8]?) {
    let frames = wire.frames(type, content, to: [Array(type.utf8)], parent: parent)
    put(Parcel(socket: .iopub, frames: frames))
  }

  /// Tells every client whether the kernel is `busy`, `idle` or `starting`.
  func status(_ state: String, parent: [UInt8]?) {
    publish("status", ["execution_state": .text(state)], parent: parent)
  }

  /// Nothing is sent after what waits now.
  func finish() {
    state.withLock { $0.isClosed = true }
    czmq_ring(bell)
  }

  /// What waits, and whether it is the last.
  func takeAll() -> (parcels: [Parcel], isLast: Bool) {
    czmq_hush(bell)
    return state.withLock { state in
      defer { state.parcels = [] }
      return (state.parcels, state.isClosed)
    }
  }

  private func put(_ parcel: Parcel) {
    state.withLock { if !$0.isClosed { $0.parcels.append(parcel) } }
    czmq_ring(bell)
  }
}

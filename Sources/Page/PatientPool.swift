import FlyingFox
import FlyingSocks
import Foundation
import Synchronization

/// The sockets of a server, none of which may keep it waiting or fill its memory.
///
/// A request has ten seconds to arrive and must be short, what is sent has thirty to be taken, and of
/// too many open requests the silent and the oldest are closed. A thread of its own sees to that: tasks might find
/// all threads at work on an endless request.
final class PatientPool: AsyncSocketPool {
  private static let requestTime = Duration.seconds(10)
  private static let answerTime = Duration.seconds(30)
  private static let mostRequests = 128
  /// Bytes; FlyingFox takes time that grows with the square of a line.
  private static let longestRequest = 1 << 13
  /// Bytes that a connection holds before they are read: what is left of a request that is given up.
  private static let smallBuffer: Int32 = 1 << 11
  /// Microseconds between two looks at all connections.
  private static let interval: UInt32 = 100_000

  private struct Connection {
    let file: Int32
    let begun: ContinuousClock.Instant
    /// Whether its request is here.
    var hasArrived = false
    /// Since when it takes nothing of what is sent.
    var stuck: ContinuousClock.Instant?
  }

  private struct State {
    /// By the address of the other side.
    var connections: [Socket.Address: Connection] = [:]
    var isRunning = false
  }

  private let base: any AsyncSocketPool
  private let port: UInt16
  private let state = Mutex(State())

  init(_ base: any AsyncSocketPool, port: UInt16) { (self.base, self.port) = (base, port) }

  func prepare() async throws { try await base.prepare() }

  func run() async throws {
    state.withLock { $0.isRunning = true }
    let watch = Thread { [self] in
      while state.withLock({ $0.isRunning }) {
        look()
        usleep(Self.interval)
      }
    }
    watch.start()
    defer { state.withLock { $0.isRunning = false } }
    try await base.run()
  }

  func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
    let peer = events.contains(.write) ? try? socket.remotePeer() : nil
    if let peer { state.withLock { $0.connections[peer]?.stuck = .now } }
    defer { if let peer { state.withLock { $0.connections[peer]?.stuck = nil } } }
    try await base.suspendSocket(socket, untilReadyFor: events)
  }

  /// A request has arrived.
  func hasArrived(from address: HTTPRequest.Address?) {
    guard case .ip4(let host, let port)? = address else { return }
    let peer = Socket.Address.ip4(host, port: port)
    state.withLock { state in
      let found = state.connections[peer] ?? Connection(file: -1, begun: .now)
      state.connections[peer] = found
      state.connections[peer]?.hasArrived = true
    }
  }

  /// Closes the connections that take too long or too much.
  private func look() {
    let open = Self.open(at: port)
    let now = ContinuousClock.now
    let closing = state.withLock { state -> [Int32] in
      var known: [Socket.Address: Connection] = [:]
      for (peer, file) in open {
        var connection = Connection(file: file, begun: now)
        if let old = state.connections[peer], old.file == file || old.file < 0 {
          connection = Connection(
            file: file, begun: old.begun, hasArrived: old.hasArrived, stuck: old.stuck)
        }
        known[peer] = connection
      }
      state.connections = known
      // One that is seen for the first time may be about to speak.
      let requests = known.values.filter { !$0.hasArrived && $0.begun < now }
        .map { (connection: $0, bytes: Self.received($0.file)) }
        .sorted {
          ($0.bytes > 0 ? 1 : 0, $0.connection.begun) > ($1.bytes > 0 ? 1 : 0, $1.connection.begun)
        }
      let late = requests.filter {
        now - $0.connection.begun > Self.requestTime || $0.bytes > Self.longestRequest
      }
      let stuck = known.values.filter { $0.stuck.map { now - $0 > Self.answerTime } ?? false }
      return (requests.dropFirst(Self.mostRequests) + late).map(\.connection.file)
        + stuck.map(\.file)
    }
    // Whoever waits for it learns of it, and closes the socket.
    for file in closing { shutdown(file, Int32(SHUT_RDWR)) }
  }

  /// The connections of this process to its port, with the address of the other side.
  private static func open(at port: UInt16) -> [Socket.Address: Int32] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    var found: [Socket.Address: Int32] = [:]
    for file in files.compactMap({ Int32($0) }) {
      let socket = Socket(file: .init(rawValue: file))
      guard case .ip4(_, let own)? = try? socket.sockname(), own == port else { continue }
      if let peer = try? socket.remotePeer() {
        found[peer] = file
      } else {
        // Only a socket that listens has nobody at its other side; those that it accepts are like it.
        var size = smallBuffer
        setsockopt(
          file, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout.size(ofValue: size)))
      }
    }
    return found
  }

  /// Bytes that came by a connection so far: `tcpi_bytes_received` of Linux's `tcp_info`.
  private static func received(_ file: Int32) -> UInt64 {
    let (offset, size) = (128, MemoryLayout<UInt64>.size)
    var info = [UInt8](repeating: 0, count: 256)
    var length = socklen_t(info.count)
    guard getsockopt(file, Int32(IPPROTO_TCP), TCP_INFO, &info, &length) == 0,
      Int(length) >= offset + size
    else { return 0 }
    return info.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self) }
  }
}

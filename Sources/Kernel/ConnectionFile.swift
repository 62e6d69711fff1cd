import Foundation
import Journal
import Language

/// The file by which a client tells a kernel where to listen.
struct ConnectionFile: Equatable, Sendable {
  /// The sockets in the order in which `MessageServer` serves them.
  enum Socket: String, CaseIterable { case shell, control, stdin, hb, iopub }

  let transport: String
  let host: String
  let key: String
  private let ports: [String: Int]

  /// Reads the file.
  ///
  /// - Throws: `Failure` if it cannot be read or lacks something.
  init(path: String) throws(Failure) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Self.failure("\(path) cannot be read: name the connection file that Jupyter wrote")
    }
    guard let members = JSONValue(Array(data))?.object else {
      throw Self.failure("\(path) is not a connection file: it holds no JSON object")
    }
    let scheme = members["signature_scheme"]?.text ?? "hmac-sha256"
    guard scheme == "hmac-sha256" else {
      throw Self.failure("\(path): signatures by \(scheme) are not supported, only hmac-sha256")
    }
    transport = members["transport"]?.text ?? "tcp"
    guard ["tcp", "ipc"].contains(transport) else {
      throw Self.failure("\(path): transport '\(transport)' is neither tcp nor ipc")
    }
    (host, key) = (members["ip"]?.text ?? "127.0.0.1", members["key"]?.text ?? "")
    var ports: [String: Int] = [:]
    for socket in Socket.allCases {
      let name = socket.rawValue + "_port"
      guard let port = members[name]?.integer, (1...65535).contains(port) else {
        throw Self.failure("\(path): \(name) is not a port from 1 to 65535")
      }
      ports[socket.rawValue] = port
    }
    self.ports = ports
  }

  /// Where a socket listens, as ZeroMQ writes it.
  func address(of socket: Socket) -> String {
    let port = ports[socket.rawValue] ?? 0
    return transport == "ipc" ? "ipc://\(host)-\(port)" : "tcp://\(host):\(port)"
  }

  private static func failure(_ message: String) -> Failure {
    Failure(Diagnostic(message, at: .nowhere), trouble: .syntax)
  }
}

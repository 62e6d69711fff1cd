import Digests
import Foundation

/// The two channels that requests come by.
enum Channel: Sendable { case shell, control }

/// What a client asks for.
struct Request: Sendable {
  let channel: Channel
  /// The frames that lead the answer back.
  let identities: [[UInt8]]
  /// Its header as JSON: the parent of all that answers it.
  let header: [UInt8]
  let type: String
  let content: [String: JSONValue]
}

/// Frames of Jupyter's wire protocol: identities, a delimiter, the signature, four parts as JSON.
///
/// Source: Messaging in Jupyter, version 5.4 of the protocol.
struct WireFormat: Sendable {
  static let version = "5.4"
  /// Frames longer than this end the connection that they come by.
  static let longestFrame = 32 << 20
  /// Frames of one message; further ones are dropped.
  static let mostFrames = 64
  private static let delimiter = Array("<IDS|MSG>".utf8)

  /// Nil: messages are not signed.
  private let code: MessageCode?
  /// The session of this kernel, in the headers of all that it sends.
  private let session = UUID().uuidString

  init(key: String) { code = key.isEmpty ? nil : MessageCode(key: Array(key.utf8)) }

  /// A message with its signature.
  ///
  /// - Parameters:
  ///   - identities: where it goes; what subscribers see as its topic.
  ///   - parent: the header of the request that it answers, as JSON; nil: none.
  func frames(
    _ type: String, _ content: JSONValue, to identities: [[UInt8]], parent: [UInt8]?
  ) -> [[UInt8]] {
    let header: JSONValue = [
      "msg_id": .text(UUID().uuidString), "msg_type": .text(type), "session": .text(session),
      "username": "reverie", "date": .text(Self.now()), "version": .text(Self.version),
    ]
    let empty = Array("{}".utf8)
    let parts = [
      Array(header.description.utf8), parent ?? empty, empty, Array(content.description.utf8),
    ]
    return identities + [Self.delimiter, Array((code?.hexadecimal(of: parts) ?? "").utf8)] + parts
  }

  /// The request that frames hold; nil if they are too few, wrongly signed or malformed.
  func request(_ frames: [[UInt8]], on channel: Channel) -> Request? {
    guard let end = frames.firstIndex(of: Self.delimiter), frames.count >= end + 6 else {
      return nil
    }
    let parts = Array(frames[(end + 2)...(end + 5)])
    if let code {
      guard SecretText.areEqual(frames[end + 1], Array(code.hexadecimal(of: parts).utf8)) else {
        return nil
      }
    }
    guard let header = JSONValue(parts[0]), let type = header.object?["msg_type"]?.text,
      let content = JSONValue(parts[3])?.object
    else { return nil }
    return Request(
      channel: channel, identities: Array(frames[..<end]), header: Array(header.description.utf8),
      type: type, content: content)
  }

  private static func now() -> String {
    Date().ISO8601Format(.iso8601(timeZone: .gmt, includingFractionalSeconds: true)) + "Z"
  }
}

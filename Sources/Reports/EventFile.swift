/// A file of TensorBoard events: records with checksums around messages of Protocol Buffers.
///
/// Source: TensorFlow, `event.proto`, `summary.proto` and `record_writer.h`.
struct EventFile {
  private(set) var bytes: [UInt8] = []
  /// Events without the one that tells the version.
  private(set) var count = 0
  private let time: Double

  /// - Parameter time: of all events, in seconds since 1970.
  init(time: Double) {
    self.time = time
    write(event(step: 0) { $0.add(3, Array("brain.Event:2".utf8)) })
  }

  /// Adds a number.
  mutating func add(_ tag: String, _ value: Double, at step: Int) {
    add(at: step, tag) { $0.add(2, Float(value)) }
  }

  /// Adds a picture; what is no PNG file is left out.
  mutating func add(_ tag: String, png: [UInt8], at step: Int) {
    guard png.count > 25 else { return }
    func number(_ at: Int) -> Int { png[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
    // Types of PNG: grey, RGB, with transparency.
    let channels = [0: 1, 2: 3, 4: 2, 6: 4][png[25]] ?? 3
    var image = Message()
    for (field, value) in [(1, number(20)), (2, number(16)), (3, channels)] {
      image.add(field, value)
    }
    image.add(4, png)
    add(at: step, tag) { $0.add(4, image.bytes) }
  }

  private mutating func add(at step: Int, _ tag: String, _ fill: (inout Message) -> Void) {
    var value = Message()
    value.add(1, Array(tag.utf8))
    fill(&value)
    var summary = Message()
    summary.add(1, value.bytes)
    write(event(step: step) { $0.add(5, summary.bytes) })
    count += 1
  }

  private func event(step: Int, _ fill: (inout Message) -> Void) -> [UInt8] {
    var event = Message()
    event.add(1, time)
    event.add(2, step)
    fill(&event)
    return event.bytes
  }

  private mutating func write(_ record: [UInt8]) {
    let length = Self.little(UInt64(record.count))
    bytes += length + Self.little(Checksum.masked(length)) + record
    bytes += Self.little(Checksum.masked(record))
  }

  fileprivate static func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }
}

/// A message of Protocol Buffers under construction.
private struct Message {
  private(set) var bytes: [UInt8] = []

  mutating func add(_ field: Int, _ value: Int) {
    varint(UInt64(field << 3))
    varint(UInt64(bitPattern: Int64(value)))
  }

  mutating func add(_ field: Int, _ value: Double) {
    varint(UInt64(field << 3 | 1))
    bytes += EventFile.little(value.bitPattern)
  }

  mutating func add(_ field: Int, _ value: Float) {
    varint(UInt64(field << 3 | 5))
    bytes += EventFile.little(value.bitPattern)
  }

  mutating func add(_ field: Int, _ content: [UInt8]) {
    varint(UInt64(field << 3 | 2))
    varint(UInt64(content.count))
    bytes += content
  }

  private mutating func varint(_ number: UInt64) {
    var rest = number
    while rest > 127 {
      bytes.append(UInt8(rest & 127) | 128)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

/// CRC-32C, masked as in TensorFlow's records.
private enum Checksum {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1 == 1 ? 0x82F6_3B78 : 0) }
  }

  static func masked(_ bytes: [UInt8]) -> UInt32 {
    let sum = ~bytes.reduce(~UInt32(0)) { $0 >> 8 ^ table[Int(($0 ^ UInt32($1)) & 255)] }
    return (sum >> 15 | sum << 17) &+ 0xA282_EAD8
  }
}

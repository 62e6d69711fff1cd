/// Writes safetensors files whose headers are right or wrong in one of the ways that hurt.
struct SnapshotMaker {
  private struct Entry {
    var name: String
    var type: String
    var shape: [UInt64]
    var range: (lower: UInt64, upper: UInt64)
  }

  private static let sizes: [(name: String, bytes: UInt64)] = [
    ("F32", 4), ("F64", 8), ("I64", 8), ("U8", 1), ("BOOL", 1),
  ]
  private static let edges: [UInt64] = [
    0, 1, 2, 7, 8, 1 << 31, 1 << 32, 1 << 40, 1 << 61, 1 << 62, (1 << 63) - 1, 1 << 63, .max,
  ]

  /// Writes a file that is right.
  static func write(_ out: inout [UInt8], _ dice: inout Dice) {
    var (entries, end) = (entries(&dice), UInt64(0))
    for index in entries.indices {
      let size = entries[index].range.upper
      entries[index].range = (end, end + size)
      end += size
    }
    finish(entries, data: Int(end), &out, &dice)
  }

  /// Writes a file with sizes that lie, ranges that overlap, and the like.
  static func writeWrong(_ out: inout [UInt8], _ dice: inout Dice) {
    var (entries, end) = (entries(&dice), UInt64(0))
    for index in entries.indices {
      let size = entries[index].range.upper
      entries[index].range = (end, end + size)
      end += size
    }
    for _ in 0...dice.below(2) where !entries.isEmpty {
      let (place, other) = (dice.below(entries.count), dice.below(entries.count))
      let edge = dice.pick(edges)
      switch dice.below(9) {
      case 0: entries[place].range.lower = edge
      case 1: entries[place].range.upper = edge
      case 2: entries[place].range = entries[other].range
      case 3: entries[place].range.upper &+= 1
      case 4: entries[place].shape.append(edge)
      case 5: entries[place].shape = Array(repeating: edge, count: 1 + dice.below(4))
      case 6: entries[place].type = dice.pick(["F16", "f32", "", "F32\\u0000", "I64", "BOOL"])
      case 7: entries[place].name = dice.pick([entries[other].name, "__metadata__", "\\ud800"])
      default:
        let count = dice.pick([63, 64, 65, 1000])
        entries[place].shape = Array(repeating: dice.pick([0, 1, 2]), count: count)
      }
    }
    let data = dice.once(in: 4) ? Int(end) + dice.pick([-8, -1, 1, 8, 4096]) : Int(end)
    finish(entries, data: max(0, data), &out, &dice)
  }

  /// Entries whose ranges begin at 0.
  private static func entries(_ dice: inout Dice) -> [Entry] {
    (0..<dice.below(5)).map { index in
      let type = dice.pick(sizes)
      let shape = (0..<dice.below(4)).map { _ in UInt64(dice.below(5)) }
      let name = dice.pick(["w", "net/1.weight", "学", "\\n\\u0041", "a\\\"b", ""]) + "\(index)"
      return Entry(
        name: name, type: type.name, shape: shape, range: (0, shape.reduce(type.bytes, *)))
    }
  }

  private static func finish(
    _ entries: [Entry], data: Int, _ out: inout [UInt8], _ dice: inout Dice
  ) {
    out += Array(repeating: 0, count: 8)
    out.append(UInt8(ascii: "{"))
    var isFirst = true
    if dice.once(in: 2) {
      out += "\"__metadata__\":{\"format\":\"pt\",\"a\\n\":\"学\"}".utf8
      isFirst = false
    }
    for entry in entries {
      out += (isFirst ? "\"" : ",\"").utf8
      isFirst = false
      let shape = entry.shape.map(String.init).joined(separator: dice.once(in: 9) ? " , " : ",")
      let range = "[\(entry.range.lower),\(entry.range.upper)]"
      out +=
        "\(entry.name)\":{\"dtype\":\"\(entry.type)\",\"shape\":[\(shape)],\"data_offsets\":\(range)}"
        .utf8
    }
    out.append(UInt8(ascii: "}"))
    while out.count % 8 != 0 { out.append(32) }
    setLength(of: &out, to: UInt64(out.count - 8))
    for _ in 0..<data { out.append(UInt8(dice.below(2))) }
  }

  /// Nests `[`, `{"a":` or both as deep as a reader that calls itself would not bear.
  static func writeNested(_ out: inout [UInt8], _ dice: inout Dice) {
    let opening = dice.pick(["[", "{\"a\":", "{\"a\":[", "{\"a\":{\"shape\":["])
    out += Array(repeating: 0, count: 8)
    for _ in 0..<dice.pick([3, 600, 20_000]) { out += opening.utf8 }
    setLength(of: &out, to: UInt64(out.count - 8))
  }

  /// Makes the first number say what the header's length is, or a lie.
  static func lie(_ out: inout [UInt8], _ dice: inout Dice) {
    guard out.count >= 8 else { return }
    let length = out[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let near = length &+ UInt64(bitPattern: Int64(dice.pick([-8, -1, 1, 8])))
    let edge = dice.pick(edges + [99_999_999, 100_000_000, 100_000_001, UInt64(out.count)])
    setLength(of: &out, to: dice.once(in: 2) ? near : edge)
  }

  static func setLength(of out: inout [UInt8], to length: UInt64) {
    for byte in 0..<8 { out[byte] = UInt8(truncatingIfNeeded: length >> (8 * UInt64(byte))) }
  }
}

/// The processor that this runs on.
package enum Processor {
  /// Who made it, as in `GenuineIntel`; products of matrices are worked out in another order, with
  /// other last digits, on another maker's.
  package static let maker = words("vendor_id").last.map(String.init) ?? "unknown"

  static let flags = Set(words("flags"))

  /// The words on the first line of the system's description that begins with `field`.
  private static func words(_ field: String) -> [Substring] {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix(field) } ?? ""
    return line.split { $0 == " " || $0 == "\t" }
  }
}

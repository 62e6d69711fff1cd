/// The processor of this machine.
package enum Processor {
  /// The vendor, such as `GenuineIntel`; matrix products are computed in another order, with other
  /// last digits, on another vendor's.
  package static let maker = words("vendor_id").last.map(String.init) ?? "unknown"

  static let flags = Set(words("flags"))

  /// The words of the first line of `/proc/cpuinfo` that begins with `field`.
  private static func words(_ field: String) -> [Substring] {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix(field) } ?? ""
    return line.split { $0 == " " || $0 == "\t" }
  }
}

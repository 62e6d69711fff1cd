import Catalog

/// Which classes to use, or which classes make up each experience.
package enum ClassGroups: Sendable, Equatable, SettingValue {
  /// These classes, to be split.
  case chosen([Int])
  /// Classes by number or name, one list per experience.
  case groups([[String]])

  /// Reads a list or range of class numbers, or text: `"0,1|2..4|ship"`.
  package init?(_ setting: Value) {
    switch setting {
    case .integer, .list, .range:
      guard let classes = setting.integers else { return nil }
      self = .chosen(classes)
    case .text(let text), .name(let text):
      let groups = text.split(separator: "|", omittingEmptySubsequences: false).map { group in
        group.split(separator: ",", omittingEmptySubsequences: false).map(ClassGroups.trimmed)
      }
      self = .groups(groups)
    default: return nil
    }
  }

  /// The setting that reads back as these classes.
  package var setting: Value? {
    switch self {
    case .chosen(let classes): .list(classes.map { .integer($0) })
    case .groups(let groups):
      .text(groups.map { $0.joined(separator: ",") }.joined(separator: "|"))
    }
  }

  /// Class numbers, one list per group; a single list for `chosen`.
  ///
  /// - Throws: `StreamsError` if a class is unknown or named twice or a group is empty.
  func resolved(names: [String]) throws -> [[Int]] {
    let resolved: [[Int]]
    switch self {
    case .chosen(let classes): resolved = [classes]
    case .groups(let groups):
      resolved = try groups.map { try $0.flatMap { try ClassGroups.numbers($0, names: names) } }
    }
    try ClassGroups.check(resolved.flatMap { $0 }, option: "classes", classCount: names.count)
    return resolved
  }

  static func check(_ classes: [Int], option: String, classCount: Int) throws {
    var seen = Set<Int>()
    for number in classes {
      guard number >= 0, number < classCount else {
        throw StreamsError.option(
          "\(option): there is no class \(number); use 0 to \(classCount - 1)")
      }
      guard seen.insert(number).inserted else {
        throw StreamsError.option("\(option): class \(number) is there twice; name it once")
      }
    }
    guard !classes.isEmpty else {
      throw StreamsError.option("\(option): no class is named; use 0 to \(classCount - 1)")
    }
  }

  /// `3`, `2..4` or a class name; a number is always a class number.
  private static func numbers(_ token: String, names: [String]) throws -> [Int] {
    if let number = Int(token) { return [number] }
    if let number = names.firstIndex(of: token) { return [number] }
    let ends = token.split(separator: ".", omittingEmptySubsequences: false)
    if ends.count == 3, ends[1].isEmpty, let first = Int(ends[0]), let last = Int(ends[2]),
      first <= last, last < names.count, first >= 0
    {
      return Array(first...last)
    }
    throw StreamsError.option(
      "classes: there is no class '\(token)'; write numbers like \"0,1|2,3\" or names")
  }

  private static func trimmed(_ text: Substring) -> String {
    let start = text.drop { $0 == " " }
    guard let last = start.lastIndex(where: { $0 != " " }) else { return "" }
    return String(start[...last])
  }
}

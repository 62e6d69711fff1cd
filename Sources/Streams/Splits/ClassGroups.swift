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

  /// Places of classes, one list per group; a single list for `chosen`.
  ///
  /// - Throws: `StreamsError` if a class is unknown or named twice or a group is empty.
  func resolved(names: [String]) throws -> [[Int]] {
    let classes = ClassNames(names)
    let resolved: [[Int]]
    switch self {
    case .chosen(let numbers): resolved = [try ClassGroups.places(numbers, "classes", classes)]
    case .groups(let groups):
      resolved = try groups.map { try $0.flatMap { try ClassGroups.places($0, classes) } }
    }
    try ClassGroups.check(resolved.flatMap { $0 }, "classes", classes)
    return resolved
  }

  /// The places of the classes that these numbers mean.
  static func places(_ numbers: [Int], _ option: String, _ classes: ClassNames) throws -> [Int] {
    try numbers.map { number in
      guard let place = classes.place(number) else {
        throw StreamsError.option(
          "\(option): there is no class \(number); use \(classes.numbers)")
      }
      return place
    }
  }

  /// Refuses a class that is named twice, and lists without any class.
  static func check(_ places: [Int], _ option: String, _ classes: ClassNames) throws {
    var seen = Set<Int>()
    if let twin = places.first(where: { !seen.insert($0).inserted }) {
      throw StreamsError.option(
        "\(option): class '\(classes.names[twin])' is listed twice; list it once")
    }
    guard !places.isEmpty else {
      throw StreamsError.option("\(option): no class is listed; use \(classes.numbers)")
    }
  }

  /// `3`, `2..4` or a class name.
  private static func places(_ token: String, _ classes: ClassNames) throws -> [Int] {
    if let number = Int(token) { return try places([number], "classes", classes) }
    if let place = classes.names.firstIndex(of: token) { return [place] }
    let ends = token.split(separator: ".", omittingEmptySubsequences: false)
    if ends.count == 3, ends[1].isEmpty, let first = Int(ends[0]), let last = Int(ends[2]),
      first <= last, classes.place(first) != nil, classes.place(last) != nil,
      last - first <= Int(UInt16.max)
    {
      return try places(Array(first...last), "classes", classes)
    }
    throw StreamsError.option(
      "classes: there is no class '\(StreamsError.excerpt(token))'; write numbers like "
        + "\"0,1|2,3\" or names")
  }

  private static func trimmed(_ text: Substring) -> String {
    let start = text.drop { $0 == " " }
    guard let last = start.lastIndex(where: { $0 != " " }) else { return "" }
    return String(start[...last])
  }
}

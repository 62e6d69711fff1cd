/// What the classes of a data set are called, and which of them a number means.
///
/// Where all names are different whole numbers (`0` to `9`; `3, 7, 100`), a number means the class
/// of that name; elsewhere it means the place of the class, from 0.
struct ClassNames {
  let names: [String]
  /// The place of the class that each number means; nil where numbers are places.
  private let places: [Int: Int]?

  init(_ names: [String]) {
    self.names = names
    places = ClassNames.values(names).map {
      Dictionary(uniqueKeysWithValues: zip($0, names.indices))
    }
  }

  var count: Int { names.count }

  /// The place of the class that this number means.
  func place(_ number: Int) -> Int? {
    if let places { return places[number] }
    return names.indices.contains(number) ? number : nil
  }

  /// `0 to 9`, or the numbers that there are.
  var numbers: String {
    guard let places else { return "0 to \(count - 1)" }
    let values = places.keys.sorted()
    guard let first = values.first, let last = values.last else { return "none" }
    if last - first == values.count - 1 {
      return first == last ? "\(first)" : "\(first) to \(last)"
    }
    return values.prefix(8).map(String.init).joined(separator: ", ")
      + (values.count > 8 ? ", ... \(last)" : "")
  }

  /// Names in the order of classes: numbers by their value, other names by their UTF-8 bytes.
  static func ordered(_ names: [String]) -> [String] {
    if let values = values(names) {
      return zip(values, names).sorted { $0.0 < $1.0 }.map(\.1)
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The numbers that all names are; nil if one is none or if two are the same.
  private static func values(_ names: [String]) -> [Int]? {
    let values = names.compactMap { Int($0) }
    guard values.count == names.count, Set(values).count == values.count else { return nil }
    return values
  }
}

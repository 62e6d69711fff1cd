/// How large a figure may be that is read from a file.
enum FigureLimits {
  /// Scalars of one text.
  static let text = 1_000_000
  /// Scalars of a title, label, name or cell.
  static let label = 10_000
  /// Rows of a table, its columns, series of a chart, labels and captions.
  static let items = 10_000
  /// Points of all series together, cells of a table or a heat map.
  static let values = 500_000

  static func check(text: String) throws {
    guard text.unicodeScalars.count <= Self.text else { throw FigureError("a text is too long") }
  }

  static func check(labels: [String]) throws {
    guard labels.allSatisfy({ $0.unicodeScalars.count <= label }) else {
      throw FigureError("a label of more than \(label) characters")
    }
    try check(items: labels.count)
  }

  static func check(items count: Int) throws {
    guard count <= items else { throw FigureError("a list of more than \(items) items") }
  }

  static func check(values count: Int) throws {
    guard count <= values else { throw FigureError("more than \(values) values") }
  }
}

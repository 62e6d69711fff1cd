import Foundation
import Text

extension Figure: Codable {
  /// The version of the form in which figures are written.
  static let version = 1

  private enum Key: String, CodingKey { case kind, version, text }

  /// - Throws: `FigureError` or `DecodingError` for another version, an unknown kind, or sizes beyond
  ///   `FigureLimits`.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    guard try container.decode(Int.self, forKey: .version) == Self.version else {
      throw FigureError("a figure of another version")
    }
    guard let kind = Kind(rawValue: try container.decode(String.self, forKey: .kind)) else {
      throw FigureError("a figure of an unknown kind")
    }
    switch kind {
    case .text:
      let text = try container.decode(String.self, forKey: .text)
      try FigureLimits.check(text: text)
      self = .text(text)
    case .table: self = .table(try Table(from: decoder))
    case .chart: self = .chart(try LineChart(from: decoder))
    case .heatmap: self = .heatMap(try HeatMap(from: decoder))
    case .images: self = .file(try ImageFile(from: decoder))
    }
  }

  /// - Throws: `FigureError` for a sheet of images, which is written as the file that holds it, and
  ///   for what could not be read again.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(kind.rawValue, forKey: .kind)
    try container.encode(Self.version, forKey: .version)
    switch self {
    case .text(let text):
      try FigureLimits.check(text: text)
      try container.encode(text, forKey: .text)
    case .table(let table): try table.encode(to: encoder)
    case .chart(let chart): try chart.encode(to: encoder)
    case .heatMap(let map): try map.encode(to: encoder)
    case .images: throw FigureError("images are written as the file that holds them")
    case .file(let file): try file.encode(to: encoder)
    }
  }

  /// The figure as JSON on one line: members sorted by name, numbers in the shortest digits that
  /// give them back, and everything that a terminal would interpret as `\u001b`.
  ///
  /// - Throws: `FigureError` for sheets of images and sizes beyond `FigureLimits`.
  package func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return QuotedText.escaped(json: String(decoding: try encoder.encode(self), as: UTF8.self))
  }

  /// Reads what `json()` wrote.
  package init(json: some StringProtocol) throws {
    self = try JSONDecoder().decode(Figure.self, from: Data(json.utf8))
  }
}

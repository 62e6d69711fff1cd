import Foundation

public struct TextStyle: Sendable {
  public var columns: Int
  public var colours: Bool
  public var unicode: Bool
  public var trueColour: Bool
  public init(
    columns: Int = 80, colours: Bool = false, unicode: Bool = true, trueColour: Bool = false
  ) {
    (self.columns, self.colours, self.unicode, self.trueColour) = (
      columns, colours, unicode, trueColour
    )
  }
}
public enum Figure: Sendable, Equatable {
  case text(String)
  case table(Table)
  case chart(LineChart)
  case heatMap(HeatMap)
  case images(ImageSheet)
  public func lines(_ style: TextStyle) -> [String] {
    switch self {
    case .text(let text):
      text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    case .table(let table): table.lines()
    case .chart(let chart):
      chart.series.map {
        "\($0.name): " + $0.points.map { Format.number($0.y) }.joined(separator: " ")
      }
    case .heatMap(let map):
      [map.title]
        + map.values.map { $0.map { $0.map { Format.number($0) } ?? "" }.joined(separator: "\t") }
    case .images(let sheet): sheet.lines()
    }
  }
}
public struct Table: Sendable, Equatable {
  public enum Cell: Sendable, Equatable {
    case text(String), number(Double, digits: Int), integer(Int)
    var string: String {
      switch self {
      case .text(let s): s;
      case .number(let d, let n): String(format: "%.\(n)f", d);
      case .integer(let i): "\(i)"
      }
    }
  }
  public let header: [String]; public let rows: [[Cell]]
  public init(header: [String], rows: [[Cell]]) { (self.header, self.rows) = (header, rows) }
  func lines() -> [String] {
    let all = [header] + rows.map { $0.map(\.string) }
    let widths = (0..<(all.map(\.count).max() ?? 0)).map { c in
      all.map { c < $0.count ? $0[c].count : 0 }.max() ?? 0
    }
    return all.map { row in
      zip(row, widths).map { $0 + String(repeating: " ", count: max(0, $1 - $0.count)) }.joined(
        separator: "  ")
    }
  }
}
public struct LineChart: Sendable, Equatable {
  public struct Series: Sendable, Equatable {
    public let name: String; public let points: [(x: Double, y: Double)]
    public init(name: String, points: [(x: Double, y: Double)]) {
      (self.name, self.points) = (name, points)
    }
    public static func == (a: Self, b: Self) -> Bool {
      a.name == b.name && a.points.elementsEqual(b.points, by: ==)
    }
  }
  public let series: [Series]
  public init(
    title: String, xLabel: String, yLabel: String, series: [Series],
    yRange: ClosedRange<Double>? = nil
  ) { self.series = series }
}
public struct HeatMap: Sendable, Equatable {
  public let title: String; public let values: [[Double?]]
  public init(
    title: String, rowLabels: [String], columnLabels: [String], values: [[Double?]],
    range: ClosedRange<Double>
  ) { (self.title, self.values) = (title, values) }
}
public struct ImageSheet: Sendable, Equatable {
  public let images: [[UInt8]]; let width: Int; let channels: Int; let height: Int
  public init(images: [[UInt8]], channels: Int, height: Int, width: Int, captions: [String] = [])
    throws
  {
    (self.images, self.width, self.channels, self.height) = (images, width, channels, height)
  }
  func lines() -> [String] {
    images.prefix(2).flatMap { i in
      (0..<height / 2).map { y in
        String((0..<width).map { x in Array(" .:-=+*#%@")[Int(i[2 * y * width + x]) * 9 / 255] })
      }
    }
  }
}
public enum Format {
  public static func number(_ v: Double) -> String { String(format: "%.4g", v) }
  public static func count(_ v: Int) -> String { "\(v)" }
  public static func duration(_ v: Double) -> String { String(format: "%.1f s", v) }
}
public enum Paint {
  public static func dim(_ t: String, _ s: TextStyle) -> String {
    s.colours ? "\u{1b}[2m\(t)\u{1b}[0m" : t
  }
  public static func red(_ t: String, _ s: TextStyle) -> String {
    s.colours ? "\u{1b}[31m\(t)\u{1b}[0m" : t
  }
}
public enum ProgressBar {
  public static func text(_ f: Double, width: Int) -> String {
    String(repeating: "#", count: max(0, min(width, Int(f * Double(width)))))
  }
}

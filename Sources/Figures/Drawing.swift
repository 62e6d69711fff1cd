/// A drawing over a white background: shapes in order, in points from the upper left corner.
struct Drawing {
  enum Anchor: String { case start, middle, end }

  /// What is drawn.
  enum Shape {
    case text(
      String, x: Double, y: Double, anchor: Anchor, size: Double, fill: String, isBold: Bool)
    case rectangle(x: Double, y: Double, width: Double, height: Double, fill: String)
    case circle(x: Double, y: Double, radius: Double, fill: String)
    case line([(x: Double, y: Double)], stroke: String, width: Double, dashes: String)
    /// Pale.
    case area([(x: Double, y: Double)], fill: String)
    case image(png: [UInt8], x: Double, y: Double, width: Double, height: Double)
  }

  static let ink = "#222222"
  static let faint = "#595959"
  static let rule = "#dddddd"

  let width: Double
  let height: Double
  let title: String
  private(set) var shapes: [Shape] = []

  init(width: Double, height: Double, title: String) {
    self.width = width
    self.height = height
    self.title = title
  }

  /// Adds the shapes of another drawing, `top` points further down.
  mutating func add(_ other: Drawing, below top: Double) {
    func moved(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
      points.map { ($0.x, $0.y + top) }
    }
    shapes += other.shapes.map { shape in
      switch shape {
      case .text(let text, let x, let y, let anchor, let size, let fill, let isBold):
        .text(text, x: x, y: y + top, anchor: anchor, size: size, fill: fill, isBold: isBold)
      case .rectangle(let x, let y, let width, let height, let fill):
        .rectangle(x: x, y: y + top, width: width, height: height, fill: fill)
      case .circle(let x, let y, let radius, let fill):
        .circle(x: x, y: y + top, radius: radius, fill: fill)
      case .line(let points, let stroke, let width, let dashes):
        .line(moved(points), stroke: stroke, width: width, dashes: dashes)
      case .area(let points, let fill): .area(moved(points), fill: fill)
      case .image(let png, let x, let y, let width, let height):
        .image(png: png, x: x, y: y + top, width: width, height: height)
      }
    }
  }

  mutating func text(
    _ text: String, x: Double, y: Double, anchor: Anchor = .start, size: Double = 12,
    fill: String = Drawing.ink, isBold: Bool = false
  ) {
    guard !text.isEmpty else { return }
    shapes.append(.text(text, x: x, y: y, anchor: anchor, size: size, fill: fill, isBold: isBold))
  }

  mutating func rectangle(x: Double, y: Double, width: Double, height: Double, fill: String) {
    shapes.append(.rectangle(x: x, y: y, width: width, height: height, fill: fill))
  }

  mutating func circle(x: Double, y: Double, radius: Double, fill: String) {
    shapes.append(.circle(x: x, y: y, radius: radius, fill: fill))
  }

  mutating func line(
    _ points: [(x: Double, y: Double)], stroke: String, width: Double = 1, dashes: String = ""
  ) {
    shapes.append(.line(points, stroke: stroke, width: width, dashes: dashes))
  }

  /// A pale area with the outline `points`.
  mutating func area(_ points: [(x: Double, y: Double)], fill: String) {
    shapes.append(.area(points, fill: fill))
  }

  mutating func image(_ png: [UInt8], x: Double, y: Double, width: Double, height: Double) {
    shapes.append(.image(png: png, x: x, y: y, width: width, height: height))
  }
}

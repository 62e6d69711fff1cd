import Text
import Foundation

/// A standalone SVG image: elements in order over a white background.
struct SVGDocument {
  enum Anchor: String { case start, middle, end }

  static let ink = "#222222"
  static let faint = "#595959"
  static let rule = "#dddddd"

  private let width: Double
  private let height: Double
  private let title: String
  private var elements: [String] = []

  init(width: Double, height: Double, title: String) {
    self.width = width
    self.height = height
    self.title = title
  }

  mutating func text(
    _ text: String, x: Double, y: Double, anchor: Anchor = .start, size: Double = 12,
    fill: String = SVGDocument.ink, isBold: Bool = false
  ) {
    guard !text.isEmpty else { return }
    let weight = isBold ? " font-weight=\"600\"" : ""
    elements.append(
      "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" text-anchor=\"\(anchor.rawValue)\""
        + " font-size=\"\(Self.number(size))\" fill=\"\(fill)\"\(weight)>"
        + "\(Markup.escaped(text))</text>")
  }

  mutating func rectangle(x: Double, y: Double, width: Double, height: Double, fill: String) {
    elements.append(
      "<rect x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(width))\""
        + " height=\"\(Self.number(height))\" fill=\"\(fill)\"/>")
  }

  mutating func circle(x: Double, y: Double, radius: Double, fill: String) {
    elements.append(
      "<circle cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" r=\"\(Self.number(radius))\""
        + " fill=\"\(fill)\"/>")
  }

  mutating func line(
    _ points: [(x: Double, y: Double)], stroke: String, width: Double = 1, dashes: String = ""
  ) {
    let places = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }
    let pattern = dashes.isEmpty ? "" : " stroke-dasharray=\"\(dashes)\""
    elements.append(
      "<polyline points=\"\(places.joined(separator: " "))\" fill=\"none\" stroke=\"\(stroke)\""
        + " stroke-width=\"\(Self.number(width))\" stroke-linejoin=\"round\"\(pattern)/>")
  }

  /// A pale area with the outline `points`.
  mutating func area(_ points: [(x: Double, y: Double)], fill: String) {
    let places = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }
    elements.append(
      "<polygon points=\"\(places.joined(separator: " "))\" fill=\"\(fill)\" fill-opacity=\"0.15\"/>"
    )
  }

  mutating func image(_ png: [UInt8], x: Double, y: Double, width: Double, height: Double) {
    elements.append(
      "<image x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(width))\""
        + " height=\"\(Self.number(height))\" style=\"image-rendering: pixelated\""
        + " href=\"data:image/png;base64,\(Data(png).base64EncodedString())\"/>")
  }

  /// The document as text that ends with a newline.
  func rendered() -> String {
    let size = "\(Self.number(width)) \(Self.number(height))"
    let name = Markup.escaped(title)
    let head = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(size)\""
        + " width=\"\(Self.number(width))\" height=\"\(Self.number(height))\" role=\"img\""
        + " aria-label=\"\(name)\" font-family=\"system-ui, sans-serif\">",
      "<title>\(name)</title>",
      "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>",
    ]
    return (head + elements + ["</svg>", ""]).joined(separator: "\n")
  }

  /// A length with at most one digit after the point.
  static func number(_ value: Double) -> String {
    let text = Format.fixed(value, digits: 1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

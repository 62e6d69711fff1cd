import Foundation
import Text

extension Drawing {
  /// The drawing as a standalone SVG document that ends with a newline.
  func svg() -> String {
    let size = "\(Self.number(width)) \(Self.number(height))"
    let name = Markup.escaped(title)
    let head = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(size)\""
        + " width=\"\(Self.number(width))\" height=\"\(Self.number(height))\" role=\"img\""
        + " aria-label=\"\(name)\" font-family=\"system-ui, sans-serif\">",
      "<title>\(name)</title>",
      "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>",
    ]
    return (head + shapes.map(Self.element) + ["</svg>", ""]).joined(separator: "\n")
  }

  private static func element(_ shape: Shape) -> String {
    switch shape {
    case .text(let text, let x, let y, let anchor, let size, let fill, let isBold):
      return "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor.rawValue)\""
        + " font-size=\"\(number(size))\" fill=\"\(fill)\""
        + (isBold ? " font-weight=\"600\"" : "") + ">\(Markup.escaped(text))</text>"
    case .rectangle(let x, let y, let width, let height, let fill):
      return "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\""
        + " height=\"\(number(height))\" fill=\"\(fill)\"/>"
    case .circle(let x, let y, let radius, let fill):
      return "<circle cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"\(number(radius))\""
        + " fill=\"\(fill)\"/>"
    case .line(let points, let stroke, let width, let dashes):
      let pattern = dashes.isEmpty ? "" : " stroke-dasharray=\"\(dashes)\""
      return "<polyline points=\"\(places(points))\" fill=\"none\" stroke=\"\(stroke)\""
        + " stroke-width=\"\(number(width))\" stroke-linejoin=\"round\"\(pattern)/>"
    case .area(let points, let fill):
      return "<polygon points=\"\(places(points))\" fill=\"\(fill)\" fill-opacity=\"0.15\"/>"
    case .image(let png, let x, let y, let width, let height):
      return "<image x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\""
        + " height=\"\(number(height))\" style=\"image-rendering: pixelated\""
        + " href=\"data:image/png;base64,\(Data(png).base64EncodedString())\"/>"
    }
  }

  private static func places(_ points: [(x: Double, y: Double)]) -> String {
    points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
  }

  /// A length with at most one digit after the point.
  static func number(_ value: Double) -> String {
    let text = Format.fixed(value, digits: 1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

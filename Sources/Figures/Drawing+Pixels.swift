import Text

extension Drawing {
  /// Pixels a point.
  private static let scale = 2.0

  /// The drawing as a PNG file of twice as many pixels as it has points; without images.
  func png() -> [UInt8] {
    var canvas = PixelCanvas(
      width: Int((width * Self.scale).rounded(.up)), height: Int((height * Self.scale).rounded(.up))
    )
    for shape in shapes { Self.add(shape, to: &canvas) }
    return PNGWriter.file(
      canvas.pixels, width: canvas.width, height: canvas.height, channels: 3)
  }

  private static func add(_ shape: Shape, to canvas: inout PixelCanvas) {
    func scaled(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
      points.map { ($0.x * scale, $0.y * scale) }
    }
    switch shape {
    case .text(let text, let x, let y, let anchor, let size, let fill, let isBold):
      let zoom = max(1, Int((size * scale / 11).rounded()))
      let written = ASCIIText.folded(text)
      let length = Double(PixelFont.width(of: written) * zoom)
      let start =
        switch anchor {
        case .start: x * scale
        case .middle: x * scale - length / 2
        case .end: x * scale - length
        }
      let origin = (
        x: Int(start.rounded()), y: Int((y * scale).rounded()) - PixelFont.height * zoom
      )
      PixelFont.draw(written, at: origin, zoom: zoom, isBold: isBold, Colour(fill), on: &canvas)
    case .rectangle(let x, let y, let width, let height, let fill):
      canvas.fill(
        x: Int((x * scale).rounded())..<Int(((x + width) * scale).rounded()),
        y: Int((y * scale).rounded())..<Int(((y + height) * scale).rounded()), Colour(fill))
    case .circle(let x, let y, let radius, let fill):
      let middle = (x: x * scale, y: y * scale)
      canvas.stroke(from: middle, to: middle, width: 2 * radius * scale, Colour(fill))
    case .line(let points, let stroke, let width, let dashes):
      let lengths = dashes.split(separator: " ").compactMap { Double($0).map { $0 * scale } }
      for (start, end) in PixelCanvas.dashed(scaled(points), lengths) {
        canvas.stroke(from: start, to: end, width: width * scale, Colour(stroke))
      }
    case .area(let points, let fill):
      canvas.fill(outline: scaled(points), Colour(fill), opacity: 0.15)
    case .image: return
    }
  }
}

extension Colour {
  /// Reads `#rrggbb`; black if it is of another form.
  init(_ hexadecimal: String) {
    let value = UInt32(hexadecimal.dropFirst(), radix: 16) ?? 0
    self.init(
      UInt8(value >> 16 & 0xff), UInt8(value >> 8 & 0xff), UInt8(value & 0xff))
  }
}

/// Pixels to draw on, white at first; what lies outside is left out.
struct PixelCanvas {
  typealias Point = (x: Double, y: Double)

  let width: Int
  let height: Int
  /// Row by row, red, green and blue of each pixel.
  private(set) var pixels: [UInt8]

  init(width: Int, height: Int) {
    self.width = max(1, width)
    self.height = max(1, height)
    pixels = [UInt8](repeating: 255, count: self.width * self.height * 3)
  }

  /// Mixes `colour` into one pixel.
  mutating func blend(_ x: Int, _ y: Int, _ colour: Colour, _ opacity: Double) {
    guard x >= 0, x < width, y >= 0, y < height, opacity > 0 else { return }
    let place = (y * width + x) * 3
    for (channel, value) in [colour.red, colour.green, colour.blue].enumerated() {
      let mixed = Double(pixels[place + channel]) * (1 - opacity) + Double(value) * opacity
      pixels[place + channel] = UInt8(min(255, max(0, mixed.rounded())))
    }
  }

  mutating func fill(x columns: Range<Int>, y rows: Range<Int>, _ colour: Colour) {
    for y in rows.clamped(to: 0..<height) {
      for x in columns.clamped(to: 0..<width) { blend(x, y, colour, 1) }
    }
  }

  /// A line with round ends and smooth edges; a dot where both ends are the same.
  mutating func stroke(from start: Point, to end: Point, width thickness: Double, _ colour: Colour)
  {
    let radius = thickness / 2
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let length = dx * dx + dy * dy
    func reach(_ low: Double, _ high: Double, _ limit: Int) -> Range<Int> {
      let first = max(0, min(Double(limit), (min(low, high) - radius - 1).rounded(.down)))
      let last = max(0, min(Double(limit), (max(low, high) + radius + 2).rounded(.up)))
      return Int(first)..<max(Int(first), Int(last))
    }
    for y in reach(start.y, end.y, height) {
      for x in reach(start.x, end.x, width) {
        let (px, py) = (Double(x) + 0.5 - start.x, Double(y) + 0.5 - start.y)
        let along = length == 0 ? 0 : min(1, max(0, (px * dx + py * dy) / length))
        let (ox, oy) = (px - along * dx, py - along * dy)
        blend(x, y, colour, min(1, radius + 0.5 - (ox * ox + oy * oy).squareRoot()))
      }
    }
  }

  /// The inside of an outline, by even and odd crossings.
  mutating func fill(outline: [Point], _ colour: Colour, opacity: Double) {
    guard outline.count > 2 else { return }
    let edges = Array(zip(outline, outline.dropFirst() + outline.prefix(1)))
    for y in 0..<height {
      let level = Double(y) + 0.5
      let crossings = edges.compactMap { start, end -> Double? in
        guard (start.y <= level) != (end.y <= level) else { return nil }
        return start.x + (level - start.y) / (end.y - start.y) * (end.x - start.x)
      }.sorted()
      for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
        let columns = [crossings[pair], crossings[pair + 1]].map {
          Int(min(Double(width), max(0, $0)).rounded())
        }
        for x in columns[0]..<max(columns[0], columns[1]) { blend(x, y, colour, opacity) }
      }
    }
  }

  /// The pieces of a line that are drawn where it is dashed: lengths drawn and left out in turn.
  static func dashed(_ points: [Point], _ lengths: [Double]) -> [(Point, Point)] {
    let segments = Array(zip(points, points.dropFirst()))
    guard lengths.count > 1, lengths.allSatisfy({ $0 > 0 }) else { return segments }
    var pieces: [(Point, Point)] = []
    var (place, left) = (0, lengths[0])
    for (start, end) in segments {
      let (dx, dy) = (end.x - start.x, end.y - start.y)
      let length = (dx * dx + dy * dy).squareRoot()
      var done = 0.0
      while length - done > 1e-9 {
        let next = min(length, done + left)
        if place.isMultiple(of: 2) {
          pieces.append(
            (
              (start.x + dx * done / length, start.y + dy * done / length),
              (start.x + dx * next / length, start.y + dy * next / length)
            ))
        }
        left -= next - done
        done = next
        if left <= 1e-9 {
          place = (place + 1) % lengths.count
          left = lengths[place]
        }
      }
    }
    return pieces
  }
}

/// A heat map as pixels: its cells as squares of their colours.
struct HeatMapPixels {
  private static let largest = 1024

  private let map: HeatMap
  private let side: Int

  init(_ map: HeatMap) {
    self.map = map
    side = max(1, min(16, Self.largest / max(1, max(map.rowCount, map.columnCount))))
  }

  /// A PNG file; nil without cells.
  func png() -> [UInt8]? {
    guard map.rowCount > 0, map.columnCount > 0 else { return nil }
    let pixels = (0..<map.rowCount).flatMap { row in
      let line = (0..<map.columnCount).flatMap { column -> [UInt8] in
        let colour = map[row, column].flatMap(map.fraction).map(Palette.heat) ?? Self.missing
        return repeating([colour.red, colour.green, colour.blue])
      }
      return repeating(line)
    }
    return PNGWriter.file(
      pixels, width: map.columnCount * side, height: map.rowCount * side, channels: 3)
  }

  private func repeating(_ part: [UInt8]) -> [UInt8] {
    Array(repeatElement(part, count: side).joined())
  }

  private static let missing = Colour(242, 242, 242)
}

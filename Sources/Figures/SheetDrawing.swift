import Text

/// Draws a sheet of images as SVG with the pixels embedded as PNG.
struct SheetDrawing {
  private static let margin = 24.0
  private static let gap = 8.0
  private static let mostAcross = 10
  private static let leastSide = 64

  private let sheet: ImageSheet
  private let tileWidth: Double
  private let tileHeight: Double

  init(_ sheet: ImageSheet) {
    self.sheet = sheet
    let side = max(sheet.width, sheet.height)
    let zoom = max(1, (Self.leastSide + side - 1) / side)
    tileWidth = Double(sheet.width * zoom)
    tileHeight = Double(sheet.height * zoom)
  }

  func document() -> Drawing {
    let across = max(1, min(sheet.columns ?? Self.mostAcross, sheet.images.count))
    let down = max(1, (sheet.images.count + across - 1) / across)
    let caption = sheet.captions.contains { !$0.isEmpty } ? 18.0 : 0
    let (stepX, stepY) = (tileWidth + Self.gap, tileHeight + Self.gap + caption)
    var page = Drawing(
      width: 2 * Self.margin + Double(across) * stepX - Self.gap,
      height: 2 * Self.margin + Double(down) * stepY - Self.gap,
      title: "\(sheet.images.count) images of \(sheet.width) x \(sheet.height) pixels")
    for (index, image) in sheet.images.enumerated() {
      let x = Self.margin + Double(index % across) * stepX
      let y = Self.margin + Double(index / across) * stepY
      page.image(png(of: image), x: x, y: y, width: tileWidth, height: tileHeight)
      let room = max(1, Int(tileWidth / 6.5))
      let text = CellText.clipped(sheet.caption(index), to: room, mark: "…")
      page.text(text, x: x, y: y + tileHeight + 14, size: 11, fill: Drawing.faint)
    }
    return page
  }

  /// One image at its own size, its channels brought together pixel by pixel.
  private func png(of image: [UInt8]) -> [UInt8] {
    let size = sheet.width * sheet.height
    let pixels = (0..<size).flatMap { place in
      (0..<sheet.channels).map { image[$0 * size + place] }
    }
    return PNGWriter.file(
      pixels, width: sheet.width, height: sheet.height, channels: sheet.channels)
  }
}

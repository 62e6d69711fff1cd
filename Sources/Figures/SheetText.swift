import Text

/// Writes a sheet of images with half-block characters, or as a ramp of ASCII symbols.
struct SheetText {
  private static let mostImages = 256
  private static let tallest = 160
  private static let leastWidth = 8
  /// Images keep at least this many pixels a side, or all they have.
  private static let leastSide = 14
  private static let widestCaption = 12

  private let sheet: ImageSheet
  private let style: TextStyle
  private let width: Int
  private let height: Int
  /// Cells from the left edge of an image to the gap before the next.
  private let slot: Int
  private let across: Int

  init(_ sheet: ImageSheet, _ style: TextStyle) {
    self.sheet = sheet
    self.style = style
    // A row that is asked for is kept together as long as its images can still be made out.
    let room = sheet.columns.map { max(Self.leastWidth, (style.width + 1) / $0 - 1) }
    let widest = min(style.width, room ?? style.width)
    let fitting = Self.fitting(sheet, style)
    let scale = min(
      1, Double(widest) / Double(sheet.width), Double(Self.tallest) / Double(sheet.height),
      Double(fitting) / Double(sheet.width))
    width = min(widest, max(1, Int((Double(sheet.width) * scale).rounded())))
    height = max(1, Int((Double(sheet.height) * scale).rounded()))
    slot = Self.slot(sheet, width: width, widest: widest)
    across = max(1, min(sheet.columns ?? .max, (style.width + 1) / (slot + 1)))
  }

  /// Cells that an image with its caption takes.
  private static func slot(_ sheet: ImageSheet, width: Int, widest: Int) -> Int {
    let caption = sheet.captions.map { CellWidth.of($0) }.max() ?? 0
    return min(widest, max(width, min(caption, widestCaption)))
  }

  /// The largest width of images at which the sheet fits the height of the terminal, if they are
  /// recognisable at it; else the smallest at which they can.
  private static func fitting(_ sheet: ImageSheet, _ style: TextStyle) -> Int {
    let caption = sheet.captions.contains { !$0.isEmpty } ? 1 : 0
    let largest = min(sheet.width, style.width)
    let least = min(largest, leastSide)
    for width in stride(from: largest, to: least, by: -1) {
      let slot = slot(sheet, width: width, widest: style.width)
      let across = max(1, min(sheet.columns ?? .max, (style.width + 1) / (slot + 1)))
      let bands = (sheet.images.count + across - 1) / across
      let height = (sheet.height * width / sheet.width + 1) / 2
      if bands * (height + 1 + caption) - 1 <= style.sheetRows { return width }
    }
    return least
  }

  func lines() -> [String] {
    guard !sheet.images.isEmpty else { return [StyledLine.single("(no images)", .dim, style)] }
    let shown = min(sheet.images.count, Self.mostImages)
    var lines: [String] = []
    for first in stride(from: 0, to: shown, by: across) {
      if first > 0 { lines.append("") }
      lines += band(Array(first..<min(first + across, shown)))
    }
    guard shown < sheet.images.count else { return lines }
    let rest = "(and \(Format.count(sheet.images.count - shown)) more)"
    return lines + ["", StyledLine.single(rest, .dim, style)]
  }

  /// One row of the grid with its captions.
  private func band(_ indices: [Int]) -> [String] {
    let pictures = indices.map { ScaledImage(sheet, $0, width: width, height: height) }
    var lines = stride(from: 0, to: height, by: 2).map { y in
      var line = StyledLine(style)
      for (place, picture) in pictures.enumerated() {
        line.pad(to: place * (slot + 1))
        for x in 0..<width { addPair(&line, picture[x, y], picture[x, y + 1]) }
      }
      return line.rendered()
    }
    guard indices.contains(where: { !sheet.caption($0).isEmpty }) else { return lines }
    var line = StyledLine(style)
    for (place, index) in indices.enumerated() {
      line.pad(to: place * (slot + 1))
      line.append(style.clipped(sheet.caption(index), to: slot), .dim)
    }
    lines.append(line.rendered())
    return lines
  }

  /// One cell: two pixels, one above the other.
  private func addPair(_ line: inout StyledLine, _ upper: Colour?, _ lower: Colour?) {
    let pair = [upper, lower].compactMap { $0 }
    guard style.colours else { return line.append(Self.symbol(pair)) }
    guard style.unicode else { return line.append(" ", Ink(background: Self.mean(pair))) }
    line.append("▀", Ink(foreground: upper, background: lower))
  }

  private static let ramp = " .:-=+*#%@".map(String.init)

  private static func symbol(_ pair: [Colour]) -> String {
    let mean = mean(pair)
    let brightness =
      (0.299 * Double(mean.red) + 0.587 * Double(mean.green) + 0.114 * Double(mean.blue)) / 255
    return ramp[min(ramp.count - 1, Int((brightness * Double(ramp.count - 1)).rounded()))]
  }

  private static func mean(_ pair: [Colour]) -> Colour {
    func channel(_ path: KeyPath<Colour, UInt8>) -> UInt8 {
      let sum = pair.reduce(0) { $0 + Int($1[keyPath: path]) }
      return UInt8(sum / max(1, pair.count))
    }
    return Colour(channel(\.red), channel(\.green), channel(\.blue))
  }
}

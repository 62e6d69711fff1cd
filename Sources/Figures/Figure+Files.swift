extension Figure {
  /// The forms in which figures are written to files; also the endings of these.
  package enum FileFormat: String, Sendable, CaseIterable { case svg, png }

  /// Points that a cell of a terminal stands for, where sizes are given in cells.
  package static let cell = (width: 8.0, height: 16.0)

  /// One picture of all `figures`, one below the other; nil if none of them can be drawn, or if
  /// sheets of images, which PNG files hold pixel by pixel, are among others.
  ///
  /// - Parameters:
  ///   - width: 240...4000 points; of charts.
  ///   - height: 80...4000 points; of the part of a chart between its axes.
  package static func picture(
    of figures: [Figure], as format: FileFormat, width: Double = 720, height: Double = 300
  ) -> [UInt8]? {
    let shown = figures.filter { ![.text, .table].contains($0.kind) }
    let drawings = shown.compactMap { $0.drawing(width: width, height: height) }
    guard !drawings.isEmpty else { return nil }
    if format == .svg { return Array(Drawing.stacked(drawings).svg().utf8) }
    if shown.count == 1, case .images(let sheet) = shown[0] { return sheet.png() }
    return shown.contains { $0.kind == .images } ? nil : Drawing.stacked(drawings).png()
  }
}

extension Drawing {
  /// Several drawings, one below the other.
  static func stacked(_ drawings: [Drawing]) -> Drawing {
    guard drawings.count != 1 else { return drawings[0] }
    var page = Drawing(
      width: drawings.map(\.width).max() ?? 1, height: drawings.map(\.height).reduce(0, +),
      title: drawings.map(\.title).filter { !$0.isEmpty }.joined(separator: "; "))
    var top = 0.0
    for drawing in drawings {
      page.add(drawing, below: top)
      top += drawing.height
    }
    return page
  }
}

import Text

/// Something a command shows: text, a table, or an image.
///
/// A figure is data: it is written as JSON and read back (`Figure+Coding.swift`), and shows itself in
/// four forms: as lines of a terminal, as SVG, as PNG and as a bundle of MIME types.
package enum Figure: Sendable, Equatable {
  /// Lines of text, wrapped at the terminal's width; control and escape codes become spaces.
  case text(String)
  /// Rows of cells under a header.
  case table(Table)
  /// Curves over a common axis.
  case chart(LineChart)
  /// A matrix of values shown as colours and numbers.
  case heatMap(HeatMap)
  /// A grid of small images.
  case images(ImageSheet)
  /// A grid of images that lies in a file.
  case file(ImageFile)

  /// What a figure is called where it is written down.
  package enum Kind: String, Sendable, CaseIterable {
    case text, table, chart, heatmap, images
  }

  package var kind: Kind {
    switch self {
    case .text: .text
    case .table: .table
    case .chart: .chart
    case .heatMap: .heatmap
    case .images, .file: .images
    }
  }

  /// The figure as lines for a terminal, none wider than the style's columns.
  package func lines(_ style: TextStyle) -> [String] {
    switch self {
    case .text(let text):
      text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        .flatMap { Wrapping.lines(style.plain(String($0)), to: style.width) }
        .map { StyledLine.single($0, .plain, style) }
    case .table(let table): TableLayout(table, style).lines()
    case .chart(let chart): ChartText(chart, style).lines()
    case .heatMap(let map): HeatMapText(map, style).lines()
    case .images(let sheet): SheetText(sheet, style).lines()
    case .file(let file): [StyledLine.single(file.summary, .dim, style)]
    }
  }

  /// The figure as a standalone SVG document; nil for text, tables and files.
  ///
  /// - Parameters:
  ///   - chartWidth: 240...4000; the width of a chart, other figures have their own.
  ///   - chartHeight: 80...4000; of the part of a chart between its axes.
  package func svg(chartWidth: Double = 720, chartHeight: Double = 300) -> String? {
    drawing(width: chartWidth, height: chartHeight)?.svg()
  }

  func drawing(width: Double, height: Double) -> Drawing? {
    switch self {
    case .text, .table, .file: nil
    case .chart(let chart): ChartDrawing(chart, width: width, height: height).document()
    case .heatMap(let map): HeatMapDrawing(map).document()
    case .images(let sheet): SheetDrawing(sheet).document()
    }
  }

  /// The figure as a PNG file: the pixels of a sheet of images, or the cells of a heat map as colours
  /// without labels; nil for charts, for text, tables and files.
  package func png() -> [UInt8]? {
    switch self {
    case .text, .table, .chart, .file: nil
    case .heatMap(let map): HeatMapPixels(map).png()
    case .images(let sheet): sheet.png()
    }
  }
}

import Text

/// Something a command shows: text, a table, or a picture.
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
    }
  }

  /// The figure as a standalone SVG document; nil for text and tables.
  ///
  /// - Parameter chartWidth: 240...4000; the width of a chart, other figures have their own.
  package func svg(chartWidth: Double = 720) -> String? {
    switch self {
    case .text, .table: nil
    case .chart(let chart): ChartDrawing(chart, width: chartWidth).document()
    case .heatMap(let map): HeatMapDrawing(map).document()
    case .images(let sheet): SheetDrawing(sheet).document()
    }
  }
}

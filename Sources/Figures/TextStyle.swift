import Text

/// What the terminal (or file) that will show a figure can display.
package struct TextStyle: Sendable, Equatable {
  /// Width of the terminal in cells; values under 1 count as 1.
  package var columns: Int
  /// Lines of the terminal, which set how tall plots and images are; values under 1 count as 1.
  package var rows: Int
  /// Whether escape codes for colours and weights may be written.
  package var colours: Bool
  /// Whether anything outside ASCII may be written.
  package var unicode: Bool
  /// Whether colours are written as 24-bit values instead of the 256-colour palette.
  package var trueColour: Bool

  /// Cells of a chart across, and rows between its axes, where they are asked for; nil: as fits.
  package var plotWidth: Int?
  package var plotHeight: Int?

  /// Makes a style; without arguments: 80 columns and 24 rows of Unicode, no colours.
  package init(
    columns: Int = 80, rows: Int = 24, colours: Bool = false, unicode: Bool = true,
    trueColour: Bool = false
  ) {
    self.columns = columns
    self.rows = rows
    self.colours = colours
    self.unicode = unicode
    self.trueColour = trueColour
  }

  /// The width to lay out for: at least one cell, and few enough to add up without overflow.
  var width: Int { min(1_000_000, max(1, columns)) }

  /// Cells of a plot across.
  var plotColumns: Int { plotWidth.map { min(width, $0) } ?? min(width, 100) }

  /// Rows of a plot: less than half of the terminal, so that two are seen at once.
  var plotRows: Int { plotHeight ?? min(40, max(4, rows / 2 - 2)) }

  /// Lines that one figure should not exceed, if it can be made out in so few.
  var height: Int { min(1000, max(6, rows - 3)) }

  /// Lines of a sheet of images: besides it, the command, a line of results and the prompt are seen.
  var sheetRows: Int { max(6, height - 2) }

  /// One cell that stands for text that was cut off.
  var cutMark: String { unicode ? "…" : "~" }

  /// One cell that stands for a value that is not there.
  var missingMark: String { unicode ? "·" : "." }

  /// `text` as this style can show it: control characters as spaces, folded to ASCII if need be.
  func plain(_ text: String) -> String {
    unicode ? SafeText.line(text) : ASCIIText.folded(text)
  }

  /// `text` made showable and cut to `width` cells.
  func clipped(_ text: String, to width: Int) -> String {
    CellText.clipped(plain(text), to: width, mark: cutMark)
  }
}

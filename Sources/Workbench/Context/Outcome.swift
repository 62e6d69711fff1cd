import Catalog
import Figures
import Journal
import Language

/// A command's answer: plain values that can be shown, journaled and compared.
package struct Outcome: Sendable {
  /// What the journal records, in order.
  package var values: [NamedValue]
  /// What is shown to the user.
  package var figures: [Figure]
  /// Names of the objects whose state it changed.
  package var touched: [String]
  /// The steps after which it was stopped before its end, if it was.
  package var stop: Int?
  /// Which figures the journal keeps.
  package var keeping = FigureKeeping.results
  /// Cells that charts are to take; nil: as fits.
  package var size: (width: Int?, height: Int?) = (nil, nil)
  /// Where the result comes from, when snapshots may answer.
  package var origin: Origin?
  /// The line that the journal keeps, where it is not the one that was typed.
  package var line: String?

  package init(
    _ values: [NamedValue] = [], figures: [Figure] = [], touched: [String] = [], stop: Int? = nil,
    origin: Origin? = nil
  ) {
    (self.values, self.figures, self.touched) = (values, figures, touched)
    (self.stop, self.origin) = (stop, origin)
  }

  /// An answer in words alone.
  package static func text(_ lines: String...) -> Outcome {
    Outcome(figures: [.text(lines.joined(separator: "\n"))])
  }

  /// What is kept of the figures, images as references without a file.
  package var records: [FigureRecord] { figures.compactMap(keeping.record) }
}

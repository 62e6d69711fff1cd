import Figures
import Language

/// A command's answer: plain values that can be shown, journaled and compared.
package struct Outcome: Sendable {
  /// Which figures the journal keeps.
  package enum Keeping: Sendable {
    /// Tables, charts, heat maps and images; words only repeat the values.
    case results
    /// Words too, which are not compared as they may tell times.
    case view
    /// As a view, of which tables are not compared either.
    case look
  }

  /// What the journal records, in order.
  package var values: [NamedValue]
  /// What a person looks at.
  package var figures: [Figure]
  /// Names of the objects whose state it changed.
  package var touched: [String]
  /// The steps after which it was stopped, if it was.
  package var stop: Int?
  /// Which figures the journal keeps.
  package var keeping = Keeping.results
  /// The line that the journal keeps, where it is not the one that was typed.
  package var line: String?

  package init(
    _ values: [NamedValue] = [], figures: [Figure] = [], touched: [String] = [], stop: Int? = nil
  ) {
    (self.values, self.figures, self.touched, self.stop) = (values, figures, touched, stop)
  }

  /// An answer in words alone.
  package static func text(_ lines: String...) -> Outcome {
    Outcome(figures: [.text(lines.joined(separator: "\n"))])
  }
}

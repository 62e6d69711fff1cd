import Text

/// A bar that fills from the left.
package enum ProgressBar {
  /// A bar of `width` cells (0...1000), filled to `fraction` (0...1) in steps of an eighth of a
  /// cell; in ASCII in whole cells.
  package static func text(_ fraction: Double, width: Int, unicode: Bool = true) -> String {
    let cells = min(1000, max(0, width))
    let filled = (fraction.isNaN ? 0 : min(1, max(0, fraction))) * Double(cells)
    guard unicode else {
      let whole = Int(filled)
      return String(repeating: "#", count: whole) + String(repeating: ".", count: cells - whole)
    }
    let eighths = Int(filled * 8)
    let whole = String(repeating: "█", count: eighths / 8)
    let part = eighths % 8 == 0 ? "" : String(partial[eighths % 8 - 1])
    return CellText.padded(whole + part, to: cells)
  }

  private static let partial: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]
}

import Foundation

/// A figure in every form that a front end may choose from, by MIME type.
///
/// Source: the display data of Jupyter's messaging protocol 5.4; bytes are written in base 64.
package struct MIMEBundle: Sendable, Equatable {
  package static let text = "text/plain"
  package static let html = "text/html"
  package static let svg = "image/svg+xml"
  package static let png = "image/png"

  /// What each type holds; `text/plain` is always there.
  package let parts: [String: String]
}

extension Figure {
  /// The figure as `text/plain`, with `text/html` for a table, `image/svg+xml` for a chart or a heat
  /// map and `image/png` for images.
  package func mimeBundle(_ style: TextStyle = TextStyle()) -> MIMEBundle {
    var plain = style
    plain.colours = false
    var parts = [MIMEBundle.text: lines(plain).joined(separator: "\n")]
    switch self {
    case .text, .file: break
    case .table(let table): parts[MIMEBundle.html] = table.html()
    case .chart, .heatMap:
      parts[MIMEBundle.svg] = svg(
        chartWidth: style.plotWidth.map { Double($0) * Self.cell.width } ?? 720,
        chartHeight: style.plotHeight.map { Double($0) * Self.cell.height } ?? 300)
    case .images: parts[MIMEBundle.png] = png().map { Data($0).base64EncodedString() }
    }
    return MIMEBundle(parts: parts)
  }
}

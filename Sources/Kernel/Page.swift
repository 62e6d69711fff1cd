import Figures
import Text

/// Figures on one page, as a client shows help.
enum Page {
  /// The page as text and as HTML.
  static func bundle(_ figures: [Figure]) -> JSONValue {
    let plain = figures.map { $0.mimeBundle().parts[MIMEBundle.text] ?? "" }
    let html = figures.map { figure -> String in
      let parts = figure.mimeBundle().parts
      return parts[MIMEBundle.html]
        ?? "<pre>\(Markup.escaped(parts[MIMEBundle.text] ?? ""))</pre>"
    }
    return [
      "text/plain": .text(plain.joined(separator: "\n")),
      "text/html": .text(html.joined(separator: "\n")),
    ]
  }
}

import Figures
import Text

/// Tables and charts under titles, as one file.
package struct TablePage {
  package struct Part {
    let title: String
    let figure: Figure
    /// Whether words in cells are numbers with their intervals.
    let isRight: Bool

    package init(title: String, figure: Figure, isRight: Bool = false) {
      (self.title, self.figure, self.isRight) = (title, figure, isRight)
    }
  }

  let title: String
  /// Where it comes from, a line each.
  let facts: [String]
  let parts: [Part]

  package init(title: String, facts: [String], parts: [Part]) {
    (self.title, self.facts, self.parts) = (title, facts, parts)
  }

  private func right(_ table: Table, _ part: Part) -> Set<Int>? {
    guard part.isRight, let row = table.rows.first else { return nil }
    return Set(
      row.indices.filter { index in
        table.rows.contains { $0.indices.contains(index) && $0[index].string.contains(" (") }
          || row[index].isNumeric
      })
  }

  /// Charts are drawn as text.
  package var markdown: String {
    let body = parts.map { part in
      let figure =
        if case .table(let table) = part.figure {
          table.markdown(right: right(table, part))
        } else {
          MarkdownText.fenced(part.figure.lines(TextStyle()).joined(separator: "\n"))
        }
      return "## \(MarkdownText.escaped(part.title))\n\n\(figure)"
    }
    let lines = facts.map { MarkdownText.escaped($0) }
    let head = [
      "# \(MarkdownText.escaped(title))",
      lines.count == 1 ? lines[0] : lines.map { "- \($0)" }.joined(separator: "\n"),
    ]
    return (head + body).joined(separator: "\n\n") + "\n"
  }

  /// Tables alone, to be included in a paper.
  package var latex: String {
    let body = parts.compactMap { part -> String? in
      guard case .table(let table) = part.figure else { return nil }
      return "% \(LaTeXText.escaped(part.title))\n" + table.latex(right: right(table, part))
    }
    let lines = facts.map { LaTeXText.escaped($0) }
    let head = ["% \(LaTeXText.escaped(title)): " + lines.joined(separator: "\n% ")]
    return (head + body).joined(separator: "\n\n") + "\n"
  }

  /// A page that needs neither network nor scripts.
  package var html: String {
    let body = parts.map { part in
      let figure =
        if case .table(let table) = part.figure {
          table.html()
        } else {
          part.figure.svg() ?? ""
        }
      return "<h2>\(Markup.escaped(part.title))</h2>\n\(figure)"
    }
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <title>\(Markup.escaped(title))</title>
      <style>
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
      table { border-collapse: collapse; } th, td { padding: .25rem .75rem; text-align: left; }
      th { border-bottom: 1px solid; } .number { text-align: right; }
      svg { max-width: 100%; height: auto; }
      </style>
      </head>
      <body>
      <h1>\(Markup.escaped(title))</h1>
      \(facts.map { "<p>\(Markup.escaped($0))</p>" }.joined(separator: "\n"))
      \(body.joined(separator: "\n"))
      </body>
      </html>

      """
  }
}

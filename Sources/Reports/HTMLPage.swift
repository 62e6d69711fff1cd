import Catalog
import Figures
import Foundation
import Journal
import Language
import Text

/// One self-contained HTML page: no network, no scripts.
package enum HTMLPage: PageExporter {
  package static let card = Card(
    "html", "one page for a browser, with charts, images and the journal itself",
    example: "export to \"tour.html\"")
  package static let endings = ["html", "htm"]

  static func text(_ report: Report) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="generator" content="reverie">
    <meta http-equiv="Content-Security-Policy" \
    content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
    <title>\(title(report.title))</title>
    <style>
    \(PageStyle.text)</style>
    </head>
    <body>
    <main>
    \(head(report))
    \(report.parts.map(cell).joined(separator: "\n"))
    \(foot(report))
    </main>
    </body>
    </html>

    """
  }

  /// The text of a page's title.
  package static func title(_ text: String) -> String {
    Markup.escaped(text.replacing("\n", with: " "))
  }

  /// Prose, or a command with its results.
  package static func cell(_ part: Report.Part) -> String {
    switch part {
    case .prose(let prose), .note(_, let prose):
      "<div class=\"prose\">\n\(ProseHTML.text(prose))\n</div>"
    case .entry(let entry): HTMLEntry.text(entry)
    }
  }

  /// Figures and images as they stand in a cell.
  package static func exhibits(_ exhibits: [Report.Exhibit]) -> String {
    HTMLEntry.exhibits(exhibits).joined(separator: "\n")
  }

  /// Title, circumstances and data.
  ///
  /// - Parameter state: what stands in the place of the verification of a session that goes on.
  package static func head(_ report: Report, state: String? = nil) -> String {
    let day = report.start.prefix(16).replacing("T", with: " ")
    let session = report.facts.first { $0.name == "session" }
    let line =
      "A Reverie session" + (day.isEmpty ? "" : ", recorded \(day) UTC")
      + (session.map { " · \($0.value)" } ?? "")
    let facts = report.facts.filter { $0 != session }.map { fact in
      "<div><dt>\(Markup.escaped(fact.name))</dt><dd>\(Markup.escaped(fact.value))</dd></div>"
    }
    let data = report.data.map { fact in
      "<div class=\"wide\"><dt>data \(Markup.escaped(fact.name)), SHA-256</dt>"
        + "<dd><code>\(Markup.escaped(fact.value))</code></dd></div>"
    }
    return """
      <header>
      <h1>\(ProseHTML.inline(report.title))</h1>
      <p class="line">\(Markup.escaped(line))</p>
      \(state ?? badge(report.verification))
      <dl class="facts">\((facts + data).joined(separator: "\n"))</dl>
      </header>
      """
  }

  private static func badge(_ note: VerificationNote?) -> String {
    guard let note else {
      return "<p class=\"badge none\">No verification is recorded.</p>"
    }
    let (kind, sign) =
      switch note.outcome {
      // The note in the file is only its own claim.
      case .identical where !note.isClaim && note.mode == "exact": ("good", "✓")
      case .different, .damaged: ("bad", "✗")
      case .identical, .incomplete, .outdated: ("none", "–")
      }
    return "<p class=\"badge \(kind)\"><span aria-hidden=\"true\">\(sign)</span> "
      + "\(Markup.escaped(note.sentence))</p>"
  }

  /// How to replay the session, as a list.
  package static func replay(_ report: Report) -> String {
    let lines = report.replay.map { step in
      "<li><code>\(Markup.escaped(step.line))</code><br>\(Markup.escaped(step.purpose))</li>"
    }
    return "<ul class=\"replay\">\(lines.joined(separator: "\n"))</ul>"
  }

  private static func foot(_ report: Report) -> String {
    let bytes = Data(report.source.utf8).base64EncodedString()
    let name = Markup.escaped(report.name.replacing("\n", with: " "))
    return """
      <footer>
      <h2>Replay</h2>
      <p>This page was generated from a journal, which is also the script that produces these results.
      <a download="\(name)" href="data:text/plain;charset=utf-8;base64,\(bytes)">Save
      \(name)</a>, then:</p>
      \(replay(report))
      <details><summary>The journal</summary>
      <pre class="plain" tabindex="0"><code>\(Markup.escaped(report.source))</code></pre></details>
      </footer>
      """
  }
}

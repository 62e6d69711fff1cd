import Figures
import Foundation
import Language
import Text

/// A command with its results, as HTML.
enum HTMLEntry {
  static func text(_ entry: Report.Entry) -> String {
    let number = entry.number.map(String.init) ?? ""
    let name = entry.number.map { " id=\"c\($0)\"" } ?? ""
    var lines = [
      "<section class=\"entry\(entry.isUndone ? " undone" : "")\"\(name)>",
      "<div class=\"command\"><span class=\"place\">\(number)</span>"
        + "<pre tabindex=\"0\"><code>\(code(entry.text))</code></pre></div>",
    ]
    var result = entry.isUndone ? ["<p class=\"missing\">\(Report.undone)</p>"] : []
    result += exhibits(entry.exhibits)
    if !entry.states.isEmpty {
      let words = entry.states.map { state in
        "\(Markup.escaped(state.name)) <code>\(Markup.escaped(state.value))</code>"
      }
      result.append("<p class=\"state\">state of \(words.joined(separator: ", "))</p>")
    }
    if !result.isEmpty {
      lines.append("<div class=\"result\">\n\(result.joined(separator: "\n"))\n</div>")
    }
    return (lines + ["</section>"]).joined(separator: "\n")
  }

  /// A command in the colours of the prompt.
  static func code(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    return Highlighter.tokens(in: text).map { token in
      let part = String(String.UnicodeScalarView(scalars[token.span.lower..<token.span.upper]))
      let words = Markup.escaped(part)
      return switch token.kind {
      case .blank, .name, .sign: words
      default: "<span class=\"\(token.kind.rawValue)\">\(words)</span>"
      }
    }.joined()
  }

  /// Several heat maps in a row share their lines.
  static func exhibits(_ exhibits: [Report.Exhibit]) -> [String] {
    var lines: [String] = []
    var maps: [String] = []
    func flush() {
      guard !maps.isEmpty else { return }
      lines.append("<div class=\"gallery\">\(maps.joined(separator: "\n"))</div>")
      maps = []
    }
    for exhibit in exhibits {
      if case .figure(.heatMap(let map)) = exhibit {
        maps.append(figure(.heatMap(map)))
      } else {
        flush()
        lines.append(text(exhibit))
      }
    }
    flush()
    return lines
  }

  private static func text(_ exhibit: Report.Exhibit) -> String {
    switch exhibit {
    case .figure(let figure): self.figure(figure)
    case .measures(let facts): measures(facts)
    case .picture(let picture): self.picture(picture)
    case .missing(let words): "<p class=\"missing\">\(Markup.escaped(words))</p>"
    case .failure(let words):
      "<p class=\"check bad\"><span aria-hidden=\"true\">✗</span> \(Markup.escaped(words))</p>"
    case .running: "<p class=\"running\">running</p>"
    case .turn(let words): "<p class=\"turn\">\(Markup.escaped(words))</p>"
    case .heading(let words): "<p class=\"turn\"><code>\(code(words))</code></p>"
    case .check(let holds, let left):
      "<p class=\"check \(holds ? "good" : "bad")\"><span aria-hidden=\"true\">"
        + "\(holds ? "✓" : "✗")</span> \(holds ? "holds" : "does not hold")"
        + (left.map { ": it is \(Markup.escaped($0))" } ?? "") + "</p>"
    }
  }

  static func figure(_ figure: Figure) -> String {
    switch figure {
    case .text(let text): return "<pre class=\"plain\">\(Markup.escaped(text))</pre>"
    case .table(let table):
      return "<div class=\"scroll\" tabindex=\"0\">\(table.html())</div>"
    case .chart:
      // Text in a picture that shrinks with the page would be too small for a phone.
      let wide = figure.svg(chartWidth: 660) ?? ""
      let narrow = figure.svg(chartWidth: 340) ?? ""
      return "<figure class=\"chart\"><div class=\"wide\">\(wide)</div>"
        + "<div class=\"narrow\">\(narrow)</div></figure>"
    default: return "<figure class=\"map\" tabindex=\"0\">\(figure.svg() ?? "")</figure>"
    }
  }

  private static func measures(_ facts: [Report.Fact]) -> String {
    let items = facts.map { fact in
      "<div><dt>\(Markup.escaped(Report.title(fact.name)))</dt>"
        + "<dd>\(Markup.escaped(fact.value))</dd></div>"
    }
    return "<dl class=\"measures\">\(items.joined())</dl>"
  }

  static func picture(_ picture: Report.Picture) -> String {
    let zoom = max(1, min(3, 620 / picture.width))
    let data = Data(picture.png).base64EncodedString()
    let words = Markup.escaped(picture.description.replacing("\n", with: " "))
    return "<figure class=\"picture\"><img alt=\"\(words)\" width=\"\(picture.width * zoom)\" "
      + "height=\"\(picture.height * zoom)\" src=\"data:image/png;base64,\(data)\"></figure>"
  }
}

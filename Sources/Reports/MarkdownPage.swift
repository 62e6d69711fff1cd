import Catalog
import Figures
import Foundation
import Text

/// Markdown with fenced commands and tables, as code hosts show it.
enum MarkdownPage: PageExporter {
  static let card = Card(
    "markdown", "Markdown; images are links to the files beside the journal",
    example: "export to \"tour.md\"")
  static let endings = ["md", "markdown"]

  static func text(_ report: Report) -> String {
    let parts = report.parts.map { part in
      switch part {
      case .prose(let prose), .note(_, let prose): ProseMarkdown.text(prose)
      case .entry(let entry): self.entry(entry, report)
      }
    }
    let head = ["# \(ProseMarkdown.inline(report.title))", facts(report)]
    return (head + parts + [replay(report)]).joined(separator: "\n\n") + "\n"
  }

  /// The circumstances as a table, with the verification above it.
  static func facts(_ report: Report) -> String {
    let note = report.verification.map { MarkdownText.escaped($0.sentence) }
    let start = report.start.isEmpty ? [] : [Report.Fact(name: "start", value: report.start)]
    let data = report.data.map { Report.Fact(name: "data \($0.name)", value: $0.value) }
    let rows = (start + report.facts + data).map { [$0.name, $0.value] }
    return ([note] + [table(["", ""], rows)]).compactMap(\.self)
      .joined(separator: "\n\n")
  }

  /// How to replay it.
  static func replay(_ report: Report) -> String {
    let lines = report.replay.map { "\(SafeText.line($0.line))   # \($0.purpose)" }
    return "## Replay\n\n" + MarkdownText.fenced(lines.joined(separator: "\n"), language: "sh")
  }

  private static func entry(_ entry: Report.Entry, _ report: Report) -> String {
    let exhibits = entry.exhibits.map { text($0, report) }
    let marks = entry.isUndone ? [Report.undone] : []
    return ([MarkdownText.fenced(entry.text)] + marks + exhibits).joined(separator: "\n\n")
  }

  private static func text(_ exhibit: Report.Exhibit, _ report: Report) -> String {
    switch exhibit {
    case .figure(.table(let table)): return table.markdown()
    case .figure(.heatMap(let map)): return "\(MarkdownText.escaped(map.title)):\n\n\(text(map))"
    case .figure(let figure):
      return MarkdownText.fenced(figure.lines(TextStyle()).joined(separator: "\n"))
    case .measures(let facts):
      return table(
        facts.map { Report.title($0.name) }, [facts.map(\.value)],
        right: Set(facts.indices))
    case .picture(let picture):
      let words = MarkdownText.escaped(picture.description)
      return "![\(words)](<\(link(to: picture.path, from: report.folder))>)"
    case .heading(let words): return MarkdownText.fenced(words)
    default: return MarkdownText.escaped(exhibit.words)
    }
  }

  private static func text(_ map: HeatMap) -> String {
    let rows = map.values.enumerated().map { index, row in
      [index < map.rowLabels.count ? map.rowLabels[index] : ""]
        + row.map { $0.map(map.text) ?? "" }
    }
    return table([""] + map.columnLabels, rows, right: Set(1...max(1, map.columnLabels.count)))
  }

  private static func table(
    _ header: [String], _ rows: [[String]], right: Set<Int> = []
  ) -> String {
    Table(header: header, rows: rows.map { $0.map { .text($0) } }).markdown(right: right)
  }

  /// The way from a folder to a file, as the address of a link.
  private static func link(to file: String, from folder: String) -> String {
    let there = URL(fileURLWithPath: file).standardizedFileURL.pathComponents
    let here = URL(fileURLWithPath: folder.isEmpty ? "." : folder).standardizedFileURL
      .pathComponents
    let shared = zip(there, here).prefix { $0 == $1 }.count
    let way = Array(repeating: "..", count: here.count - shared) + there[shared...]
    let allowed = CharacterSet.urlPathAllowed
    return way.joined(separator: "/").addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
  }
}

extension Report.Exhibit {
  /// What there is to say in words; empty for what is drawn.
  var words: String {
    switch self {
    case .figure, .picture: ""
    case .measures(let facts):
      facts.map { "\(Report.title($0.name)) \($0.value)" }.joined(separator: "   ")
    case .missing(let words), .heading(let words), .turn(let words): words
    case .failure(let words): "✗ " + words
    case .running: "running"
    case .check(let holds, let left):
      (holds ? "✓ holds" : "✗ does not hold") + (left.map { ": it is \($0)" } ?? "")
    }
  }
}

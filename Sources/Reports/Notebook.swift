import Catalog
import Figures
import Foundation
import Text

/// A Jupyter notebook (nbformat 4.5), which the kernel of Reverie runs.
///
/// `param`s that follow each other share a cell tagged `parameters`, behind which papermill puts
/// other values; what fails is tagged `raises-exception`, so that runners go on.
enum Notebook: PageExporter {
  static let card = Card(
    "ipynb", "a Jupyter notebook, prose and commands with their results",
    example: "export to \"tour.ipynb\"", source: "nbformat 4.5")
  static let endings = ["ipynb"]

  static func text(_ report: Report) -> String {
    var cells = [prose(head(report), id: "head")]
    var numbers: Set<Int> = []
    func id(_ number: Int?, else other: String) -> String {
      guard let number, numbers.insert(number).inserted else { return other }
      return "c\(number)"
    }
    for (index, part) in Self.grouped(report.parts).enumerated() {
      switch part {
      case .prose(let text): cells.append(prose(ProseMarkdown.text(text), id: "m\(index + 1)"))
      case .note(let entry, let text):
        let output = display(
          ["text/plain": lines(text), "text/markdown": lines(ProseMarkdown.text(text))])
        cells.append(code([entry], [output], id: id(entry.number, else: "e\(index + 1)")))
      case .entries(let entries):
        let id = id(entries.first?.number, else: "e\(index + 1)")
        cells.append(code(entries, entries.flatMap(outputs), id: id))
      }
    }
    cells.append(prose(MarkdownPage.replay(report), id: "replay"))
    let facts = (report.facts + report.data).map { fact in
      (SafeText.line(fact.name), SafeText.line(fact.value))
    }
    let notebook: [String: Any] = [
      "nbformat": 4, "nbformat_minor": 5, "cells": cells,
      "metadata": [
        "title": SafeText.line(report.title),
        "kernelspec": [
          "name": NotebookLanguage.kernel, "display_name": NotebookLanguage.displayName,
          "language": NotebookLanguage.name,
        ],
        "language_info": NotebookLanguage.info,
        "reverie": [
          "journal": SafeText.line(report.name),
          "facts": Dictionary(facts, uniquingKeysWith: { $1 }),
          "verification": SafeText.line(report.verification?.sentence ?? ""),
        ],
      ],
    ]
    let data = try? JSONSerialization.data(
      withJSONObject: notebook, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    return data.map { String(decoding: $0, as: UTF8.self) + "\n" } ?? ""
  }

  private static func head(_ report: Report) -> String {
    "# \(ProseMarkdown.inline(report.title))\n\n" + MarkdownPage.facts(report)
  }

  private static func prose(_ text: String, id: String) -> [String: Any] {
    ["cell_type": "markdown", "id": id, "metadata": [:] as [String: Any], "source": lines(text)]
  }

  /// What one cell holds.
  private enum Content {
    case prose(String)
    /// A cell that runs: a notebook without it would number later commands otherwise.
    case note(Report.Entry, String)
    case entries([Report.Entry])
  }

  private static func grouped(_ parts: [Report.Part]) -> [Content] {
    var contents: [Content] = []
    for part in parts {
      switch part {
      case .prose(let text): contents.append(.prose(text))
      case .note(let entry, let text): contents.append(.note(entry, text))
      case .entry(let entry):
        if entry.isParameter, case .entries(let before)? = contents.last, before[0].isParameter {
          contents[contents.count - 1] = .entries(before + [entry])
        } else {
          contents.append(.entries([entry]))
        }
      }
    }
    return contents
  }

  private static func code(
    _ entries: [Report.Entry], _ outputs: [[String: Any]], id: String
  ) -> [String: Any] {
    let tags =
      entries.contains { $0.hasFailed }
      ? ["raises-exception"] : entries.contains { $0.isParameter } ? ["parameters"] : []
    return [
      "cell_type": "code", "id": id, "metadata": tags.isEmpty ? [:] : ["tags": tags],
      "execution_count": entries.first?.number.map { $0 as Any } ?? NSNull(),
      "source": lines(entries.map(\.text).joined(separator: "\n")),
      "outputs": outputs,
    ]
  }

  private static func outputs(_ entry: Report.Entry) -> [[String: Any]] {
    var outputs = entry.isUndone ? [display(["text/plain": lines(Report.undone)])] : []
    outputs += entry.exhibits.map(output)
    if !entry.states.isEmpty {
      let words = entry.states.map { "\($0.name) \($0.value)" }
      outputs.append(display(["text/plain": lines("state of " + words.joined(separator: ", "))]))
    }
    return outputs
  }

  private static func output(_ exhibit: Report.Exhibit) -> [String: Any] {
    switch exhibit {
    case .failure(let words):
      return [
        "output_type": "error", "ename": "error", "evalue": SafeText.line(words),
        "traceback": lines(words),
      ]
    case .figure(let figure): return display(figure)
    case .picture(let picture):
      return display([
        "text/plain": lines(picture.description),
        "image/png": Data(picture.png).base64EncodedString(),
      ])
    default: return display(["text/plain": lines(exhibit.words)])
    }
  }

  /// A figure in every form.
  ///
  /// JupyterLab shows SVG only in notebooks that it trusts, which one from
  /// elsewhere is not, so charts are there as PNG, too.
  private static func display(_ figure: Figure) -> [String: Any] {
    let parts = figure.mimeBundle().parts
    var bundle: [String: Any] = parts.mapValues { lines($0) }
    guard parts[MIMEBundle.svg] != nil, let png = Figure.picture(of: [figure], as: .png) else {
      return display(bundle)
    }
    bundle[MIMEBundle.png] = Data(png).base64EncodedString()
    // It has two pixels for each point.
    let size = ["width": side(of: png, at: 16) / 2, "height": side(of: png, at: 20) / 2]
    return display(bundle, metadata: [MIMEBundle.png: size])
  }

  /// Pixels as the header of a PNG file says at `place`.
  private static func side(of png: [UInt8], at place: Int) -> Int {
    png.dropFirst(place).prefix(4).reduce(0) { $0 << 8 | Int($1) }
  }

  private static func display(
    _ bundle: [String: Any], metadata: [String: Any] = [:]
  ) -> [String: Any] {
    ["output_type": "display_data", "metadata": metadata, "data": bundle]
  }

  /// Text as the format's list of lines, each with its end.
  private static func lines(_ text: String) -> [String] {
    let parts = SafeText.block(text).split(separator: "\n", omittingEmptySubsequences: false)
    return parts.enumerated().map { $0 < parts.count - 1 ? $1 + "\n" : String($1) }
      .filter { !$0.isEmpty }
  }
}

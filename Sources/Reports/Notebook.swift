import Catalog
import Figures
import Foundation
import Text

/// A Jupyter notebook (nbformat 4.5) for reading; what runs is the journal.
enum Notebook: Exporter {
  static let card = Card(
    "ipynb", "a Jupyter notebook, prose and commands with their results",
    example: "export to \"tour.ipynb\"", source: "nbformat 4.5")
  static let endings = ["ipynb"]

  static func text(_ report: Report) -> String {
    var cells = [prose(head(report), id: "head")]
    var numbers: Set<Int> = []
    for (index, part) in report.parts.enumerated() {
      switch part {
      case .prose(let text): cells.append(prose(ProseMarkdown.text(text), id: "m\(index + 1)"))
      case .entry(let entry):
        let isNew = entry.number.map { numbers.insert($0).inserted } ?? false
        cells.append(code(entry, id: isNew ? "c\(entry.number ?? 0)" : "e\(index + 1)"))
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
        "kernelspec": ["name": "reverie", "display_name": "Reverie", "language": "reverie"],
        "language_info": ["name": "reverie", "file_extension": ".session"],
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

  private static func code(_ entry: Report.Entry, id: String) -> [String: Any] {
    var outputs = entry.isUndone ? [display(["text/plain": lines(Report.undone)])] : []
    outputs += entry.exhibits.map(output)
    if !entry.states.isEmpty {
      let words = entry.states.map { "\($0.name) \($0.value)" }
      outputs.append(display(["text/plain": lines("state of " + words.joined(separator: ", "))]))
    }
    return [
      "cell_type": "code", "id": id, "metadata": [:] as [String: Any],
      "execution_count": entry.number.map { $0 as Any } ?? NSNull(), "source": lines(entry.text),
      "outputs": outputs,
    ]
  }

  private static func output(_ exhibit: Report.Exhibit) -> [String: Any] {
    switch exhibit {
    case .failure(let words):
      return [
        "output_type": "error", "ename": "error", "evalue": SafeText.line(words),
        "traceback": lines(words),
      ]
    case .figure(let figure): return display(figure.mimeBundle().parts.mapValues { lines($0) })
    case .picture(let picture):
      return display([
        "text/plain": lines(picture.description),
        "image/png": Data(picture.png).base64EncodedString(),
      ])
    default: return display(["text/plain": lines(exhibit.words)])
    }
  }

  private static func display(_ bundle: [String: Any]) -> [String: Any] {
    ["output_type": "display_data", "metadata": [:] as [String: Any], "data": bundle]
  }

  /// Text as the format's list of lines, each with its end.
  private static func lines(_ text: String) -> [String] {
    let parts = SafeText.block(text).split(separator: "\n", omittingEmptySubsequences: false)
    return parts.enumerated().map { $0 < parts.count - 1 ? $1 + "\n" : String($1) }
      .filter { !$0.isEmpty }
  }
}

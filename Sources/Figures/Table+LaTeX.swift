import Text

extension Table {
  /// The table as a `tabular` of LaTeX, which needs no package.
  ///
  /// - Parameter right: the columns that are aligned right; without it those that hold numbers.
  package func latex(right: Set<Int>? = nil) -> String {
    let right = right ?? numericColumns
    let count = max(header.count, rows.map(\.count).max() ?? 0)
    func line(_ cells: [String]) -> String {
      let filled = cells + Array(repeating: "", count: count - cells.count)
      return filled.map(LaTeXText.escaped).joined(separator: " & ") + " \\\\"
    }
    let columns = (0..<count).map { right.contains($0) ? "r" : "l" }.joined()
    return
      (["\\begin{tabular}{\(columns)}", "\\hline", line(header), "\\hline"]
      + rows.map { line($0.map(\.string)) } + ["\\hline", "\\end{tabular}"])
      .joined(separator: "\n")
  }
}

/// Text for LaTeX.
package enum LaTeXText {
  /// `text` on one line that LaTeX sets as it is.
  package static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in SafeText.line(text).unicodeScalars {
      switch scalar {
      case "\\": out += "\\textbackslash{}"
      case "~": out += "\\textasciitilde{}"
      case "^": out += "\\textasciicircum{}"
      case "&", "%", "$", "#", "_", "{", "}": out += "\\" + String(scalar)
      case "±": out += "$\\pm$"
      case "–": out += "--"
      case "−": out += "$-$"
      case "<", ">", "|": out += "$\(scalar)$"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}

import Text

extension Table {
  /// The table as an element of HTML, numbers in cells of the class `number`.
  package func html() -> String {
    let count = max(header.count, rows.map(\.count).max() ?? 0)
    let isNumeric = (0..<count).map { column in
      rows.contains { column < $0.count && $0[column].isNumeric }
    }
    func cell(_ tag: String, _ text: String, _ column: Int) -> String {
      let kind = isNumeric[column] ? " class=\"number\"" : ""
      let scope = tag == "th" ? " scope=\"col\"" : ""
      return "<\(tag)\(scope)\(kind)>\(Markup.escaped(text))</\(tag)>"
    }
    let head = header.enumerated().map { cell("th", $1, $0) }.joined()
    let body = rows.map { row in
      "<tr>" + row.enumerated().map { cell("td", $1.string, $0) }.joined() + "</tr>"
    }
    return "<table><thead><tr>\(head)</tr></thead>\n<tbody>" + body.joined(separator: "\n")
      + "</tbody></table>"
  }
}

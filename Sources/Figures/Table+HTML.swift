import Text

extension Table {
  /// The table as an element of HTML, numbers in cells of the class `number`.
  package func html() -> String {
    let numeric = numericColumns
    func cell(_ tag: String, _ text: String, _ column: Int) -> String {
      let kind = numeric.contains(column) ? " class=\"number\"" : ""
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

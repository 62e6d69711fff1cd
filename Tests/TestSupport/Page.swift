import Foundation

/// A page as a browser sees it, as far as that can be told without one.
package struct Page {
  /// Names of the elements with their attributes, in order.
  package private(set) var elements: [(name: String, attributes: [String: String])] = []
  /// What is there to be read, outside of style sheets.
  package private(set) var text = ""
  private var open: [String] = []
  /// What a strict reader finds wrong.
  package private(set) var problems: [String] = []

  private static let empty: Set<String> = ["meta", "br", "img", "link", "input"]
  private static let drawn: Set<String> = ["rect", "circle", "polyline", "image", "line"]

  /// Reads HTML strictly: every element is closed in its turn, every `<` and `&` is a mark.
  package init(_ html: String) {
    var rest = html[...]
    while let next = rest.unicodeScalars.first {
      if next == "<" { readTag(&rest) } else { readText(&rest) }
    }
    if !open.isEmpty { problems.append("left open: \(open)") }
  }

  /// The attributes of all elements of a name.
  package func all(_ name: String) -> [[String: String]] {
    elements.filter { $0.name == name }.map(\.attributes)
  }

  private mutating func readTag(_ rest: inout Substring) {
    guard let end = rest.unicodeScalars.firstIndex(of: ">") else {
      problems.append("a tag without end")
      rest = ""
      return
    }
    let tag = rest.unicodeScalars[..<end].dropFirst()
    rest = rest[rest.unicodeScalars.index(after: end)...]
    if tag.first == "!" { return }
    let words = String(Substring(tag))
    if words.hasPrefix("/") {
      let name = String(words.dropFirst())
      if open.popLast() != name { problems.append("</\(name)> closes another element") }
      return
    }
    guard
      let match = words.wholeMatch(
        of: #/([a-z][a-z0-9]*)((?:\s+[a-zA-Z:-]+(?:="[^"<>]*")?)*)\s*(\/?)/#)
    else { return problems.append("no tag: <\(words.prefix(80))>") }
    let name = String(match.1)
    var attributes: [String: String] = [:]
    for pair in match.2.matches(of: #/([a-zA-Z:-]+)(?:="([^"]*)")?/#) {
      attributes[String(pair.1)] = String(pair.2 ?? "")
    }
    elements.append((name, attributes))
    if match.3.isEmpty, !Self.empty.contains(name) { open.append(name) }
    if ["style", "script"].contains(name), let close = rest.firstRange(of: "</\(name)>") {
      rest = rest[close.lowerBound...]
    }
  }

  private mutating func readText(_ rest: inout Substring) {
    let end = rest.unicodeScalars.firstIndex(of: "<") ?? rest.endIndex
    let words = String(rest[..<end])
    rest = rest[end...]
    for match in words.matches(
      of: #/&[^;\s]{0,8};?/#.matchingSemantics(.unicodeScalar))
    where !["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"].contains(String(match.output)) {
      problems.append("no entity: \(match.output)")
    }
    text += words.replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing("&amp;", with: "&")
  }
}

extension Page {
  /// What keeps the page from standing for itself: scripts, and whatever comes from elsewhere.
  package var foreign: [String] {
    var found = ["script", "link", "iframe", "object", "embed", "base", "form"].filter {
      !all($0).isEmpty
    }
    for (name, attributes) in elements {
      for (key, value) in attributes {
        let isOwn = value.hasPrefix("data:") || value.hasPrefix("#")
        if key.hasPrefix("on") || ["src", "href", "srcset"].contains(key) && !isOwn {
          found.append("\(name) \(key)=\(value.prefix(60))")
        }
      }
    }
    return found
  }
}

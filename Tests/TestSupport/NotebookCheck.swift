import Foundation

/// What is wrong with a notebook by the schema of nbformat 4.5: fields that are missing, of another
/// type or unknown.
///
/// Source: https://github.com/jupyter/nbformat, nbformat.v4.5.schema.json.
package struct NotebookCheck {
  /// In the order in which they stand there.
  package private(set) var problems: [String] = []
  /// How many cells it has.
  package private(set) var cells = 0

  /// Reads the text of a notebook.
  package init(_ text: String) {
    guard let book = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    else {
      problems.append("no JSON object")
      return
    }
    check(book, "notebook", ["metadata", "nbformat_minor", "nbformat", "cells"])
    if book["nbformat"] as? Int != 4 || book["nbformat_minor"] as? Int != 5 {
      problems.append("not of version 4.5")
    }
    let metadata = book["metadata"] as? [String: Any] ?? [:]
    for (name, needed) in [("kernelspec", ["name", "display_name"]), ("language_info", ["name"])] {
      guard let part = metadata[name] as? [String: Any] else { continue }
      for field in needed where !(part[field] is String) {
        problems.append("\(name) without \(field)")
      }
    }
    guard let cells = book["cells"] as? [[String: Any]] else {
      problems.append("cells is no list of objects")
      return
    }
    self.cells = cells.count
    for (index, cell) in cells.enumerated() { check(cell: cell, "cell \(index + 1)") }
    let names = cells.compactMap { $0["id"] as? String }
    if Set(names).count != cells.count { problems.append("cells share an id") }
  }

  /// The object has these fields and no others.
  private mutating func check(_ object: [String: Any], _ name: String, _ fields: [String]) {
    for field in fields where object[field] == nil { problems.append("\(name) without \(field)") }
    for field in object.keys.sorted() where !fields.contains(field) {
      problems.append("\(name) with \(field)")
    }
  }

  private mutating func check(cell: [String: Any], _ name: String) {
    let common = ["id", "cell_type", "metadata", "source"]
    switch cell["cell_type"] as? String {
    case "markdown", "raw": check(cell, name, common)
    case "code":
      check(cell, name, common + ["outputs", "execution_count"])
      let count = cell["execution_count"]
      if !(count is NSNull), (count as? Int ?? -1) < 0 {
        problems.append("\(name) has no execution_count")
      }
      guard let outputs = cell["outputs"] as? [[String: Any]] else {
        problems.append("the outputs of \(name) are no list of objects")
        return
      }
      for output in outputs { check(output: output, name) }
    default: problems.append("\(name) is of no kind")
    }
    let id = cell["id"] as? String ?? ""
    if id.wholeMatch(of: #/[a-zA-Z0-9_-]{1,64}/#) == nil { problems.append("\(name) has id \(id)") }
    if !(cell["metadata"] is [String: Any]) { problems.append("metadata of \(name)") }
    if !Self.isText(cell["source"]) { problems.append("the source of \(name) is no text") }
  }

  private mutating func check(output: [String: Any], _ name: String) {
    let kind = output["output_type"] as? String ?? ""
    let fields = [
      "display_data": ["data", "metadata"],
      "execute_result": ["data", "metadata", "execution_count"],
      "stream": ["name", "text"], "error": ["ename", "evalue", "traceback"],
    ]
    guard let needed = fields[kind] else {
      problems.append("\(name) has an output of kind '\(kind)'")
      return
    }
    check(output, "output of \(name)", needed + ["output_type"])
    for (type, value) in output["data"] as? [String: Any] ?? [:] where !type.hasSuffix("json") {
      if !Self.isText(value) { problems.append("\(type) of \(name) is no text") }
    }
    for field in ["ename", "evalue"] where kind == "error" && !(output[field] is String) {
      problems.append("\(field) of \(name) is no text")
    }
    if kind == "error", !(output["traceback"] is [String]) {
      problems.append("traceback of \(name) is no list of texts")
    }
  }

  /// A text, or its lines.
  private static func isText(_ value: Any?) -> Bool { value is String || value is [String] }
}

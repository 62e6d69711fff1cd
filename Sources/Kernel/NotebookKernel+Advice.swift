import Foundation
import Host
import Language
import Reports
import Workbench

/// What a client asks while a cell is written.
extension NotebookKernel {
  var kernelInfo: JSONValue {
    var language = NotebookLanguage.info.mapValues { JSONValue.text($0) }
    language["version"] = .text(SessionHost.version)
    let place = host.session.journal.map { "recording to \($0.path)" } ?? "not recording"
    return [
      "status": "ok", "protocol_version": .text(WireFormat.version), "implementation": "reverie",
      "implementation_version": .text(SessionHost.version), "language_info": .object(language),
      "banner": .text("reverie \(SessionHost.version) · \(place) · ? for help"),
      "help_links": [], "supported_features": [],
    ]
  }

  func completion(_ content: [String: JSONValue]) -> JSONValue {
    let (code, cursor) = Self.place(content)
    let advice = Completions(
      workspace, text: code, cursor: cursor, lessons: interpreter.shelf)
    let words = advice.words.map { $0.text + $0.ending.trimmingCharacters(in: .whitespaces) }
    let (start, end) = (Double(min(advice.replaceFrom, cursor)), Double(cursor))
    let kinds = zip(words, advice.words).map { text, word -> JSONValue in
      [
        "text": .text(text), "type": .text(word.summary), "start": .number(start),
        "end": .number(end),
      ]
    }
    return [
      "status": "ok", "matches": .list(words.map { .text($0) }), "cursor_start": .number(start),
      "cursor_end": .number(end), "metadata": ["_jupyter_types_experimental": .list(kinds)],
    ]
  }

  func inspection(_ content: [String: JSONValue]) -> JSONValue {
    let (code, cursor) = Self.place(content)
    let figures = Inspection.figures(workspace, text: code, cursor: cursor)
    return [
      "status": "ok", "found": .flag(figures != nil), "metadata": [:],
      "data": figures.map(Page.bundle) ?? [:],
    ]
  }

  func completeness(_ content: [String: JSONValue]) -> JSONValue {
    let code = content["code"]?.text ?? ""
    switch CellSource.isQuestion(code) ? .complete : Parser.completeness(of: code) {
    case .complete: return ["status": "complete"]
    case .invalid: return ["status": "invalid"]
    case .incomplete:
      let isBlock = code.trimmingCharacters(in: .whitespacesAndNewlines).hasSuffix("{")
      return ["status": "incomplete", "indent": isBlock ? "  " : ""]
    }
  }

  /// Cells of this session, by number (`range`), the newest (`tail`) or by a pattern (`search`).
  func history(_ content: [String: JSONValue]) -> JSONValue {
    var found = cells
    let most = max(0, content["n"]?.integer ?? Int.max)
    switch content["hist_access_type"]?.text {
    case "range":
      // Sessions before this one are 0, -1 and so on; of those, journals tell.
      let session = content["session"]?.integer ?? 0
      let start = content["start"]?.integer ?? 0
      let stop = content["stop"]?.integer ?? Int.max
      found =
        [0, 1].contains(session) ? found.filter { $0.number >= start && $0.number < stop } : []
    case "search":
      let pattern = content["pattern"]?.text ?? "*"
      found = found.filter { fnmatch(pattern, $0.code, 0) == 0 }
      if content["unique"]?.flag ?? false {
        var seen: Set<String> = []
        found = found.reversed().filter { seen.insert($0.code).inserted }.reversed()
      }
      found = Array(found.suffix(most))
    default: found = Array(found.suffix(most))
    }
    let hasOutput = content["output"]?.flag ?? false
    return [
      "status": "ok",
      "history": .list(
        found.map { number, code in
          [1, .number(Double(number)), hasOutput ? [.text(code), .null] : .text(code)]
        }),
    ]
  }

  /// The code of a request, and its cursor in scalars.
  private static func place(_ content: [String: JSONValue]) -> (code: String, cursor: Int) {
    let code = content["code"]?.text ?? ""
    let length = code.unicodeScalars.count
    return (code, min(max(0, content["cursor_pos"]?.integer ?? length), length))
  }
}

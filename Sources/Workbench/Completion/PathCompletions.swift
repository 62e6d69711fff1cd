import Catalog
import Foundation
import Language

/// Files and folders that complete a path being typed.
enum PathCompletions {
  /// The ways to go on; all are in quotes where one of them must.
  static func words(_ context: CompletionContext) -> [Completions.Word] {
    let isQuoted = context.writing == .text
    guard let typed = isQuoted ? Quoting.unquoted(context.prefix) : context.prefix else {
      return []
    }
    let paths = paths(typed)
    let needsQuotes = isQuoted || !paths.allSatisfy(Quoting.isBarePath)
    return paths.map { path in
      let quoted = Value.text(path).description.dropLast()
      let text = needsQuotes ? String(isQuoted ? quoted.dropFirst() : quoted) : path
      return Completions.Word(
        text: text, ending: path.hasSuffix("/") ? "" : needsQuotes ? "\"" : " ")
    }
  }

  /// Up to 500 paths that begin as `typed` does; those of folders end in a slash.
  private static func paths(_ typed: String) -> [String] {
    let folder = typed.lastIndex(of: "/").map { String(typed[...$0]) } ?? ""
    let place = folder.isEmpty ? "." : HomeFolder.expanded(folder)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
    let fitting = names.filter { !$0.hasPrefix(".") && (folder + $0).hasPrefix(typed) }
    return fitting.sorted().prefix(500).map { name in
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: place + "/" + name, isDirectory: &isFolder)
      return folder + name + (isFolder.boolValue ? "/" : "")
    }
  }
}

import Foundation
import Language

/// The one rule for files that a user has a command write: the file lies in a folder that exists, and
/// replaces another one only where that is asked for, unless that holds the same already.
package enum OutputRule {
  /// - Throws: `Diagnostic` if no file can be written at `path`.
  package static func checkPlace(_ path: String, at span: Span = .nowhere) throws(Diagnostic) {
    let folder = path.folderPart
    var status = stat()
    guard folder.isEmpty || stat(folder, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR else {
      throw Diagnostic("there is no folder \(folder)", at: span)
    }
    guard lstat(path, &status) != 0 || [S_IFREG, S_IFLNK].contains(status.st_mode & S_IFMT) else {
      throw Diagnostic("\(path) exists and is not a file", at: span)
    }
  }

  /// - Throws: `Diagnostic` if there is a file at `path` that holds something other than `data`.
  package static func checkContent(
    _ path: String, _ data: Data, at span: Span = .nowhere
  ) throws(Diagnostic) {
    let files = FileManager.default
    guard files.fileExists(atPath: path), files.contents(atPath: path) != data else { return }
    throw exists(path, at: span)
  }

  package static func exists(_ path: String, at span: Span) -> Diagnostic {
    Diagnostic(
      "\(path) exists", at: span,
      suggestion: "choose another name, or overwrite it: replace=yes")
  }
}

import Foundation
import Language

/// Session and journal files as texts.
package enum SessionFile {
  /// The text of a file.
  package static func read(_ path: String) throws(Failure) -> String {
    var status = stat()
    guard !path.utf8.contains(0), stat(path, &status) != 0 || status.st_mode & S_IFMT != S_IFCHR
    else {
      throw Failure(
        Diagnostic("\(path.replacing("\0", with: "?")) cannot be read as a file", at: .nowhere),
        trouble: .syntax)
    }
    guard stat(path, &status) != 0 || status.st_size <= TextLimits.file else {
      throw Failure(
        Diagnostic(
          "\(path) is larger than \(TextLimits.file >> 20) MiB, too large for a session",
          at: .nowhere),
        trouble: .syntax)
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      let isFolder =
        (try? URL(fileURLWithPath: path).resourceValues(forKeys: [.isDirectoryKey]))
        .flatMap(\.isDirectory) ?? false
      throw Failure(
        Diagnostic(
          isFolder
            ? "\(path) is a folder, not a session file"
            : stat(path, &status) != 0 && errno == ENOENT
              ? "there is no file \(path)" : "\(path) cannot be read",
          at: .nowhere), trouble: .syntax)
    }
    guard let text = String(bytes: data, encoding: .utf8) else {
      throw Failure(Diagnostic("\(path) is not UTF-8 text", at: .nowhere), trouble: .syntax)
    }
    return text
  }
}

extension JournalDocument {
  /// Reads a session or journal file.
  ///
  /// - Throws: `Failure` at the place in the file.
  package init(file path: String) throws(Failure) {
    try self.init(SessionFile.read(path), file: path)
  }

  /// Reads the `text` of the file at `path`, which is to be a journal.
  ///
  /// - Throws: `Failure` at the place in the file, or if it is a plain session.
  package init(journal text: String, file path: String) throws(Failure) {
    try self.init(text, file: path)
    guard isJournal else {
      throw Failure(
        Diagnostic("\(path) is not a journal, so it contains no results", at: .nowhere),
        trouble: .syntax)
    }
  }

  /// Reads the `text` of the file at `path`.
  ///
  /// - Throws: `Failure` at the place in the file.
  package init(_ text: String, file path: String) throws(Failure) {
    do {
      try self.init(text)
    } catch { throw Failure(syntax: error).inside(text, path) }
  }
}

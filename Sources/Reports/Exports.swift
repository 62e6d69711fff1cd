import Catalog
import Foundation
import Journal
import Language

/// An export format of sessions.
///
/// A new format is one file with a type of this protocol and one line in `Exports.all`.
package protocol Exporter: Cataloged {
  /// The endings of files in this format, the usual one first.
  static var endings: [String] { get }
  /// The whole file.
  static func text(_ report: Report) -> String
}

/// The formats, and what `export` does.
package enum Exports {
  /// In the order in which messages list them.
  package static let all = Registry<any Exporter.Type>(
    "export format",
    [
      (HTMLPage.card, HTMLPage.self), (Notebook.card, Notebook.self),
      (MarkdownPage.card, MarkdownPage.self),
    ])

  /// Writes the journal at `path` to a file; the extension gives the format.
  ///
  /// - Parameter target: a file, or the bare name of a format for a file beside the journal.
  /// - Returns: what was written, in words.
  /// - Throws: `Failure` if the journal cannot be read or the file cannot be written.
  package static func write(
    _ path: String, to target: String, verification: VerificationNote? = nil
  ) throws(Failure) -> String {
    let (file, format) = try place(target, for: path)
    let text = try SessionFile.read(path)
    var report: Report
    do {
      report = try ReportReader.report(text, path: path, verification: verification)
    } catch { throw Failure(error, trouble: .syntax).inside(text, path) }
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
    report.folder = folder.path
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(format.text(report).utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
    } catch {
      throw Failure(Diagnostic("\(file) cannot be written", at: .nowhere))
    }
    let lost = report.lost
    return "exported \(path) to \(file)" + (lost == 0 ? "" : "; images missing: \(lost)")
  }

  /// The format that the name of a file ends with.
  static func format(of target: String) -> (any Exporter.Type)? {
    guard !target.utf8.contains(0) else { return nil }
    let name = (target as NSString).lastPathComponent
    let ending = (name.contains(".") ? (name as NSString).pathExtension : name).lowercased()
    return all.entries.first { $0.card.name == ending || $0.maker.endings.contains(ending) }?.maker
  }

  private static func unknown(_ target: String) -> Failure {
    let endings = all.entries.map { "." + ($0.maker.endings.first ?? "") }
    return Failure(
      Diagnostic(
        "'\(target.replacing("\0", with: "?"))' has no format to export to: end the name with "
          + endings.joined(separator: ", "), at: .nowhere), trouble: .syntax)
  }

  /// The file to write and its format; the name of a format alone stands for a file beside the
  /// journal at `path`.
  ///
  /// - Throws: `Failure` if the target has no format.
  package static func place(
    _ target: String, for path: String
  ) throws(Failure) -> (file: String, format: any Exporter.Type) {
    guard let format = format(of: target) else { throw unknown(target) }
    guard !target.contains("."), !target.contains("/") else { return (target, format) }
    return ((path as NSString).deletingPathExtension + "." + format.endings[0], format)
  }
}

extension Report {
  /// How many images cannot be shown.
  var lost: Int {
    parts.reduce(0) { count, part in
      guard case .entry(let entry) = part else { return count }
      return count + entry.exhibits.count { if case .missing = $0 { true } else { false } }
    }
  }
}

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
  /// Whether one export holds several journals.
  static var takesSeveral: Bool { get }
  /// What to write, for one report or for several.
  static func files(_ reports: [Report]) -> [ExportedFile]
}

/// A file of an export.
package struct ExportedFile {
  /// Its path inside of the target; empty if the target is the file itself.
  var path = ""
  package let bytes: [UInt8]
}

/// A format that shows one journal to people, as one text.
protocol PageExporter: Exporter {
  static func text(_ report: Report) -> String
}

extension PageExporter {
  package static var takesSeveral: Bool { false }

  package static func files(_ reports: [Report]) -> [ExportedFile] {
    reports.prefix(1).map { ExportedFile(bytes: Array(text($0).utf8)) }
  }
}

/// The formats, and what `export` does.
package enum Exports {
  /// In the order in which messages list them.
  package static let all = Registry<any Exporter.Type>(
    "export format",
    [
      (HTMLPage.card, HTMLPage.self), (Notebook.card, Notebook.self),
      (MarkdownPage.card, MarkdownPage.self), (ResultTable.card, ResultTable.self),
      (ResultLines.card, ResultLines.self), (TensorBoard.card, TensorBoard.self),
    ])

  /// Writes journals to a file; the extension gives the format.
  ///
  /// - Parameter target: a file, or the bare name of a format for a file beside the first journal;
  ///   then a format that holds one journal gives a file beside each.
  /// - Returns: what was written, in words.
  /// - Throws: `Failure` if a journal cannot be read or a file cannot be written.
  package static func write(
    _ paths: [String], to target: String, verification: VerificationNote? = nil
  ) throws(Failure) -> String {
    let (file, format) = try place(target, for: paths.first ?? "")
    var reports: [Report] = []
    for path in paths { reports.append(try report(path, verification)) }
    if format.takesSeveral || reports.count == 1 {
      return try write(numbered(reports), format, to: file, paths)
    }
    guard isFormat(target) else {
      throw Failure(
        Diagnostic(
          "\(target) would hold \(paths.count) journals, and this format holds one", at: .nowhere,
          suggestion: "write --to \(format.endings[0]) for a file beside each, or export to .csv"),
        trouble: .syntax)
    }
    var said: [String] = []
    for (path, report) in zip(paths, reports) {
      said.append(try write([report], format, to: place(target, for: path).file, [path]))
    }
    return said.joined(separator: "\n")
  }

  private static func report(
    _ path: String, _ verification: VerificationNote?
  ) throws(Failure) -> Report {
    let text = try SessionFile.read(path)
    do {
      return try ReportReader.report(
        text, path: path, verification: verification, isRunning: JournalWriter.isOpen(path))
    } catch { throw Failure(error, trouble: .syntax).inside(text, path) }
  }

  /// Runs of the same name are numbered.
  private static func numbered(_ reports: [Report]) -> [Report] {
    var taken: Set<String> = []
    return reports.map { report in
      var report = report
      let names = [report.run] + (2...reports.count + 1).map { "\(report.run)-\($0)" }
      report.run = names.first { taken.insert($0).inserted } ?? report.run
      return report
    }
  }

  private static func write(
    _ reports: [Report], _ format: any Exporter.Type, to file: String, _ paths: [String]
  ) throws(Failure) -> String {
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
    let made = format.files(
      reports.map { report in
        var report = report
        report.folder = folder.path
        return report
      })
    do {
      for part in made {
        let place =
          part.path.isEmpty
          ? URL(fileURLWithPath: file) : URL(fileURLWithPath: file).appending(path: part.path)
        try FileManager.default.createDirectory(
          at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(part.bytes).write(to: place, options: .atomic)
      }
    } catch {
      throw Failure(Diagnostic("\(file) cannot be written", at: .nowhere))
    }
    let lost = reports.reduce(0) { $0 + $1.lost }
    let what = paths.count == 1 ? paths[0] : "\(paths.count) journals"
    return "exported \(what) to \(file)" + (lost == 0 ? "" : "; images missing: \(lost)")
  }

  /// The format that the name of a file ends with.
  static func format(of target: String) -> (any Exporter.Type)? {
    guard !target.utf8.contains(0) else { return nil }
    let name = (target as NSString).lastPathComponent
    let ending = (name.contains(".") ? (name as NSString).pathExtension : name).lowercased()
    return all.entries.first { $0.card.name == ending || $0.maker.endings.contains(ending) }?.maker
  }

  /// The usual ending of each format.
  package static var endings: String {
    all.entries.map { "." + ($0.maker.endings.first ?? "") }.joined(separator: ", ")
  }

  private static func unknown(_ target: String) -> Failure {
    Failure(
      Diagnostic(
        "'\(target.replacing("\0", with: "?"))' has no format to export to: end the name with "
          + endings, at: .nowhere), trouble: .syntax)
  }

  /// Whether a target is the bare name of a format.
  private static func isFormat(_ target: String) -> Bool {
    !target.contains(".") && !target.contains("/")
  }

  /// The file to write and its format; the name of a format alone stands for a file beside the
  /// journal at `path`.
  ///
  /// - Throws: `Failure` if the target has no format.
  package static func place(
    _ target: String, for path: String
  ) throws(Failure) -> (file: String, format: any Exporter.Type) {
    guard let format = format(of: target) else { throw unknown(target) }
    guard isFormat(target) else { return (target, format) }
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

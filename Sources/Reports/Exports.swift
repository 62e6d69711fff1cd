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
  /// Whether an export is a folder of files.
  static var isFolder: Bool { get }
  /// Whether one export holds several journals.
  static var takesSeveral: Bool { get }
  /// What to write, for one report or for several.
  static func files(_ reports: [Report]) -> [ExportedFile]
}

extension Exporter {
  package static var isFolder: Bool { false }
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

  /// A file, or a folder of files, with what is to be written there.
  private struct Made {
    let file: String
    let parts: [(path: String, data: Data)]
    /// What was written, in words.
    let words: String
  }

  /// Writes journals to a file; the extension gives the format.
  ///
  /// - Parameters:
  ///   - target: a file, or the bare name of a format for a file beside the first journal;
  ///     then a format that holds one journal gives a file beside each.
  ///   - replaces: whether files that hold something else are replaced.
  /// - Returns: what was written, in words.
  /// - Throws: `Failure` if a journal cannot be read or a file cannot be written.
  package static func write(
    _ paths: [String], to target: String, replaces: Bool = false,
    verification: VerificationNote? = nil
  ) throws(Failure) -> String {
    let (file, format) = try place(target, for: paths.first ?? "")
    var reports: [Report] = []
    for path in paths { reports.append(try report(path, verification)) }
    var made: [Made] = []
    if format.takesSeveral || reports.count == 1 {
      made = [make(numbered(reports), format, file, paths)]
    } else {
      guard isFormat(target) else {
        throw Failure(
          Diagnostic(
            "\(target) would hold \(paths.count) journals, and this format holds one", at: .nowhere,
            suggestion: "write --to \(format.endings[0]) for a file beside each, or export to .csv"),
          trouble: .syntax)
      }
      for (path, report) in zip(paths, reports) {
        made.append(make([report], format, try place(target, for: path).file, [path]))
      }
    }
    for one in made { try check(one, replaces: replaces) }
    for one in made { try write(one) }
    return made.map(\.words).joined(separator: "\n")
  }

  /// - Throws: `Failure` if something is there that is not to be replaced.
  private static func check(_ made: Made, replaces: Bool) throws(Failure) {
    do {
      for (path, data) in made.parts {
        // Folders of a format that has several files are made.
        if path == made.file { try OutputRule.checkPlace(path) }
        if !replaces { try OutputRule.checkContent(path, data) }
      }
    } catch { throw Failure(error) }
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

  private static func make(
    _ reports: [Report], _ format: any Exporter.Type, _ file: String, _ paths: [String]
  ) -> Made {
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
    let parts = format.files(
      reports.map { report in
        var report = report
        report.folder = folder
        return report
      })
    let lost = reports.reduce(0) { $0 + $1.lost }
    let what = paths.count == 1 ? paths[0] : "\(paths.count) journals"
    return Made(
      file: file,
      parts: parts.map { ($0.path.isEmpty ? file : file + "/" + $0.path, Data($0.bytes)) },
      words: "exported \(what) to \(file)" + (lost == 0 ? "" : "; images missing: \(lost)"))
  }

  private static func write(_ made: Made) throws(Failure) {
    do {
      for (path, data) in made.parts {
        let place = URL(fileURLWithPath: path)
        if path != made.file {
          try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        }
        try data.write(to: place, options: .atomic)
      }
    } catch {
      throw Failure(Diagnostic("\(made.file) cannot be written", at: .nowhere))
    }
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
  package static func isFormat(_ target: String) -> Bool {
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

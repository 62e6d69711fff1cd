import Digests
import Figures
import Foundation

/// A picture that the journal names but does not hold.
package struct FigureRecord: Sendable, Equatable {
  /// The file, from the journal's folder: `first.figures/7.png`.
  package var file = ""
  /// The digest of the file, 64 hexadecimal digits.
  package var sha256 = ""
  /// Why there is no file; nil if there is one.
  package var problem: String?

  package init(file: String, sha256: String) { (self.file, self.sha256) = (file, sha256) }

  package init(problem: String) { self.problem = problem }

  /// Reads `file=a.figures/7.png sha256=09ab...`.
  package init(_ text: Substring) {
    for (name, word) in ResultValueReader.words(text) {
      switch name {
      case "file": file = word
      case "sha256": sha256 = word
      case "problem": problem = word
      default: break
      }
    }
  }
}

/// The folder beside a journal with the pictures that cannot be drawn again from its values.
package struct FigureFiles {
  /// A picture as it was found again, or why it was not.
  package enum Found: Equatable {
    case png([UInt8])
    case nothing(String)
  }

  /// Larger sheets are neither kept nor read.
  package static let mostBytes = 16 << 20

  private let base: String
  private let folder: String

  package init(beside journal: String) {
    let path = journal as NSString
    base = journal.folderPart
    let name = path.lastPathComponent
    folder = (name.hasSuffix(".journal") ? String(name.dropLast(8)) : name) + ".figures"
  }

  /// Writes the image sheets of one result; says for each where it is or why it is not there.
  package func keep(_ figures: [Figure], of path: [Int]) -> [FigureRecord] {
    var records: [FigureRecord] = []
    for case .images(let sheet) in figures {
      let number = records.isEmpty ? "" : "_\(records.count + 1)"
      let name = path.map(String.init).joined(separator: "-") + number + ".png"
      records.append(keep(sheet, as: name))
    }
    return records
  }

  private func keep(_ sheet: ImageSheet, as name: String) -> FigureRecord {
    let room = sheet.images.count.multipliedReportingOverflow(
      by: sheet.channels * (sheet.height + 2) * (sheet.width + 2))
    guard !room.overflow, room.partialValue < Self.mostBytes else {
      return FigureRecord(problem: "the sheet is too large to be kept")
    }
    // Mid-grey between the images stands off from light and from dark pages.
    let bytes = sheet.png(zoom: 1, gap: 136)
    let place = URL(fileURLWithPath: base.isEmpty ? "." : base).appending(path: folder)
    do {
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      try Data(bytes).write(to: place.appending(path: name), options: .atomic)
    } catch {
      return FigureRecord(problem: "it could not be written to \(folder)/\(name)")
    }
    return FigureRecord(file: "\(folder)/\(name)", sha256: sha256(bytes))
  }

  /// Where a recorded file lies; nil if the record names none that could be one of a journal's.
  package func path(of record: FigureRecord) -> String? {
    let parts = record.file.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].hasSuffix(".figures"), parts[1].hasSuffix(".png"),
      !parts.contains(where: { $0.hasPrefix(".") || $0.utf8.contains(0) })
    else { return nil }
    return (base.isEmpty ? "" : base + "/") + record.file
  }

  /// Reads a picture; only the very file that was written will do.
  package func find(_ record: FigureRecord) -> Found {
    if let problem = record.problem { return .nothing("There is no picture: \(problem).") }
    guard let path = path(of: record) else {
      return .nothing("The record of this picture cannot be read.")
    }
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return .nothing("The picture \(record.file) is missing.")
    }
    guard status.st_size <= Self.mostBytes * 2,
      let data = FileManager.default.contents(atPath: path)
    else { return .nothing("The picture \(record.file) cannot be read.") }
    let bytes = [UInt8](data)
    guard sha256(bytes) == record.sha256 else {
      return .nothing("The picture \(record.file) is not the one that was recorded.")
    }
    return .png(bytes)
  }
}

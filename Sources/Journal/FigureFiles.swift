import Digests
import Figures
import Foundation

/// The folder beside a journal with the pictures that cannot be drawn again from its values.
package struct FigureFiles {
  /// A picture as it was found again, or why it was not.
  package enum Found: Equatable {
    case png([UInt8])
    case nothing(String)
  }

  /// Larger sheets are neither kept nor read.
  package static let mostBytes = 16 << 20
  /// Mid-grey between the images stands off from light and from dark pages.
  package static let gap: UInt8 = 136

  private let base: String
  private let folder: String

  package init(beside journal: String) {
    let path = journal as NSString
    base = journal.folderPart
    let name = path.lastPathComponent
    folder = (name.hasSuffix(".journal") ? String(name.dropLast(8)) : name) + ".figures"
  }

  /// What the journal records of the figures of one result; sheets of images are written to files.
  package func keep(
    _ figures: [Figure], _ keeping: FigureKeeping, of path: [Int]
  ) -> [FigureRecord] {
    var sheets = 0
    return figures.compactMap { figure in
      guard let record = keeping.record(of: figure) else { return nil }
      guard case .images(let sheet) = figure, let reference = record.file else { return record }
      sheets += 1
      let number = sheets > 1 ? "_\(sheets)" : ""
      return keep(
        sheet, reference, as: path.map(String.init).joined(separator: "-") + number + ".png")
    }
  }

  private func keep(_ sheet: ImageSheet, _ reference: ImageFile, as name: String) -> FigureRecord {
    let room = sheet.images.count.multipliedReportingOverflow(
      by: sheet.channels * (sheet.height + 2) * (sheet.width + 2))
    guard !room.overflow, room.partialValue < Self.mostBytes else {
      return FigureRecord(.problem("the sheet is too large to be kept"))
    }
    let bytes = sheet.png(zoom: 1, gap: Self.gap)
    let place = URL(fileURLWithPath: base.isEmpty ? "." : base).appending(path: folder)
    do {
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      try Data(bytes).write(to: place.appending(path: name), options: .atomic)
    } catch {
      return FigureRecord(.problem("it could not be written to \(folder)/\(name)"))
    }
    var file = reference
    (file.file, file.sha256) = ("\(folder)/\(name)", sha256(bytes))
    return FigureRecord(.figure(.file(file)))
  }

  /// Where a recorded file lies; nil if the record names none that could be one of a journal's.
  package func path(of record: ImageFile) -> String? {
    let parts = record.file.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].hasSuffix(".figures"), parts[1].hasSuffix(".png"),
      !parts.contains(where: { $0.hasPrefix(".") || $0.utf8.contains(0) })
    else { return nil }
    return (base.isEmpty ? "" : base + "/") + record.file
  }

  /// Whether anything lies where the record says.
  package func holds(_ record: ImageFile) -> Bool {
    var status = stat()
    return path(of: record).map { lstat($0, &status) == 0 } ?? true
  }

  /// Reads a picture; only the very file that was written will do.
  package func find(_ record: ImageFile) -> Found {
    guard let path = path(of: record) else {
      return .nothing("The record of this image cannot be read.")
    }
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return .nothing("The image \(record.file) is missing.")
    }
    guard status.st_size <= Self.mostBytes * 2,
      let data = FileManager.default.contents(atPath: path)
    else { return .nothing("The image \(record.file) cannot be read.") }
    let bytes = [UInt8](data)
    guard sha256(bytes) == record.sha256 else {
      return .nothing("The image \(record.file) is not the one that was recorded.")
    }
    return .png(bytes)
  }
}

import Figures
import Foundation
import Journal
import Reports
import Testing

@testable import Workbench

/// The journals that come with the repository, of whatever version they are.
@Suite struct PublishedJournalTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Sessions/published").path

  static let names =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix(".journal") }.sorted()

  @Test(arguments: names)
  func `a published journal is made of known words and differs from itself in nothing`(
    name: String
  ) throws {
    let path = Self.folder + "/" + name
    let text = try SessionFile.read(path)
    let document = try JournalDocument(text, file: path)
    try Player.check(document, of: (text, path))
    #expect(!document.commands.isEmpty && document.isJournal)
    #expect(!JournalComparison(document, document).isDifferent)
  }

  @Test(arguments: names)
  func `a published journal is exported with its accuracy matrix and every picture`(
    name: String
  ) throws {
    let desk = try Desk()
    let told = try Exports.write([Self.folder + "/" + name], to: desk.path("page.html"))
    #expect(!told.contains("missing"), "\(told)")
    let page = try desk.text(of: "page.html")
    #expect(page.contains("<svg") && page.contains("Accuracy (%)"))
  }
}

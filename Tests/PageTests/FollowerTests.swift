import Catalog
import Figures
import Foundation
import TestSupport
import Testing

@testable import Journal
@testable import Page
@testable import Reports

/// Pages of journals that grow.
@Suite struct FollowerTests {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "page-\(UUID().uuidString)").path
  private var path: String { folder + "/a.journal" }

  private static let map = HeatMap.accuracies([[0.9, 0.1], [0.5, 0.8]], labels: ["0-1", "2-3"])
  private static let chart = LineChart(
    title: "losses", xLabel: "experience", yLabel: "",
    series: [.init(name: "KL", points: [(0, 1), (1, 0.5)])])

  private func writer() throws -> JournalWriter {
    try JournalWriter(path: path, facts: [("app", "0"), ("seed", "7"), ("threads", "2")])
  }

  /// Declares, and trains with the figures of a training.
  private func write(_ writer: JournalWriter) throws {
    try writer.prose("# A title\n\nSome *prose*.")
    try writer.intend(1, "data d = digits split=5")
    try writer.record("data d = digits split=5", 1, [])
    try writer.intend(2, "train ours on d steps=4")
    let figures: [Figure] = [.heatMap(Self.map), .chart(Self.chart)]
    try writer.record(
      "train ours on d steps=4", 2,
      [
        CommandRecord(
          path: [], values: [NamedValue("last", .number(0.65))],
          digests: [("ours", "8556aa56aa3854b0")],
          figures: figures.map { FigureRecord(.figure($0)) })
      ])
  }

  /// Looks again when a short while has passed, as `look` does nothing before.
  private func look(_ follower: JournalFollower) {
    usleep(200_000)
    follower.look()
  }

  private func html(_ page: PageState) -> String {
    PageDocument.text(page.content, nonce: "n")
  }

  @Test func `a page shows the figures of the export, and the facts of the session`() throws {
    let writer = try writer()
    try write(writer)
    let page = PageState()
    _ = try JournalFollower(path, page, source: .journal)
    let html = html(page)
    let strict = TestSupport.Page(html)
    #expect(strict.problems.isEmpty, "\(strict.problems)")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let export = HTMLPage.text(try ReportReader.report(text, path: path))
    let drawings = export.matches(of: /(?s)<svg.*?<\/svg>/).map { String($0.output) }
    #expect(drawings.count == 3)
    for drawing in drawings { #expect(html.contains(drawing)) }
    for words in ["A title", "Some prose.", "seed7", "threads2", "ours 8556aa56aa3854b0", "0.65"] {
      #expect(strict.text.contains(words), "\(words)")
    }
    #expect(strict.text.contains("Waiting for the next command."))
    #expect(html.contains("<td>digits</td>"), "objects of a journal are what it declares")
  }

  @Test func `a command is seen to run, to end, and the session to close`() throws {
    let page = PageState()
    var writer: JournalWriter? = try writer()
    let follower = try JournalFollower(path, page, source: .journal)
    try writer?.intend(1, "train ours on d steps=4")
    look(follower)
    #expect(html(page).contains("<p class=\"running\">running</p>"))
    #expect(html(page).contains("A command is running."))
    let mark = page.content.mark
    look(follower)
    #expect(page.content.mark == mark, "nothing is sent where nothing changed")
    try writer?.fail(1, "no learner named ours")
    look(follower)
    #expect(!html(page).contains("<p class=\"running\">"))
    #expect(html(page).contains("no learner named ours"))
    try writer?.end(status: "ok", commands: 0, errors: 1)
    follower.end()
    #expect(html(page).contains("Waiting for the next command."))
    writer = nil
    follower.end()
    #expect(html(page).contains("The session has ended."))
  }

  @Test func `a journal that vanishes leaves the page as it was, with a word about it`() throws {
    let writer = try writer()
    try write(writer)
    let page = PageState()
    let follower = try JournalFollower(path, page, source: .journal)
    try FileManager.default.removeItem(atPath: path)
    look(follower)
    #expect(html(page).contains("moved or deleted"))
    #expect(html(page).contains("ours <code>8556aa56aa3854b0</code>"))
  }

  @Test func `what a session says besides its journal stands beside the cells`() throws {
    let writer = try writer()
    try writer.intend(1, "train ours on d steps=4")
    let page = PageState()
    let follower = try JournalFollower(path, page, source: .session)
    let events: [LiveEvent] = [
      .objects([.table(Table(header: ["name"], rows: [[.text("ours<b>")]]))]),
      .training(
        .init(
          learner: "ours", done: 3, planned: 8, words: "ours 1/2 3/4 loss 0.5 <i>",
          figures: [.heatMap(Self.map), .chart(Self.chart)])),
    ]
    let sheet = try ImageSheet(images: [[0, 255, 0, 255]], channels: 1, height: 2, width: 2)
    let samples = (1...2).map { experience in
      LiveEvent.samples(
        .init(
          learner: "ours", command: 1, experience: experience, experiences: 2,
          png: Data(sheet.png()), description: "images \"of\" ours"))
    }
    for event in events + samples { follower.take(try LiveEvent(line: event.line())) }
    let html = html(page)
    let strict = TestSupport.Page(html)
    #expect(strict.problems.isEmpty, "\(strict.problems)")
    for drawing in [Figure.heatMap(Self.map).svg(), Figure.chart(Self.chart).svg(chartWidth: 340)] {
      #expect(html.contains(try #require(drawing)))
    }
    #expect(strict.all("progress").first?["value"] == "3")
    let slider = try #require(strict.all("input").first)
    #expect(slider["max"] == "2" && slider["value"] == "2")
    #expect(slider["aria-valuetext"] == "experience 2 of 2")
    let sheets = strict.all("div").filter { $0["class"] == "sheet" }
    #expect(sheets.map { $0["hidden"] != nil } == [true, false])
    for words in ["ours<b>", "loss 0.5 <i>", "Training ours"] {
      #expect(strict.text.contains(words), "\(words)")
    }
  }

  @Test func `what is no journal is told in one line`() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try "list\n".write(toFile: path, atomically: true, encoding: .utf8)
    for name in ["a.journal", "none.journal", "."] {
      let error = #expect(throws: Failure.self) {
        try JournalFollower(folder + "/" + name, PageState(), source: .journal)
      }
      let line = try #require(error).oneLine
      #expect(!line.contains("\n") && line.contains(name), "\(line)")
    }
  }
}

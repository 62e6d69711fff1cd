import Figures
import Foundation
import Language
import Learning
import TestSupport
import Testing

@testable import Journal
@testable import Reports
@testable import Workbench

/// Figures on their way from the prompt into the journal and out of it again.
@Suite struct FigureJournalTests {
  struct View: Sendable, CustomTestStringConvertible {
    let learner: String
    let view: String
    var testDescription: String { learner + "." + view }
  }

  static let views = Learners.all.entries.flatMap { entry in
    (["accuracy", "losses"] + entry.card.views.map(\.name)).map {
      View(learner: entry.card.name, view: $0)
    }
  }

  /// A desk that has recorded a small training of `learner`, and the lines after it.
  private func desk(_ learner: String, _ lines: String...) throws -> Desk {
    let desk = try Desk(journal: "a.journal")
    // What journals of version 1 mean, so that one can be made of the journal.
    let first = learner == "dgm" ? " clip=0 passes=two moments=quarters jitter=no" : ""
    let options = Lines.options(learner) + first
    try desk.type(
      Lines.data(for: learner), "learner w = \(learner)\(options)", "train w on d steps=2 batch=8")
    for line in lines { try desk.type(line) }
    return desk
  }

  /// The figures of the last command, as the prompt shows them.
  private func shown(_ desk: Desk) throws -> [Figure] {
    let results = desk.events.compactMap {
      if case .end(_, let result) = $0 { result } else { nil }
    }
    return try #require(results.last).outcome.figures
  }

  private func export(_ desk: Desk, _ name: String) throws -> String {
    _ = try Exports.write([desk.path("a.journal")], to: desk.path(name))
    return try desk.text(of: name)
  }

  @Test(arguments: views)
  func `a figure is the same at the prompt, on pages, in notebooks and as JSON`(
    view: View
  ) throws {
    let desk = try desk(view.learner, "plot w.\(view.view)")
    let figures = try shown(desk)
    try #require(!figures.isEmpty)
    let command = try #require(JournalDocument(desk.text(of: "a.journal")).commands.last)
    let recorded = try #require(command.figures[[]])
    let html = try export(desk, "a.html")
    let markdown = try export(desk, "a.md")
    let book = try export(desk, "a.ipynb")
    let cells = try #require(
      try JSONSerialization.jsonObject(with: Data(book.utf8)) as? [String: Any])["cells"]
    let outputs = try #require(cells as? [[String: Any]])
      .flatMap { $0["outputs"] as? [[String: Any]] ?? [] }
    let bundles = outputs.compactMap { $0["data"] as? [String: Any] }
    func holds(_ type: String, _ text: String) -> Bool {
      bundles.contains { (($0[type] as? [String])?.joined() ?? $0[type] as? String) == text }
    }
    #expect(NotebookCheck(book).problems.isEmpty && Page(html).problems.isEmpty)
    try #require(recorded.count == figures.count)
    for (figure, record) in zip(figures, recorded) {
      if case .images(let sheet) = figure {
        let file = try #require(record.file)
        #expect(file.count == sheet.images.count && file.captions == sheet.captions)
        #expect(html.contains("data:image/png;base64,") && markdown.contains("](<a.figures/"))
        continue
      }
      let data = try #require(record.data)
      #expect(data.isSame(as: figure))
      #expect(try Figure(json: figure.json()).isSame(as: figure))
      let lines = figure.lines(TextStyle()).joined(separator: "\n")
      #expect(holds("text/plain", lines))
      switch figure {
      case .chart(let chart):
        let svg = try #require(figure.svg(chartWidth: 660))
        #expect(html.contains(svg) && markdown.contains(lines))
        #expect(holds("image/svg+xml", try #require(figure.svg())))
        for series in chart.series { #expect(svg.contains(">\(series.name)</text>")) }
      case .heatMap(let map):
        let svg = try #require(figure.svg())
        #expect(html.contains(svg) && holds("image/svg+xml", svg))
        for label in map.columnLabels { #expect(svg.contains(">\(label)</text>")) }
      case .table(let table): #expect(html.contains(table.html()))
      default: break
      }
    }
    #expect(
      try Desk().verification(of: JournalDocument(file: desk.path("a.journal")))
        .differences == [])
  }

  @Test func `the growth of a memory keeps its axes, its title and its series`() throws {
    let desk = try desk("dgm", "plot w.growth")
    for name in ["a.html", "a.md", "a.ipynb"] {
      let text = try export(desk, name)
      for words in ["weights of the masked layers", "experiences learned", "linear growth"] {
        #expect(text.contains(words), "\(words) in \(name)")
      }
    }
    guard case .chart(let chart)? = try shown(desk).first else {
      throw WorkbenchError("no chart")
    }
    #expect(chart.series[0].points.map(\.x) == [0, 1, 2])
  }

  @Test(arguments: [
    (#"[0,1,2]"#, #"[0,1,3]"#), (#""x-label":"experiences learned""#, #""x-label":"x""#),
    (#""this memory""#, #""another""#), ("#f 4 chart", "# f 4 chart"),
    ("#f 4 chart", "#f 4 chart {}\n#f 4 chart"),
  ])
  func `a figure that was changed does not verify`(before: String, after: String) throws {
    let desk = try desk("dgm", "plot w.growth")
    let text = try desk.text(of: "a.journal")
    #expect(try Desk().verification(of: JournalDocument(text)).exitCode == 0)
    let range = try #require(text.range(of: "\nplot w.growth\n")).upperBound..<text.endIndex
    let forged =
      text[..<range.lowerBound] + text[range].replacing(before, with: after, maxReplacements: 1)
    try #require(forged != text)
    let verification = try Desk().verification(of: JournalDocument(String(forged)))
    #expect(verification.exitCode == 3)
  }

  @Test func `an image with other pixels does not verify, one compressed differently does`() throws
  {
    let desk = try desk("generative-replay", "sample w n=2")
    let text = try desk.text(of: "a.journal")
    let packed = text.replacing(#/"sha256":"\w+"/#) { _ in #""sha256":"00""# }
    #expect(packed != text)
    #expect(try Desk().verification(of: JournalDocument(packed)).exitCode == 0)
    let other = text.replacing(#/"pixels":"\w+"/#) { _ in #""pixels":"00""# }
    #expect(try Desk().verification(of: JournalDocument(other)).exitCode == 3)
  }

  @Test func `what is pinned is recorded, and what may tell a time is not compared`() throws {
    let desk = try desk("finetune", "pin show w", "pin show w.accuracy", "pin status")
    let document = try JournalDocument(desk.text(of: "a.journal"))
    let records = document.commands.suffix(3).map { $0.figures[[]] ?? [] }
    #expect(records.allSatisfy { !$0.isEmpty })
    for record in records.joined() {
      let isCompared = record.data.map { [.chart, .heatmap].contains($0.kind) } ?? false
      #expect(record.isVolatile != isCompared)
    }
    #expect(try Desk().verification(of: document).differences == [])
    #expect(try export(desk, "a.html").contains("trained up to row, tested on column"))
  }

  static let old = """
    #!reverie journal 1
    data d = glyphs figures=4 split=2 size=8 train=8 test=4
    #= 1 sha256="\(String(repeating: "0f", count: 32))" train=64
    train w on d
    #= 2 last=0.5 accuracy=[[0.98,0.0],[0.25,0.75]] pixels="00ff00ff00ff00ff"
    plot w.growth
    #= 3 w.growth.this=[1.0,2.0] w.growth.linear=[1.0,4.0] w.growth.this_2=[7.0,8.0]
    plot w.losses
    #= 4 ~w.losses.lines="losses by part" w.losses.lines_total=[[1.5,0.25],[2.0,0.125]]
    plot w,v
    #= 5 w=[0.5,0.25] v=[0.75,0.5]
    compare w,v
    #= 6 w.last=0.5 v.last=0.25
    #f 6 file=a.figures/6.png sha256=00ff
    """ + "\n"

  @Test func `a journal of version 1 is exported with its matrices and charts`() throws {
    let desk = try Desk()
    try desk.write(Self.old, to: "a.journal")
    let document = try JournalDocument(Self.old)
    #expect(document.version == 1 && document.commands.last?.figures[[]]?.count == 1)
    let page = Page(try export(desk, "a.html"))
    #expect(page.problems.isEmpty)
    // One map, and four charts that are drawn wide and narrow.
    #expect(page.all("svg").count == 1 + 4 * 2)
    for words in ["98", "linear", "losses by part", "accuracy on all classes so far", "0.2500"] {
      #expect(page.text.contains(words), "\(words)")
    }
    #expect(page.text.contains("The image a.figures/6.png is missing."))
    let measures = page.text.components(separatedBy: "\n").filter { $0.contains("00ff00ff") }
    #expect(
      measures.allSatisfy { $0.contains("state of") || $0.contains("pixels=") }, "\(measures)")
  }

  @Test func `charts of version 1 verify by their numbers`() throws {
    let desk = try desk("dgm", "plot w.growth", "plot w.accuracy")
    guard
      case .chart(let chart)? = desk.events.compactMap({ event -> Figure? in
        guard case .end(_, let result) = event else { return nil }
        return result.outcome.figures.first { $0.kind == .chart }
      }).first
    else { throw WorkbenchError("no chart") }
    let numbers = JournalText.spelled(.numbers(chart.series[0].points.map(\.y)))
    let lines = try desk.text(of: "a.journal").split(separator: "\n").filter { !$0.hasPrefix("#f") }
    let old =
      lines.map { line in
        line == "plot w.growth" ? "plot w.growth\n#= 4 w.growth.this=\(numbers)" : String(line)
      }.joined(separator: "\n").replacing("journal 3", with: "journal 1") + "\n"
    #expect(try Desk().verification(of: JournalDocument(old)).differences == [])
    let forged = old.replacing("w.growth.this=[", with: "w.growth.this=[1.0,")
    #expect(try Desk().verification(of: JournalDocument(forged)).exitCode == 3)
  }

  @Test(arguments: [4, 99]) func `a journal of a later version is refused`(version: Int) {
    let text = "#!reverie journal \(version)\nlist\n"
    let error = #expect(throws: Diagnostic.self) { _ = try JournalDocument(text) }
    #expect(error?.message.contains("version \(version)") == true)
  }

  @Test func `what was undone is marked`() throws {
    let text = """
      #!reverie journal 2
      let a = 1
      #> 2 10:00:00 let a = 2
      let a = 2
      let a = 3
      back 1
      let a = 4
      mark here
      let a = 5
      back here
      let a = 6
      """ + "\n"
    #expect(try JournalDocument(text).undone == [1, 2, 6])
    let desk = try Desk()
    try desk.write(text, to: "a.journal")
    let page = Page(try export(desk, "a.html"))
    #expect(page.all("section").count { $0["class"] == "entry undone" } == 3)
    for name in ["a.md", "a.ipynb"] {
      #expect(try export(desk, name).ranges(of: Report.undone).count == 3)
    }
  }

  @Test func `back to an undone command takes it up again`() throws {
    let lines = ["let a = 1", "let a = 2", "back 1", "back 2", "let a = 3"]
    let text = "#!reverie journal 2\n" + lines.joined(separator: "\n") + "\n"
    #expect(try JournalDocument(text).undone == [])
  }
}

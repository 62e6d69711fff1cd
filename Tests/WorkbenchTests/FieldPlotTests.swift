import Catalog
import Figures
import Foundation
import Language
import Testing

@testable import Journal
@testable import Workbench

/// `plot` of fields, its sizes, and the files that commands write.
@Suite struct FieldPlotTests {
  private func desk() throws -> Desk {
    let desk = try Desk(journal: "a.journal")
    try desk.type(
      Lines.data, Lines.model, Lines.generator, Lines.learner, Lines.train)
    return desk
  }

  private func figures(_ line: String, _ desk: Desk) throws -> [Figure] {
    try #require(try desk.interpreter.prompt(line).first).outcome.figures
  }

  @Test func `every field with numbers is drawn, and others say what can be`() throws {
    let desk = try desk()
    desk.session.keepsFigures = true
    for object in desk.workspace.objects {
      for field in object.fields {
        let line = "plot \(object.name).\(field.name)"
        let isDrawn =
          field.value.double != nil || field.value.numbers != nil || field.value.matrix != nil
        guard isDrawn else {
          #expect(desk.failure(of: line)?.diagnostic.message.contains("cannot be plotted") == true)
          continue
        }
        let drawn = try figures(line, desk).filter { [.chart, .heatmap].contains($0.kind) }
        #expect(!drawn.isEmpty, "\(line)")
      }
    }
    #expect(
      desk.failure(of: "plot d.zork")?.diagnostic.suggestion
        == "choose from: d.train d.test d.experiences")
    #expect(desk.failure(of: "plot net") != nil)
  }

  @Test func `a measure is a curve that ends in its newest value`() throws {
    let desk = try desk()
    desk.session.keepsFigures = true
    guard case .chart(let chart) = try figures("plot ours.last,ours.average,ours.steps", desk)[0]
    else {
      Issue.record("no chart")
      return
    }
    #expect(chart.series.map(\.name) == ["ours.last", "ours.average"])
    for series in chart.series {
      let field = String(series.name.dropFirst("ours.".count))
      #expect(
        series.points.count == 2 && series.points.last?.y == desk.value(field, of: "ours")?.double)
    }
  }

  @Test func `sizes are cells`() throws {
    let desk = try desk()
    desk.session.keepsFigures = true
    let outcome = try #require(try desk.interpreter.prompt("plot ours width=40 height=6").first)
      .outcome
    var style = TextStyle(columns: 80)
    (style.plotWidth, style.plotHeight) = outcome.size
    let lines = outcome.figures[0].lines(style)
    #expect(lines.allSatisfy { $0.count <= 40 } && lines.contains { $0.count == 40 })
    #expect(lines.count { $0.contains("│") || $0.contains("┤") } == 6)
    try desk.type("plot ours width=40 height=6 to \"\(desk.path("p.svg"))\"")
    #expect(try desk.text(of: "p.svg").contains("width=\"320\" height=\"240\""))
  }

  @Test func `one rule holds for all files that commands write`() throws {
    let desk = try desk()
    for (line, ending) in [
      ("plot ours.losses", "svg"), ("plot ours.accuracy", "png"), ("sample ours n=2", "png"),
      ("save ours", "st"), ("save d", "npz"),
    ] {
      let file = desk.path("x." + ending)
      try? FileManager.default.removeItem(atPath: file)
      try desk.type("\(line) to \"\(file)\"", "\(line) to \"\(file)\"")
      let whole = try Data(contentsOf: URL(fileURLWithPath: file))
      try Data("other".utf8).write(to: URL(fileURLWithPath: file))
      #expect(
        desk.failure(of: "\(line) to \"\(file)\"")?.diagnostic.message == "\(file) exists",
        "\(line)")
      try desk.type("\(line) to \"\(file)\" replace=yes")
      #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == whole, "\(line)")
      for wrong in [desk.path("none/x." + ending), desk.path("x.zork"), desk.path("x")] {
        #expect(desk.failure(of: "\(line) to \"\(wrong)\"") != nil, "\(line) \(wrong)")
      }
    }
    #expect(desk.failure(of: "save net to \"\(desk.path("net.npz"))\"") != nil)
    desk.session.close(status: "ok")
    let other = try Desk()
    other.session.redirected = try RedirectedFiles()
    try FileManager.default.removeItem(atPath: desk.path("x.svg"))
    #expect(
      try other.verification(of: JournalDocument(file: desk.path("a.journal"))).differences == [])
    #expect(!FileManager.default.fileExists(atPath: desk.path("x.svg")))
  }

  @Test func `a data set that is saved for NumPy is read back`() throws {
    let desk = try desk()
    let file = desk.path("d.npz")
    try desk.type("save d to \"\(file)\"", "data e = npz \"\(file)\" split=2")
    #expect(desk.value("train", of: "e") == desk.value("train", of: "d"))
    let (d, e) = (desk.workspace["d"] as? DataObject, desk.workspace["e"] as? DataObject)
    let (first, second) = (try #require(d).stream, try #require(e).stream)
    for (one, other) in zip(first.experiences, second.experiences) {
      let pixels = [one, other].map { experience in
        experience.test.indices.map { experience.test.archive.pixels(at: Int($0)) }
      }
      #expect(pixels[0] == pixels[1] && one.test.labels == other.test.labels)
    }
  }
}

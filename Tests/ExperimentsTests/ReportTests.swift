import Figures
import Foundation
import Testing

@testable import Experiments

/// Tables and states that come of what lies in the folder.
@Suite struct ReportTests {
  let bench: Bench

  init() throws { bench = try Bench() }

  /// Two methods on two data sets over three seeds, all done.
  private func whole() throws -> ExperimentFolder {
    let experiment = try bench.experiment("learner=finetune,dgm", "d=digits,mnist", "seed=1..3")
    for run in experiment.runs {
      let method = run.values[0] == "dgm" ? 0.3 : 0.1
      let value = method + Double(run.number % 3) / 10
      try bench.finish(
        run.number, of: experiment,
        "last=\(value) average=\(value) accuracy=[[1.0,0.0],[\(value),\(value)]] steps=5 ~time=\(value)"
      )
    }
    return experiment
  }

  @Test func `methods are rows, data are columns, seeds are averaged`() throws {
    let report = try ExperimentReport(whole())
    #expect(report.isWhole && report.status.summary == "12 runs: done 12")
    guard case .table(let table) = report.figures[1] else {
      Issue.record("no table")
      return
    }
    #expect(table.header == ["learner", "digits", "mnist", "n"])
    #expect(table.rows[0].map(\.string)[0] == "finetune")
    #expect(table.rows[0][1].string == "20.00 (0.00 to 44.84)")
    #expect(table.rows[1][2].string == "40.00 (15.16 to 64.84)")
    #expect(table.rows[1][3] == .integer(3))
    // Differences of the same seeds do not vary, whatever the seeds do.
    guard case .table(let differences) = report.figures[3] else {
      Issue.record("no differences")
      return
    }
    #expect(differences.rows.count == 1)
    #expect(differences.rows[0][1].string == "+20.00 (+20.00 to +20.00)")
  }

  @Test func `curves have a band, and what never varies is not listed`() throws {
    let report = try ExperimentReport(whole(), detailed: true)
    let charts = report.figures.compactMap { if case .chart(let chart) = $0 { chart } else { nil } }
    #expect(charts.count == 2 && charts[0].series.map(\.name) == ["finetune", "dgm"])
    #expect(charts[0].series[0].points.map(\.x) == [1, 2])
    #expect(charts[0].series[0].band.count == 2 && charts[0].series[0].band[0].lowerBound == 100)
    let names = Set(report.result.varying.map(\.quantity.name))
    #expect(names == ["last", "average"])
  }

  @Test func `the table is written as csv, Markdown, LaTeX and a page`() throws {
    let report = try ExperimentReport(whole())
    let csv = try report.text(as: "csv").split(separator: "\n")
    #expect(csv[0] == "run,learner,d,seed,command,value,number")
    #expect(csv.contains("1,finetune,digits,1,train l on d,last,0.2"))
    let markdown = try report.text(as: "md")
    #expect(markdown.contains("| learner | digits | mnist | n |\n| --- | ---: | ---: | ---: |"))
    #expect(markdown.contains("## last of every run"))
    let latex = try report.text(as: "tex")
    #expect(latex.contains("finetune & 20.00 (0.00 to 44.84) & 20.00"))
    #expect(latex.contains("last (\\%)"))
    let page = try report.text(as: "html")
    #expect(page.contains("<polygon") && page.contains("<td>finetune</td>"))
    #expect(throws: (any Error).self) { try report.text(as: "doc") }
  }

  @Test func `where each run stands is what lies in its folder`() throws {
    let experiment = try bench.experiment("seed=1..5")
    try bench.finish(1, of: experiment, "last=0.5")
    try bench.finish(
      2, of: experiment, "last=0.5", code: 1, why: "expected l.last > 0.9: it is 0.5")
    let lock = try experiment.folder(of: experiment.runs[2]).lock()
    _ = try experiment.folder(of: experiment.runs[3]).lock()
    try Data("#!reverie journal 2\n".utf8).write(
      to: URL(fileURLWithPath: experiment.folder(of: experiment.runs[3]).journal))
    let status = ExperimentStatus(experiment)
    #expect(
      status.summary == "5 runs: done 1 · running 1 · failed 1 · stopped 1 · not started 1")
    #expect(status.open.map(\.number) == [2, 4, 5])
    #expect(status.troubles[0] == "run 2 (seed=2) failed: expected l.last > 0.9: it is 0.5")
    withExtendedLifetime(lock) {}
  }

  @Test func `a journal that was changed after its end is left out`() throws {
    let experiment = try bench.experiment("seed=1..2")
    for number in 1...2 { try bench.finish(number, of: experiment, "last=0.5") }
    let journal = experiment.folder(of: experiment.runs[1]).journal
    let text = try String(contentsOfFile: journal, encoding: .utf8)
    try text.replacing("last=0.5", with: "last=0.9")
      .write(toFile: journal, atomically: true, encoding: .utf8)
    let report = try ExperimentReport(experiment)
    #expect(!report.isWhole && report.result.runs.count == 1)
    #expect(report.result.troubles.first?.contains("run 2") == true)
  }

  @Test func `an end that is not whole is none`() throws {
    let experiment = try bench.experiment("seed=1")
    let folder = experiment.folder(of: experiment.runs[0])
    try bench.finish(1, of: experiment, "last=0.5")
    #expect(folder.end?.status == .ok)
    try Data("{\"task\": 1".utf8).write(to: URL(fileURLWithPath: folder.path + "/end.json"))
    #expect(folder.end == nil)
  }
}

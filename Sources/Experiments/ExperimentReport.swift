import Figures
import Journal
import Learning

/// What can be said about an experiment: where its runs stand, and the tables of those that are done.
package struct ExperimentReport {
  package let experiment: ExperimentFolder
  package let status: ExperimentStatus
  package let result: ExperimentResult
  /// The measures that tables are made of.
  private let tables: [MeasureTable]
  /// Whether everything that varies is shown.
  private let isDetailed: Bool

  /// Looks at all runs.
  ///
  /// - Parameter measures: what the tables show; nil: the first measures that trainings report.
  /// - Throws: `Failure` if no finished run reports a measure that was asked for.
  package init(
    _ experiment: ExperimentFolder, measures: [String]? = nil, detailed: Bool = false
  ) throws(Failure) {
    self.experiment = experiment
    status = ExperimentStatus(experiment, queue: SlurmQueue(of: experiment))
    let result = ExperimentResult(experiment, status.finished)
    self.result = result
    var tables: [MeasureTable] = []
    for name in measures ?? Self.usual {
      if let table = MeasureTable(name, result) {
        tables.append(table)
      } else if measures != nil, !result.runs.isEmpty {
        let known = Set(result.runs.flatMap { $0.learners.flatMap { $0.values.map(\.name) } })
        throw ExperimentFolder.failure(
          "no training reports '\(name)'; they report " + known.sorted().joined(separator: " "))
      }
    }
    self.tables = tables
    isDetailed = detailed || tables.isEmpty
  }

  /// Accuracy at the end and on the way there.
  private static let usual = ["last", "average"]

  /// Whether all runs are done and their journals are as they were.
  package var isWhole: Bool { status.isWhole && result.runs.count == status.states.count }

  /// The digest of every run, in their order; empty for those that are not done or were changed.
  package var digests: [String] {
    let found = Dictionary(result.runs.map { ($0.run.number, $0.digest) }) { first, _ in first }
    return status.states.map { found[$0.run.number] ?? "" }
  }

  /// Tables and plots, then what is wrong.
  package var figures: [Figure] {
    tables.flatMap { table in
      [.text(table.title), .table(table.means)]
        + (table.measure == tables.first?.measure ? differences(table) : [])
    } + details + LearningCurves.charts(result).map { .chart($0) } + remarks
  }

  private func differences(_ table: MeasureTable) -> [Figure] {
    table.differences.map { [.text($0.title), .table($0.table)] } ?? []
  }

  private var details: [Figure] {
    guard isDetailed, !result.runs.isEmpty else { return [] }
    let table = result.details
    return table.rows.isEmpty ? [.text("all runs gave the same values")] : [.table(table)]
  }

  /// What went wrong, the counts and the place.
  package var remarks: [Figure] {
    let lines = status.troubles + result.troubles + [status.remark].compactMap(\.self)
    return [
      .text((lines + ["\(status.summary); in \(experiment.path)"]).joined(separator: "\n"))
    ]
  }
}

extension ExperimentReport {
  /// The endings of files that can hold it.
  package static let endings = ["csv", "md", "tex", "html"]

  /// What a file of an ending holds: `csv` every number of every run, the others the tables.
  ///
  /// - Throws: `Failure` for another ending.
  package func text(as ending: String) throws(Failure) -> String {
    switch ending {
    case "csv": return result.tidy.csv
    case "md": return page.markdown
    case "tex": return page.latex
    case "html": return page.html
    default:
      throw Failure(
        .init(
          "the table of an experiment is written to .csv, .md, .tex or .html, not to '.\(ending)'",
          at: .nowhere), trouble: .syntax)
    }
  }

  private var page: TablePage {
    let name = experiment.description.session
    var parts: [TablePage.Part] = []
    for table in tables {
      parts.append(.init(title: table.titleWithMarks, figure: .table(table.marked), isRight: true))
      if let (title, differences) = table.differences {
        parts.append(.init(title: title, figure: .table(differences), isRight: true))
      }
      parts.append(
        .init(
          title: "\(table.measure) of every run", figure: .table(table.bySeed)))
    }
    parts += LearningCurves.charts(result).map { .init(title: $0.title, figure: .chart($0)) }
    if isDetailed {
      parts.append(.init(title: "all values that vary", figure: .table(result.details)))
    }
    let versions = "reverie \(experiment.description.version), "
    let facts = [
      status.summary + "; " + versions + experiment.description.constants
        + "; session SHA-256 \(experiment.description.sha256.prefix(16))"
    ]
    return TablePage(title: name, facts: facts + (result.runs.first?.setting ?? []), parts: parts)
  }
}

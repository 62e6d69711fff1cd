import Catalog
import Experiments
import Foundation
import Journal
import Language

/// `experiment DIR`: the table of an experiment, or where its runs stand.
package struct Experiment: Command {
  package static let card = Card(
    "experiment", "show, continue or extend an experiment that 'vary' began",
    operands: [
      .init("folder", .path, "the folder of an experiment, in quotes"),
      .init(
        "action", .choice(["status", "resume", "add"]), optional: true,
        "status: as it is now; resume: run what has no good end; add: as in add seed=6..10"),
    ],
    prepositions: [
      ExperimentOptions.place,
      OutputFile.operand(ExperimentReport.endings),
    ],
    parameters: ExperimentOptions.parameters + ExperimentOptions.views + [OutputFile.replace],
    example: "experiment \"first.session.vary-1\" to \"table.tex\"",
    notes: """
      Methods are rows, data are columns, seeds are averaged. Differences are paired by seed. A csv \
      file has every number of every run. 'verify DIR runs=3' runs three of its runs again and \
      compares them.
      """, takesAnyOption: true)

  /// What the journal has in the place of a look at an experiment that is not done: nothing of it is
  /// ever compared.
  static let status = "status"

  private let arguments: Arguments
  private let action: String?

  package init(_ arguments: Arguments) throws(Diagnostic) {
    self.arguments = arguments
    action = arguments.text(1)
    let axes = ExperimentOptions.axes(arguments, of: Self.card)
    guard (action == "add") != axes.isEmpty else {
      throw Diagnostic(
        axes.isEmpty
          ? "say what to add, as in: experiment DIR add seed=6..10"
          : "experiment has no option '\(axes[0].name)'",
        at: arguments.invocation.verbSpan,
        suggestion: axes.isEmpty ? nil : "to add runs: experiment DIR add \(axes[0].name)=...")
    }
  }

  package func run(in context: CommandContext) throws -> Outcome {
    let file = try OutputFile(arguments, endings: ExperimentReport.endings, in: context)
    guard context.workspace.rehearsal == nil else {
      // What an earlier command would begin is not there yet.
      _ = file?.place(in: context)
      return .text("an experiment")
    }
    var folder = try ExperimentFolder(arguments.text(0) ?? "")
    let options = ExperimentOptions(arguments)
    if action == "add" {
      try folder.add(ExperimentOptions.axes(arguments, of: Self.card), Declarations.vocabulary)
    }
    guard action == nil || action == Self.status else {
      return try options.start(folder, in: context)
    }
    let report = try options.report(folder)
    var outcome = ExperimentOptions.outcome(report, isPassing: action == Self.status)
    if let file {
      let text = try report.text(as: file.ending)
      outcome.figures.append(.text(try file.write(Array(text.utf8), in: context)))
    }
    return outcome
  }
}

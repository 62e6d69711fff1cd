import Figures
import Journal
import Language
import Workbench

/// The result of a variation: the table, and which runs are in it.
package struct VariationReport {
  package let result: VariationResult
  /// What went wrong, run by run; empty if all finished.
  package let troubles: [String]
  package let summary: String
  /// Whether every run finished.
  package let isWhole: Bool

  /// Runs everything in `setting` and collects the results.
  ///
  /// - Throws: `WorkbenchError` if nothing can be started.
  package init(
    running variation: Variation, in setting: Workers.Setting, _ control: RunControl
  ) throws {
    let endings = try Workers(variation, setting).run(control) { ending, done, all in
      control.say("\(done) of \(all) runs: \(ending.choice.text)")
    }
    let finished = endings.filter { $0.status == 0 }
    result = VariationResult(
      try finished.map { ($0.choice, try JournalDocument(SessionFile.read($0.journal))) })
    troubles = endings.filter { $0.status != 0 }.map { ending in
      let what =
        [130, Workers.stopCode].contains(ending.status) ? "stopped" : "exited with \(ending.status)"
      return "\(ending.choice.text): \(what)\(ending.trouble.isEmpty ? "" : ", \(ending.trouble)")"
    }
    let all = variation.choices.count
    isWhole = finished.count == all
    let rest = all - endings.count
    let which =
      isWhole ? "" : " (\(finished.map(\.choice.text).joined(separator: ", ")))"
    summary =
      "\(finished.count) of \(all) runs finished\(which)"
      + (rest > 0 ? ", \(rest) not started" : "") + "; their journals are in \(setting.folder)"
  }

  /// Table, troubles and summary.
  package var figures: [Figure] {
    (result.rows.isEmpty
      ? [] : [.text(result.commands.joined(separator: "\n")), result.table])
      + troubles.map { .text($0) } + [.text(summary)]
  }
}

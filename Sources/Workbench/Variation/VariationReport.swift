import Figures
import Language

/// What a variation came to: the table, and which runs are in it.
public struct VariationReport {
  public let result: VariationResult
  /// What went wrong, run by run; empty if all finished.
  public let troubles: [String]
  public let summary: String
  /// Whether every run finished.
  public let isWhole: Bool

  /// Runs everything in `setting` and gathers it.
  ///
  /// - Throws: `WorkbenchError` if nothing can be started.
  public init(
    running variation: Variation, in setting: Workers.Setting, _ attention: Attention
  ) throws {
    let endings = try Workers(variation, setting).run(attention) { ending, done, all in
      attention.say("\(done) of \(all) runs: \(ending.choice.text)")
    }
    let finished = endings.filter { $0.status == 0 }
    result = VariationResult(
      try finished.map { ($0.choice, try JournalDocument(Interpreter.read($0.journal))) })
    troubles = endings.filter { $0.status != 0 }.map { ending in
      let what = ending.status == 130 ? "stopped" : "left with \(ending.status)"
      return "\(ending.choice.text): \(what)\(ending.trouble.isEmpty ? "" : ", \(ending.trouble)")"
    }
    let all = variation.choices.count
    isWhole = finished.count == all
    let rest = all - endings.count
    let which =
      isWhole ? "" : " (\(finished.map(\.choice.text).joined(separator: ", ")))"
    summary =
      "\(finished.count) of \(all) runs finished\(which)"
      + (rest > 0 ? ", \(rest) not begun" : "") + "; their journals are in \(setting.folder)"
  }

  /// Table, troubles and summary.
  public var figures: [Figure] {
    (result.rows.isEmpty
      ? [] : [.text(result.commands.joined(separator: "\n")), result.table])
      + troubles.map { .text($0) } + [.text(summary)]
  }
}

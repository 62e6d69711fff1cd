import Foundation

/// One run of an experiment: a value for each axis.
package struct PlannedRun: Sendable, Equatable {
  /// Counted from 1.
  package let number: Int
  /// A value for each axis, in the order of the axes.
  package let values: [String]
}

extension PlannedRun {
  /// `seed=1 epochs=2`.
  package func text(_ axes: [Axis]) -> String {
    zip(axes, values).map { "\($0.name)=\($1)" }.joined(separator: " ")
  }

  /// The choice without the seed: runs that repeat one another have the same.
  package func group(_ axes: [Axis]) -> String {
    zip(axes, values).filter { !$0.0.isSeed }.map { "\($0.name)=\($1)" }.joined(separator: " ")
  }

  /// The value for an axis that is one of `isWanted`, joined if there are several.
  func value(_ axes: [Axis], where isWanted: (Axis) -> Bool) -> String {
    zip(axes, values).filter { isWanted($0.0) }.map(\.1).joined(separator: " ")
  }

  /// Every combination of the axes' values, the first axis outermost.
  static func all(_ axes: [Axis]) -> [PlannedRun] {
    var choices: [[String]] = [[]]
    for axis in axes { choices = choices.flatMap { choice in axis.values.map { choice + [$0] } } }
    return choices.enumerated().map { PlannedRun(number: $0.offset + 1, values: $0.element) }
  }
}

/// A run as `tasks.jsonl` has it, one on a line.
struct TaskLine: Codable {
  let task: Int
  /// The value of each axis, by its name.
  let values: [String: String]
  /// The line that runs it outside of the experiment, to the same results.
  let command: String
}

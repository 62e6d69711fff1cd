import Journal
import Streams

/// What is wrong with a command, in one line that says what to do.
package struct WorkbenchError: Error, CustomStringConvertible {
  package let description: String
  /// More lines for the user, such as where to get a data set.
  package let details: [String]
  /// Whether data is missing or is not what the journal recorded.
  package let isDataProblem: Bool

  package init(_ description: String, details: [String] = [], isDataProblem: Bool = false) {
    (self.description, self.details) = (description, details)
    self.isDataProblem = isDataProblem
  }
}

extension WorkbenchError: FailureReason {
  package var message: String { description }
  package var trouble: Failure.Trouble { isDataProblem ? .data : .command }
}

extension StreamsError: FailureReason {
  package var trouble: Failure.Trouble { isDataProblem ? .data : .command }
}

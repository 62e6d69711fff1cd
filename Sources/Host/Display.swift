import Experiments
import Journal
import Workbench

/// Where a session's events go: a terminal, JSON lines, a notebook cell, a string.
package protocol Display: AnyObject {
  /// Shows that a command begins or ended, a look, or prose.
  func show(_ event: Session.Event)
  /// Shows how far a training is.
  func progress(_ report: TrainingReport)
  /// Shows a command's progress until the next output.
  func say(_ text: String)
  /// Shows what a user should know and what does not stop the command.
  func warn(_ text: String)
  /// Shows what went wrong.
  func complain(_ failure: Failure)
  /// Removes transient progress output.
  func clear()
  /// Shows an experiment.
  func present(_ report: ExperimentReport)
}

extension Display {
  package func progress(_ report: TrainingReport) {}
  package func say(_ text: String) {}
  package func warn(_ text: String) {}
  package func clear() {}
  package func present(_ report: ExperimentReport) { show(.look(report.figures)) }
}

/// A display that writes lines: the name of its format is what `--format` takes.
///
/// A front end of this kind is one file with a type of this protocol and one line in `Displays.all`.
package protocol LineDisplay: Display, SendableMetatype {
  static var format: String { get }
  var sink: LineSink { get }
  init(_ sink: LineSink)
}

/// Where the lines of a `LineDisplay` go.
package struct LineSink {
  package let output: (String) -> Void
  package let errors: (String) -> Void

  package init(output: @escaping (String) -> Void, errors: @escaping (String) -> Void) {
    (self.output, self.errors) = (output, errors)
  }
}

extension LineDisplay {
  package func warn(_ text: String) { sink.errors("warning: " + text) }

  package func complain(_ failure: Failure) {
    for line in [failure.oneLine] + failure.details.map({ "  " + $0 }) { sink.errors(line) }
  }
}

/// The formats in which a session's results can be written.
package enum Displays {
  package static let all: [any LineDisplay.Type] = [
    JSONDisplay.self
  ]

  /// The names of the formats, for people.
  package static var names: String { all.map { $0.format }.joined(separator: ", ") }

  /// The format of this name.
  package static func named(_ format: String) -> (any LineDisplay.Type)? {
    all.first { $0.format == format }
  }
}

import Journal
import Workbench

/// Where a session's events go: a terminal, JSON lines, a notebook cell, a string.
///
/// A front end is a type of this protocol and a `SessionHost` that is given one.
package protocol Display: AnyObject {
  /// Shows that a command begins or ended, a look, or prose.
  func show(_ event: Session.Event)
  /// Shows how far a training is.
  func progress(_ report: TrainingReport)
  /// Shows for the moment how far a command is.
  func say(_ text: String)
  /// Shows what a person should know and what does not stop the command.
  func warn(_ text: String)
  /// Shows what went wrong.
  func complain(_ failure: Failure)
  /// Takes away what was shown for the moment.
  func clear()
}

extension Display {
  package func progress(_ report: TrainingReport) {}
  package func say(_ text: String) {}
  package func warn(_ text: String) {}
  package func clear() {}
}

import Catalog
import Foundation
import Journal
import Language
import Workbench

/// A session to be run once for every choice of a few values.
package struct Variation {
  /// One choice: a value for each axis.
  package struct Choice {
    package let values: [(name: String, value: Value)]

    /// `seed=1 epochs=2`.
    package var text: String { values.map { "\($0.name)=\($0.value)" }.joined(separator: " ") }

    /// The choice without the seed: what is averaged over seeds has one of these.
    package var group: String {
      values.filter { $0.name != "seed" }.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
    }
  }

  package let file: String
  package let choices: [Choice]
  /// The file's `param`s.
  private let parameters: Set<String>
  /// More choices than this are no experiment but a mistake.
  static let most = 10_000
  /// What is no `param` and is given to the process itself.
  private static let circumstances = ["seed", "threads", "instructions"]

  /// Every combination of the axes' values, the first axis outermost.
  ///
  /// - Throws: `Failure` if the file cannot be read or has no `param` of an axis's name.
  package init(_ file: String, axes: [(name: String, value: Value)]) throws(Failure) {
    self.file = file
    do {
      let document = try JournalDocument(file: file)
      guard !axes.isEmpty else {
        throw Diagnostic("say what to vary, as in: vary \(file) seed=1..5", at: .nowhere)
      }
      let parameters = document.commands.compactMap { command -> String? in
        guard case .bind(true, let name, _, _) = command.statement else { return nil }
        return name
      }
      var choices = [Choice(values: [])]
      for axis in axes {
        guard Self.circumstances.contains(axis.name) || parameters.contains(axis.name) else {
          throw Diagnostic(
            "\(file) has no param '\(axis.name)'", at: .nowhere,
            suggestion: "it can vary: " + (Self.circumstances + parameters).joined(separator: " "))
        }
        let values = try Session.values(axis.value, at: .nowhere)
        guard choices.count * values.count <= Self.most else {
          throw Diagnostic("this would be more than \(Self.most) runs", at: .nowhere)
        }
        choices = choices.flatMap { choice in
          values.map { Choice(values: choice.values + [(axis.name, $0)]) }
        }
      }
      (self.choices, self.parameters) = (choices, Set(parameters))
    } catch { throw Failure(syntax: error) }
  }

  /// Whether `name` is given to the process itself; a `param` of that name in the file goes first.
  func isCircumstance(_ name: String) -> Bool { !parameters.contains(name) }

  /// Reads `seed=1..4`.
  ///
  /// - Throws: `Failure` if it is of another form.
  package static func axis(_ text: String) throws(Failure) -> (name: String, value: Value) {
    guard let axis = Parser.binding(in: text) else {
      throw Failure(
        Diagnostic(
          "'\(text)' is not NAME=VALUES, as in seed=1..5 or epochs=2,5",
          at: .nowhere), trouble: .syntax)
    }
    do {
      return (axis.name, try Evaluator().value(axis.value, at: .nowhere))
    } catch { throw Failure(error, trouble: .syntax) }
  }
}

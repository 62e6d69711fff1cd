import Catalog
import Digests
import Journal
import Language

/// A session to be run once for every combination of a few values.
package struct ExperimentPlan {
  /// The file as it was named.
  package let file: String
  /// What it holds.
  package let text: String
  package let document: JournalDocument
  package let axes: [Axis]
  /// More runs than this are no experiment but a mistake.
  static let most = 10_000

  /// Reads a session and works out what each axis means in it.
  ///
  /// - Throws: `Failure` if the file cannot be read or has nothing of an axis's name.
  package init(
    _ file: String, axes: [(name: String, value: Value)], _ vocabulary: Vocabulary
  ) throws(Failure) {
    self.file = file
    text = try SessionFile.read(file)
    document = try JournalDocument(text, file: file)
    do throws(Diagnostic) {
      guard !axes.isEmpty else {
        throw Diagnostic("say what to vary, as in: vary \(file) seed=1..5", at: .nowhere)
      }
      var found: [Axis] = []
      var count = 1
      for (name, value) in axes {
        let axis = try Axis(name, value, in: document, vocabulary)
        if let other = found.first(where: { $0.target == axis.target && $0.role == axis.role }) {
          throw Diagnostic("\(other.name) and \(name) are the same", at: .nowhere)
        }
        count *= axis.values.count
        guard count <= Self.most else {
          throw Diagnostic("this would be more than \(Self.most) runs", at: .nowhere)
        }
        found.append(axis)
      }
      self.axes = found
    } catch {
      throw Failure(
        Diagnostic("\(file): \(error.message)", at: .nowhere, suggestion: error.suggestion),
        trouble: .syntax)
    }
  }

  /// What the makers and `param`s of each combination are, without repetition, as `--set` takes them.
  package var settings: [[(name: String, value: String)]] {
    let setting = axes.filter { $0.role != .circumstance }
    return PlannedRun.all(setting).map { run in zip(setting.map(\.target), run.values).map { $0 } }
  }

  /// Reads `seed=1..4`.
  ///
  /// - Throws: `Failure` if it is of another form.
  package static func axis(_ text: String) throws(Failure) -> (name: String, value: Value) {
    guard let axis = Parser.binding(in: text), case .literal(let value) = axis.value else {
      throw Failure(
        Diagnostic("'\(text)' is not NAME=VALUES, as in seed=1..5 or epochs=2,5", at: .nowhere),
        trouble: .syntax)
    }
    return (axis.name, value)
  }
}

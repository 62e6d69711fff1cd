import Catalog
import Language
import Learning
import Streams

extension LearnerObject {
  /// The places in the head of the classes that `value` names, one or several.
  ///
  /// - Throws: `Diagnostic` at `span` for a class that there is not, or that is not learned yet.
  func outputs(of value: Value, _ run: LearningRun, at span: Span) throws(Diagnostic) -> [Int] {
    let names = run.stream.outputNames
    let begun = run.stream.experiences.prefix(run.completed + (run.step > 0 ? 1 : 0))
    let known = Set(begun.flatMap(\.outputs))
    let items = if case .list(let items) = value { items } else { [value] }
    var outputs: [Int] = []
    for item in items {
      let name = String(item) ?? item.description
      guard let output = names.firstIndex(of: name) else {
        throw Diagnostic(
          "\(data?.name ?? "the data set") has no class '\(name)'", at: span,
          suggestion: "its classes: " + names.prefix(20).joined(separator: " "))
      }
      guard known.contains(output) else {
        throw Diagnostic("\(self.name) has not learned class '\(name)' yet", at: span)
      }
      outputs.append(output)
    }
    return outputs
  }

  /// Its run, in which at least one step was taken if it is a generator.
  ///
  /// - Throws: `WorkbenchError` if it is not trained yet.
  func begun() throws(WorkbenchError) -> LearningRun {
    guard let run else {
      throw WorkbenchError("\(name) is not trained yet: train \(name) on ...")
    }
    return run
  }
}

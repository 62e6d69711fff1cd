import Catalog
import Language

extension Workspace {
  /// Who uses an object, and what that means for them: a line for each kind of use.
  func dependants(of object: any LiveObject) -> [String] {
    let learners = objects.compactMap { $0 as? LearnerObject }.filter { $0 !== object }
    func naming(_ options: [String]) -> [String] {
      learners.filter { learner in
        options.contains { learner.declaration.option($0)?.value.path == [object.name] }
      }.map(\.name)
    }
    let trained = learners.filter { $0.data === object }.map(\.name)
    let uses = [
      (naming(["model", "generator"]), "use copies of it, which stay as they are"),
      (naming([Declarations.draws.name]), "share its random numbers, and keep them"),
      (trained, "were trained on it, and keep what they learned"),
    ]
    return uses.compactMap { names, words in
      names.isEmpty ? nil : "learners that \(words): " + names.joined(separator: ", ")
    }
  }
}

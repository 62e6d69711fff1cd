import Catalog
import Figures
import Language
import Models
import Torch

/// A classifier as a user declared it; every learner that names it gets a copy of its own.
package final class ModelObject: LiveObject {
  package let name: String
  package let declaration: Invocation
  package let blueprint: Blueprint<any Classifier.Type>
  package var kind: Kind { .model }

  init(name: String, declaration: Invocation, blueprint: Blueprint<any Classifier.Type>) {
    (self.name, self.declaration, self.blueprint) = (name, declaration, blueprint)
  }

  package var summary: String {
    let given = declaration.arguments.map(\.description).joined(separator: " ")
    return "\(blueprint.card.summary)" + (given.isEmpty ? "" : " (\(given))")
  }

  /// What its declaration notes about the files that it names.
  package var fields: [NamedValue] {
    blueprint.card.kept.compactMap { kept in
      guard kept.name == "sha256", let value = blueprint.settings.values[kept.name] else {
        return nil
      }
      return NamedValue(kept.name, value)
    }
  }

  package func renamed(_ name: String) -> any LiveObject {
    ModelObject(name: name, declaration: declaration(of: name), blueprint: blueprint)
  }

  package func snapshot() -> Snapshot {
    var facts = SnapshotFacts(declaration: declaration.description)
    facts.model = .init(blueprint)
    return Snapshot(facts)
  }

  package func portrait() -> [Figure] {
    [
      .text("\(name): \(summary); each learner that names it gets a copy with equal first weights"),
      blueprint.options,
    ]
  }
}

import Catalog
import Figures
import Language
import Models
import Torch

/// A network as a user declared it; every learner that names it gets a copy of its own.
package final class NetworkObject<Maker: Sendable>: LiveObject {
  package let name: String
  package let kind: Kind
  package let declaration: Invocation
  package let blueprint: Blueprint<Maker>

  init(name: String, kind: Kind, declaration: Invocation, blueprint: Blueprint<Maker>) {
    (self.name, self.kind, self.declaration) = (name, kind, declaration)
    self.blueprint = blueprint
  }

  package var summary: String {
    let given = declaration.arguments.map(\.description).joined(separator: " ")
    return "\(blueprint.card.summary)" + (given.isEmpty ? "" : " (\(given))")
  }

  package func snapshot() -> Snapshot {
    var facts = SnapshotFacts(declaration: declaration.description)
    if kind == .model { facts.model = .init(blueprint) } else { facts.generator = .init(blueprint) }
    return Snapshot(facts)
  }

  package func portrait() -> [Figure] {
    let rows = blueprint.card.parameters.map { parameter -> [Table.Cell] in
      let value = blueprint.settings.values[parameter.name] ?? parameter.fallbackSetting
      return [
        .text(parameter.name), .text(value?.description ?? ""), .text(parameter.help),
      ]
    }
    return [
      .text("\(name): \(summary); each learner that names it gets a copy with equal first weights"),
      .table(Table(header: ["option", "value", ""], rows: rows)),
    ]
  }
}

/// A classifier at the prompt.
package typealias ModelObject = NetworkObject<any Classifier.Type>

/// A generator at the prompt.
package typealias GeneratorObject = NetworkObject<any Generator.Type>

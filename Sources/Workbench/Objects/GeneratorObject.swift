import Catalog
import Figures
import Journal
import Language
import Learning
import Models
import Streams
import Torch

/// A generator at the prompt: trained by itself, or copied by the learners that name it.
package final class GeneratorObject: LearnerObject {
  package override var kind: Kind { .generator }

  init(
    name: String, declaration: Invocation, blueprint: Blueprint<any Generator.Type>,
    isRehearsal: Bool = false
  ) {
    let unused = Models.defaultClassifier
    super.init(
      name: name, declaration: declaration, card: blueprint.card, maker: GeneratorTraining.self,
      settings: Settings(),
      classifier: Blueprint(card: unused.card, maker: unused.maker, key: blueprint.key),
      generator: blueprint, key: blueprint.key("training"), isRehearsal: isRehearsal)
  }

  /// Whether it can be asked for a class.
  var isConditional: Bool { generator.maker.isConditional }

  /// What a learner that is to begin with its weights copies.
  ///
  /// - Throws: `WorkbenchError` if it is not trained yet.
  func trainedWeights() throws -> TrainedWeights {
    guard let run, run.completed > 0 || run.step > 0,
      let training = run.learner as? GeneratorTraining
    else { throw WorkbenchError("\(name) is not trained yet: train \(name) on ...") }
    return try TrainedWeights(
      of: training.store, classes: isConditional ? run.stream.outputNames : [])
  }

  override func facts() throws -> SnapshotFacts {
    var facts = SnapshotFacts(declaration: declaration.description)
    facts.generator = .init(generator)
    return facts
  }

  package override var summary: String {
    guard run == nil else { return super.summary }
    let given = declaration.arguments.map(\.description).joined(separator: " ")
    return card.summary + (given.isEmpty ? "" : " (\(given))")
  }

  package override func portrait() throws -> [Figure] {
    guard let run else {
      let words =
        "\(name): \(summary); each learner that names it gets a copy with equal first weights"
      return [.text(words), generator.options]
    }
    let words = "\(name) (\(card.name)): \(summary)"
    let images = try isRehearsal ? nil : run.dream(10, key: key("portrait"))
    let sheet = try images.map { [Figure.images(try ImageSheet($0.asBytes(), captions: []))] } ?? []
    return [.text(words), generator.options] + parts + sheet
  }

  package override func renamed(_ name: String) -> any LiveObject {
    let other = GeneratorObject(
      name: name, declaration: declaration(of: name), blueprint: generator,
      isRehearsal: isRehearsal)
    other.standing = standing
    return other
  }

  package override var fields: [NamedValue] { result }
}

extension Blueprint {
  /// The options with their values.
  var options: Figure {
    let rows = card.parameters.map { parameter -> [Table.Cell] in
      let value = settings.values[parameter.name] ?? parameter.fallbackSetting
      return [
        .text(parameter.name), .text(value?.description ?? ""), .text(parameter.help),
      ]
    }
    return .table(Table(header: ["option", "value", ""], rows: rows))
  }
}

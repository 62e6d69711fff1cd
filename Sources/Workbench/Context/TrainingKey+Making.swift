import Catalog
import Digests
import Foundation
import Language
import Learning
import Models
import Streams
import Torch

extension TrainingKey {
  /// The key of training `learner` as it stands, until `end` experiences of `data` are learned.
  ///
  /// Where the training stops early is not part of it.
  init(
    _ learner: LearnerObject, on data: DataObject, until end: Int, budget: Budget,
    watch: TrainingWatch, device: Device
  ) throws {
    self.init(learner.name)
    let facts = try learner.snapshot().facts
    let declaration = learner.declaration
    add("method", declaration.verb)
    for argument in declaration.arguments {
      guard case .option(let name) = argument.role, name != "model", name != "generator" else {
        continue
      }
      add(name, argument.value.description)
    }
    add("name or seed", "\(facts.key ?? 0)")
    for (word, network) in [("model", facts.model), ("generator", facts.generator)] {
      guard let network else { continue }
      add(word, "\(network.maker) \(network.key)")
      for (name, value) in network.options.sorted(by: { $0.key < $1.key }) {
        add("\(word) \(name)", value + Self.contents(of: value, option: name, network.maker))
      }
    }
    if let start = facts.start { add("generator weights", start.digest) }
    add("data", data.stream.digest + " " + Self.split(data))
    add("epochs", budget.steps == nil ? "\(budget.epochs)" : "")
    add("steps", budget.steps.map(String.init) ?? "")
    add("batch", "\(budget.batch)")
    add("measure-every", watch.every.map(String.init) ?? "")
    add("patience", watch.patience.map(String.init) ?? "")
    add("end", "\(end)")
    add("what was learned before", try Self.state(learner))
    for fact in Backend.configuration.facts { add(fact.name, fact.value) }
    add("processor", Processor.maker)
    add("device", "\(device)")
    add("libtorch", Backend.version ?? "")
    add("program", Self.program)
  }

  /// The digest of the file that a network's option names, as it may change under its name.
  private static func contents(of value: String, option: String, _ maker: String) -> String {
    let card = Models.classifiers[maker]?.card ?? Models.generators[maker]?.card
    guard case .path? = card?.parameter(option)?.domain,
      case .text(let path)? = try? SnapshotFacts.setting(value),
      let bytes = FileManager.default.contents(atPath: path)
    else { return "" }
    return " " + sha256([UInt8](bytes))
  }

  private static func state(_ learner: LearnerObject) throws -> String {
    guard let run = learner.run, run.completed > 0 || run.step > 0 else { return "nothing" }
    let matrix = run.matrix.before + run.matrix.correct.flatMap(\.self)
    return StateDigest.text(try run.digest()) + " \(matrix) "
      + StateDigest.text(run.history.digest())
  }

  /// Which images come in which experience.
  private static func split(_ data: DataObject) -> String {
    var digest = StateDigest()
    digest.combine(data.stream.scenario.rawValue)
    for experience in data.stream.experiences {
      for number in experience.classes { digest.combine(UInt64(number)) }
      for selection in [experience.train, experience.test]
        + [experience.validation].compactMap(\.self)
      {
        digest.combine(UInt64(selection.count))
        for index in selection.indices { digest.combine(UInt64(index)) }
      }
    }
    return StateDigest.text(digest.value)
  }

  /// Identifies the build: another build may compute different results.
  private static let program: String = {
    var status = stat()
    guard stat("/proc/self/exe", &status) == 0 else { return "" }
    return "\(status.st_size) \(status.st_mtim.tv_sec) \(status.st_mtim.tv_nsec)"
  }()
}

import Language
import Learning
import Models
import Torch

extension LearnerObject {
  /// Whether its classifier is a copy of `model`.
  func uses(_ model: ModelObject) -> Bool {
    kind == .learner && maker.needs.networks.contains(.classifier)
      && classifier.card.name == model.blueprint.card.name
      && classifier.key == model.blueprint.key
  }

  /// Whether it has trained a copy of `model`.
  func trained(_ model: ModelObject) -> Bool {
    uses(model) && (run.map { $0.completed > 0 || $0.step > 0 } ?? false)
  }

  /// Its classifier as it is trained, with PyTorch's names.
  ///
  /// - Throws: `WorkbenchError` if it keeps none.
  func pyTorch() throws -> PyTorchNetwork {
    let run = try begun()
    let own = run.learner.state.stores.first { $0.name == "classifier" }?.store
    guard let own else {
      throw WorkbenchError(
        "\(name) (\(card.name)) keeps no network that could be saved for PyTorch")
    }
    let (network, store) = try classifier.build(
      shape: run.stream.shape, classes: run.stream.headSize)
    let values = Dictionary(own.tensors.map { ($0.name, $0.tensor) }, uniquingKeysWith: { $1 })
    let needed = store.tensors.compactMap { entry in values[entry.name].map { (entry.name, $0) } }
    try store.assign(Dictionary(needed, uniquingKeysWith: { $1 }))
    return try network.pyTorch(store)
  }
}

extension Workspace {
  /// The learner whose copy of `model` is meant: `name`, or the only one that has trained a copy.
  ///
  /// - Returns: Nil if no learner has, or several have and none is named.
  /// - Throws: `Diagnostic` at `span` if that learner has none.
  func trainer(of model: ModelObject, named name: String?, at span: Span) throws -> LearnerObject? {
    guard let name else {
      let learners = trainers(of: model)
      return learners.count == 1 ? learners[0] : nil
    }
    let learner = try object(name, as: LearnerObject.self, kind: .learner, at: span)
    guard learner.uses(model) else {
      throw Diagnostic("\(name) does not use \(model.name)", at: span)
    }
    _ = try learner.begun()
    return learner
  }

  /// The learners that have trained a copy of `model`.
  func trainers(of model: ModelObject) -> [LearnerObject] {
    objects.compactMap { $0 as? LearnerObject }.filter { $0.trained(model) }
  }
}

import Torch

/// What a learner consists of: weights, running statistics and optimizer state, by name.
package struct LearnerState {
  package var stores: [(name: String, store: ParameterStore)]
  package var optimizers: [(name: String, optimizer: any Optimizer)]

  package init(
    stores: [(name: String, store: ParameterStore)],
    optimizers: [(name: String, optimizer: any Optimizer)]
  ) {
    (self.stores, self.optimizers) = (stores, optimizers)
  }

  /// Weights of all networks, frozen copies too.
  ///
  /// Which of them need gradients changes with the phase, and with a stop.
  package var weights: Int { stores.reduce(0) { $0 + $1.store.parameterCount } }

  /// Sixty-four bits that differ as soon as any number of the state does.
  package func digest() throws -> UInt64 {
    var digest = StateDigest()
    for (name, store) in stores {
      digest.combine(name)
      digest.combine(try store.digest())
    }
    for (name, optimizer) in optimizers {
      digest.combine(name)
      digest.combine(try optimizer.digest())
    }
    return digest.value
  }

  /// All tensors under `store/name` or `optimizer/name`.
  package func tensors() -> [(name: String, tensor: Tensor)] {
    var all: [(name: String, tensor: Tensor)] = []
    for (name, store) in stores {
      all += store.tensors.map { (name + "/" + $0.name, $0.tensor) }
    }
    for (name, optimizer) in optimizers {
      all += optimizer.state.map { (name + "/" + $0.name, $0.tensor) }
    }
    return all
  }

  /// Puts back what `tensors` gave, all of it or nothing.
  ///
  /// - Throws: `TorchError` that names the tensor that is missing, left over or of another shape or
  ///   type; then nothing has changed.
  package func restore(_ saved: [String: Tensor]) throws {
    let own = tensors()
    let names = Set(own.map(\.name))
    if let extra = saved.keys.sorted().first(where: { !names.contains($0) }) {
      throw TorchError("tensor '\(extra)' does not belong to this learner")
    }
    let pairs = try own.map { name, tensor in
      guard let value = saved[name] else { throw TorchError("tensor '\(name)' is missing") }
      guard value.shape == tensor.shape else {
        throw TorchError("tensor '\(name)' has shape \(value.shape), expected \(tensor.shape)")
      }
      guard value.elementType == tensor.elementType else {
        throw TorchError("tensor '\(name)' has an unexpected element type")
      }
      return (tensor, value)
    }
    try withoutGradients { for (tensor, value) in pairs { try tensor.copy(from: value) } }
  }
}

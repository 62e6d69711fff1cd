extension ATenOperator {
  static let fusedDescent = ATenOperator("_fused_sgd_")
}

/// Stochastic gradient descent with momentum over all parameters in one call.
///
/// v <- momentum v + g; w <- w - rate v, or with Nesterov's momentum w <- w - rate (g + momentum v).
package final class SGD: Optimizer {
  private struct Slot {
    let name: String
    let tensor: Tensor
    /// Nil without momentum.
    let velocity: Tensor?
  }

  package var rate: Double
  private let momentum: Double
  private let weightDecay: Double
  private let nesterov: Bool
  private let slots: [Slot]

  /// For the parameters that `store` holds now.
  package convenience init(
    _ store: ParameterStore, rate: Double = 1e-2, momentum: Double = 0.9, weightDecay: Double = 0,
    nesterov: Bool = false
  ) throws {
    try self.init(
      [store], rate: rate, momentum: momentum, weightDecay: weightDecay, nesterov: nesterov)
  }

  /// For the parameters that `stores` hold now.
  package init(
    _ stores: [ParameterStore], rate: Double = 1e-2, momentum: Double = 0.9,
    weightDecay: Double = 0, nesterov: Bool = false
  ) throws {
    (self.rate, self.momentum, self.weightDecay) = (rate, momentum, weightDecay)
    self.nesterov = nesterov
    slots = try ParameterStore.parameters(of: stores).map { name, tensor in
      Slot(
        name: name, tensor: tensor,
        velocity: momentum == 0
          ? nil
          : try .zeros(
            tensor.shape, type: tensor.elementType ?? .float32, device: tensor.device))
    }
  }

  package func clearGradients() throws {
    for slot in slots { try slot.tensor.clearGradient() }
  }

  package func step() throws {
    let moved = slots.compactMap { slot in slot.tensor.gradient.map { (slot, $0) } }
    guard !moved.isEmpty else { return }
    try withoutGradients {
      // Velocities start at 0, so the first step is like the others.
      let (dampening, maximize, isFirstStep) = (0.0, false, false)
      try ATenOperator.fusedDescent.run(
        .tensors(moved.map(\.0.tensor)), .tensors(moved.map(\.1)),
        .tensors(moved.compactMap(\.0.velocity)), .number(weightDecay), .number(momentum),
        .number(rate), .number(dampening), .flag(nesterov), .flag(maximize), .flag(isFirstStep))
    }
  }

  package var state: [ParameterStore.Entry] {
    slots.compactMap { slot in slot.velocity.map { (slot.name + ".velocity", $0) } }
  }
}

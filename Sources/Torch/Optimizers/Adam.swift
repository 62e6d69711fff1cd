extension ATenOperator {
  static let fusedAdam = ATenOperator("_fused_adam_")
  static let addToEach = ATenOperator("_foreach_add_", "Scalar")
}

/// Adam over all parameters of one or more stores in one call.
///
/// Source: Kingma and Ba 2015, arXiv:1412.6980, algorithm 1.
package final class Adam: Optimizer {
  package var rate: Double
  private let betas: (Double, Double)
  private let epsilon: Double
  private let weightDecay: Double
  private let moments: Moments

  /// For the parameters that `store` holds now.
  package convenience init(
    _ store: ParameterStore, rate: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999),
    epsilon: Double = 1e-8, weightDecay: Double = 0
  ) throws {
    try self.init(
      [store], rate: rate, betas: betas, epsilon: epsilon, weightDecay: weightDecay)
  }

  /// For the parameters that `stores` hold now.
  package init(
    _ stores: [ParameterStore], rate: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999),
    epsilon: Double = 1e-8, weightDecay: Double = 0
  ) throws {
    (self.rate, self.betas) = (rate, betas)
    (self.epsilon, self.weightDecay) = (epsilon, weightDecay)
    moments = try Moments(stores, countsOnHost: false)
  }

  package func clearGradients() throws { try moments.clearGradients() }

  package func step() throws {
    let moved = moments.moved
    guard !moved.isEmpty else { return }
    let steps = moved.map(\.slot.steps)
    try withoutGradients {
      try Self.increment(steps)
      let (amsgrad, maximize) = (false, false)
      try ATenOperator.fusedAdam.run(
        .tensors(moved.map(\.slot.tensor)), .tensors(moved.map(\.gradient)),
        .tensors(moved.map(\.slot.first)), .tensors(moved.map(\.slot.second)), .tensors([]),
        .tensors(steps), .number(rate), .number(betas.0), .number(betas.1), .number(weightDecay),
        .number(epsilon), .flag(amsgrad), .flag(maximize))
    }
  }

  /// Counts one more step; on the CPU without an operator for each counter.
  private static func increment(_ steps: [Tensor]) throws {
    guard steps.allSatisfy({ $0.device == .cpu }) else {
      return try ATenOperator.addToEach.run(.tensors(steps), .number(1))
    }
    for tensor in steps {
      try tensor.withBytes { bytes in
        bytes.storeBytes(of: bytes.load(as: Float.self) + 1, as: Float.self)
      }
    }
  }

  package var state: [ParameterStore.Entry] { moments.state }

  /// Whether it has taken a step, including steps before its state was restored.
  package var hasStepped: Bool { get throws { try moments.haveMoved } }
}

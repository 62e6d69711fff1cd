extension ATenOperator {
  static let multiplyEach = ATenOperator("_foreach_mul_", "Scalar")
  static let mixEach = ATenOperator("_foreach_lerp_", "Scalar")
  static let addProducts = ATenOperator("_foreach_addcmul_", "Scalar")
  static let rootEach = ATenOperator("_foreach_sqrt")
  static let addQuotients = ATenOperator("_foreach_addcdiv_", "Scalar")
  static let addLists = ATenOperator("_foreach_add_", "List")
}

/// Rectified Adam: momentum alone while the estimate of the second moment is unreliable, then Adam.
///
/// Weight decay is decoupled, w <- w - rate decay w before the step, as in the authors' code;
/// `decouplesDecay: false` adds it to the gradient, as PyTorch does.
/// Source: Liu et al. 2020, arXiv:1908.03265, algorithm 2.
package final class RAdam: Optimizer {
  package var rate: Double
  private let betas: (Double, Double)
  private let epsilon: Double
  private let weightDecay: Double
  private let decouplesDecay: Bool
  private let moments: Moments

  /// For the parameters that `store` holds now.
  package convenience init(
    _ store: ParameterStore, rate: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999),
    epsilon: Double = 1e-8, weightDecay: Double = 0, decouplesDecay: Bool = true
  ) throws {
    try self.init(
      [store], rate: rate, betas: betas, epsilon: epsilon, weightDecay: weightDecay,
      decouplesDecay: decouplesDecay)
  }

  /// For the parameters that `stores` hold now.
  package init(
    _ stores: [ParameterStore], rate: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999),
    epsilon: Double = 1e-8, weightDecay: Double = 0, decouplesDecay: Bool = true
  ) throws {
    (self.rate, self.betas, self.epsilon) = (rate, betas, epsilon)
    (self.weightDecay, self.decouplesDecay) = (weightDecay, decouplesDecay)
    moments = try Moments(stores, countsOnHost: true)
  }

  package func clearGradients() throws { try moments.clearGradients() }

  package func step() throws {
    let moved = moments.moved
    try withoutGradients {
      for (slot, _) in moved { try slot.steps.add(inPlace: 1) }
      // All parameters have taken the same number of steps, unless a loss did not depend on some.
      for (steps, part) in try Dictionary(grouping: moved, by: { try $0.0.steps.item() }) {
        try move(part, steps: steps)
      }
    }
  }

  /// One step of parameters that have all taken as many steps.
  private func move(_ part: [(slot: Moments.Slot, gradient: Tensor)], steps: Double) throws {
    // A damaged snapshot may hold any number.
    guard let steps = UInt64(exactly: steps), steps > 0 else {
      throw TorchError("an optimizer cannot have taken \(steps) steps")
    }
    let weights = OperatorArgument.tensors(part.map(\.slot.tensor))
    let gradients = OperatorArgument.tensors(part.map(\.gradient))
    let first = OperatorArgument.tensors(part.map(\.slot.first))
    let second = OperatorArgument.tensors(part.map(\.slot.second))
    if weightDecay > 0 {
      if decouplesDecay {
        try ATenOperator.multiplyEach.run(weights, .number(1 - rate * weightDecay))
      } else {
        try ATenOperator.addLists.run(gradients, weights, .number(weightDecay))
      }
    }
    try ATenOperator.mixEach.run(first, gradients, .number(1 - betas.0))
    try ATenOperator.multiplyEach.run(second, .number(betas.1))
    try ATenOperator.addProducts.run(second, gradients, gradients, .number(1 - betas.1))
    let plain = rate / (1 - power(betas.0, steps))
    guard let factor = rectification(steps) else {
      try ATenOperator.addLists.run(weights, first, .number(-plain))
      return
    }
    let roots = OperatorArgument.tensors(
      try ATenOperator.rootEach.results([second], room: part.count, needed: part.count))
    try ATenOperator.addToEach.run(roots, .number(epsilon))
    try ATenOperator.addQuotients.run(weights, first, roots, .number(-plain * factor))
  }

  /// What Adam's step is multiplied by, with the second moment's missing mass; nil at the first
  /// steps, while the approximated moving average is no longer than 5.
  private func rectification(_ steps: UInt64) -> Double? {
    let decayed = power(betas.1, steps)
    let longest = 2 / (1 - betas.1) - 1
    let length = longest - 2 * Double(steps) * decayed / (1 - decayed)
    guard length > 5 else { return nil }
    let share =
      (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)
    return (share * (1 - decayed)).squareRoot()
  }

  private func power(_ base: Double, _ exponent: UInt64) -> Double {
    var (result, factor, rest) = (1.0, base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= factor }
      factor *= factor
      rest >>= 1
    }
    return result
  }

  package var state: [ParameterStore.Entry] { moments.state }
}

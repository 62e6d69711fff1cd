internal import CTorch

/// Stochastic gradient descent with momentum.
///
/// v <- momentum v + g; w <- w - rate v.
public final class SGD: Optimizer {
  public var rate: Double
  private let momentum: Double
  private let weightDecay: Double
  private let store: ParameterStore
  private let velocities: [Tensor]

  public init(
    _ store: ParameterStore, rate: Double = 1e-2, momentum: Double = 0.9, weightDecay: Double = 0
  ) throws {
    (self.store, self.rate, self.momentum) = (store, rate, momentum)
    self.weightDecay = weightDecay
    velocities = try store.parameters.map { _, tensor in
      try .zeros(tensor.shape, type: tensor.elementType ?? .float32, device: store.device)
    }
  }

  public func clearGradients() throws { try store.clearGradients() }

  public func step() throws {
    try withoutGradients {
      for (entry, velocity) in zip(store.parameters, velocities) {
        guard var gradient = entry.tensor.gradient else { continue }
        if weightDecay != 0 { gradient = try gradient + entry.tensor * weightDecay }
        try velocity.copy(from: velocity * momentum + gradient)
        try entry.tensor.add(inPlace: velocity, scale: -rate)
      }
    }
  }

  public var state: [ParameterStore.Entry] {
    zip(store.parameters, velocities).map { ($0.name + ".velocity", $1) }
  }
}

internal import CTorch

extension Operation {
  static let fusedAdam = Operation("_fused_adam_")
}

/// Adam over all parameters of a store in one call.
///
/// Source: Kingma and Ba 2015, arXiv:1412.6980, algorithm 1.
public final class Adam: Optimizer {
  public var rate: Double
  private let betas: (Double, Double)
  private let epsilon: Double
  private let weightDecay: Double
  private let store: ParameterStore
  private var moments: [(first: Tensor, second: Tensor, steps: Tensor)] = []

  public init(
    _ store: ParameterStore, rate: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999),
    epsilon: Double = 1e-8, weightDecay: Double = 0
  ) throws {
    (self.store, self.rate, self.betas) = (store, rate, betas)
    (self.epsilon, self.weightDecay) = (epsilon, weightDecay)
    moments = try store.parameters.map { _, tensor in
      let (shape, type) = (tensor.shape, tensor.elementType ?? .float32)
      return (
        try .zeros(shape, type: type, device: store.device),
        try .zeros(shape, type: type, device: store.device),
        try .zeros([], device: store.device)
      )
    }
  }

  public func clearGradients() throws { try store.clearGradients() }

  public func step() throws {
    // Parameters that the loss did not reach have no gradient and stay as they are.
    var moved: [(tensor: Tensor, gradient: Tensor, index: Int)] = []
    for (index, entry) in store.parameters.enumerated() {
      guard let gradient = entry.tensor.gradient else { continue }
      moved.append((entry.tensor, gradient, index))
    }
    guard !moved.isEmpty else { return }
    let mine = moved.map { moments[$0.index] }
    try withoutGradients {
      for entry in mine { try entry.steps.add(inPlace: Self.one(on: store.device)) }
      try withTensors(moved.map(\.tensor)) { parameters in
        try withTensors(moved.map(\.gradient)) { gradients in
          try withTensors(mine.map(\.first)) { first in
            try withTensors(mine.map(\.second)) { second in
              try withTensors(mine.map(\.steps)) { steps in
                try withTensors([]) { none in
                  try Operation.fusedAdam.run(
                    parameters, gradients, first, second, none, steps, .number(rate),
                    .number(betas.0), .number(betas.1), .number(weightDecay), .number(epsilon),
                    .flag(false), .flag(false), .none, .none)
                }
              }
            }
          }
        }
      }
    }
  }

  private static func one(on device: Device) throws -> Tensor { try .ones([], device: device) }

  public var state: [ParameterStore.Entry] {
    zip(store.parameters, moments).flatMap { entry, moment -> [ParameterStore.Entry] in
      [
        (entry.name + ".first", moment.first), (entry.name + ".second", moment.second),
        (entry.name + ".steps", moment.steps),
      ]
    }
  }
}

/// The moving averages that Adam and its variants keep for each parameter.
struct Moments {
  struct Slot {
    let name: String
    let tensor: Tensor
    /// Moving averages of the gradient and of its square, in the parameter's shape.
    let first, second: Tensor
    /// The number of steps that this parameter has taken.
    let steps: Tensor
  }

  private let slots: [Slot]

  /// Zeros for all parameters that `stores` hold now.
  ///
  /// - Parameter countsOnHost: whether steps are counted on the CPU even for parameters on a GPU.
  init(_ stores: [ParameterStore], countsOnHost: Bool) throws {
    slots = try ParameterStore.parameters(of: stores).map { name, tensor in
      let (shape, type, device) = (tensor.shape, tensor.elementType ?? .float32, tensor.device)
      return Slot(
        name: name, tensor: tensor,
        first: try .zeros(shape, type: type, device: device),
        second: try .zeros(shape, type: type, device: device),
        steps: try .zeros([], device: countsOnHost ? .cpu : device))
    }
  }

  func clearGradients() throws {
    for slot in slots { try slot.tensor.clearGradient() }
  }

  /// The parameters that have a gradient, with it.
  var moved: [(slot: Slot, gradient: Tensor)] {
    slots.compactMap { slot in slot.tensor.gradient.map { (slot, $0) } }
  }

  /// Whether any parameter has taken a step.
  var haveMoved: Bool { get throws { try slots.contains { try $0.steps.item() > 0 } } }

  var state: [ParameterStore.Entry] {
    slots.flatMap { slot -> [ParameterStore.Entry] in
      [
        (slot.name + ".first", slot.first), (slot.name + ".second", slot.second),
        (slot.name + ".steps", slot.steps),
      ]
    }
  }
}

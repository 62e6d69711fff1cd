import Streams
import Torch

/// What dynamic generative memory generates and reports, and how it is saved and restored.
extension DynamicGenerativeMemory {
  package func dream(_ count: Int, of output: Int, key: RandomKey) throws -> Tensor? {
    try withoutGradients {
      try generator.recall(output, count: count, key: key).map {
        try (($0 + 1.0) * 0.5).resized(height: shape.height, width: shape.width).clamp(0, 1)
      }
    }
  }

  /// Images of the classes so far in turn.
  package func dream(_ count: Int, key: RandomKey) throws -> Tensor? {
    guard let classes = generator.experiences.last?.outputs.upperBound, count > 0 else {
      return nil
    }
    let each = (count + classes - 1) / classes
    let images = try (0..<classes).compactMap { try dream(each, of: $0, key: key("class", $0)) }
    let inTurn = try Tensor.stack(images, dim: 1).flatten(from: 0)
    return try inTurn.reshape([-1, shape.channels, shape.height, shape.width])
      .narrow(dim: 0, start: 0, count: count)
  }

  package func canDream(of output: Int?, after past: [Experience], phase: String?) -> Bool {
    output.map { past.last?.outputs.upperBound ?? 0 > $0 } ?? !past.isEmpty
  }

  package func measures() throws -> [MeasuredValue] {
    try MemoryMeasures.values(generator, exemplars: exemplars.byteCount)
  }

  package static let generatorStore = "memory"

  /// In epochs that replay nothing the class head sees current images alone.
  package var silence: String? {
    options.closing > 0 || options.replay > 0 && !options.trainsHeadLast
      ? nil : "replay=0 without closing epochs"
  }

  package func reopen(_ experience: Experience) throws {
    throw Self.finished("its masks are final, and the weights that they chose are reserved")
  }

  package func restore(past: [Experience], shapes: [String: [Int]]) throws {
    try exemplars.restore(past: past)
    func widths(_ name: (Int) -> String, axis: Int) throws -> [Int] {
      let widths = try options.widths.indices.map { layer in
        guard let shape = shapes[name(layer + 1)], shape.count > axis, shape[axis] > 0 else {
          throw TorchError("tensor '\(name(layer + 1))' is missing or empty")
        }
        return shape[axis]
      }
      try options.checkSize(widths)
      return widths
    }
    let experiences = try past.map { experience in
      (
        outputs: experience.outputs,
        widths: try widths({ "experience \(experience.index + 1)/norm\($0).scale" }, axis: 0)
      )
    }
    try generator.restore(experiences, widths: widths({ "memory/layer\($0).weight" }, axis: 1))
  }

  package var state: LearnerState {
    var state = LearnerState(
      stores: [("critic", critic.store), ("memory", generator.store)], optimizers: [])
    for (index, experience) in generator.experiences.enumerated() {
      state.stores.append(("experience \(index + 1)", experience.store))
    }
    if !exemplars.isEmpty { state.stores.append(("exemplars", exemplars.store)) }
    if let optimizers {
      state.optimizers = [
        ("critic adam", optimizers.critic), ("generator adam", optimizers.generator),
      ]
    }
    return state
  }
}

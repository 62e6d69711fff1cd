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
    guard let newest = past.last else { return false }
    let known = options.plan.classes(of: newest, within: phase) ?? newest.classes.count
    return output.map { $0 < newest.outputs.lowerBound + known } ?? true
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
    var outputs = past.flatMap(options.plan.memories)
    if options.plan.scope == .eachClass {
      // Of an experience under way all memories but the newest are finished.
      while outputs.count < options.classes - 1,
        shapes["experience \(outputs.count + 2)/norm1.scale"] != nil
      {
        let next = outputs.last?.upperBound ?? 0
        outputs.append(next..<next + 1)
      }
    }
    let experiences = try outputs.enumerated().map { place, outputs in
      (
        outputs: outputs,
        widths: try widths({ "experience \(place + 1)/norm\($0).scale" }, axis: 0)
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
        ("critic adam", optimizers.critic)
      ]
      if let adam = optimizers.generator { state.optimizers.append(("generator adam", adam)) }
    }
    return state
  }
}

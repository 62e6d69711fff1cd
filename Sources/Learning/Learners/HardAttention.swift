import Catalog
import Models
import Streams
import Torch

/// Hard attention to the task: each experience learns which units it uses, and what earlier ones use is
/// protected.
///
/// In experience t the outputs of hidden layer l are multiplied by a_l = sigmoid(s e_l), with s rising
/// from 1/S to S in each epoch; afterwards s = S. A weight from unit i to unit j takes the share
/// 1 - min(A_i, A_j) of each step, A the largest attention of experiences that are over.
/// loss = cross-entropy + sparsity sum a (1 - A) / sum (1 - A).
/// Source: Serra et al. 2018, arXiv:1801.01423. Where we differ: the share is taken of the optimizer's
/// step, not of the gradient, which is the same for the paper's plain gradient descent and keeps
/// protected weights still with any optimizer; gradients are not clipped; no rate schedule by
/// validation. Networks are fully connected.
package final class HardAttention: Learner {
  static let limit = Parameter(
    "limit", .number(1...1e6), default: 400.0, "largest sharpness of the attention (s_max)")
  static let sparsity = Parameter(
    "sparsity", .number(0...1e6), default: 0.75,
    "price of units that no earlier experience uses (c)")

  package static let card = Card(
    "hat", "hard attention to the task (HAT): each experience reserves units; task-incremental",
    parameters: [limit, sparsity] + TrainedClassifier.options.parameters,
    results: [
      Card.Offer("bytes", "bytes of the classifier and one bit for each unit and experience"),
      Card.Offer("reserved", "share of hidden units that experiences so far use"),
    ],
    example: "data d = digits split=5 scenario=task\nlearner masked = hat",
    source: "Serra et al. 2018, arXiv:1801.01423",
    notes: """
      HAT needs the task label at test time: data with scenario=task, and model=mlp. Differences from the \
      paper: the optimizer's step is reduced, not the gradient, so that protected weights stay as they are \
      with any optimizer; gradients are not clipped; the learning rate follows milestones=, not the \
      validation loss.
      """,
    explanation: .init(
      idea: """
        Each experience has an attention for every hidden unit, learned with the weights and driven to 0 \
        or 1. Weights between units that earlier experiences use no longer change, so their answers stay.
        """,
      formula: """
        h_l <- h_l * a_l, a_l = sigmoid(s e_l), s from 1 / limit to limit in each epoch
        loss = cross-entropy + sparsity * sum a (1 - A) / sum (1 - A), A: the largest a of earlier ones
        step of the weight from i to j: times 1 - min(A_i, A_j)
        gradient of e: times limit / s * (cosh(s e) + 1) / (cosh(e) + 1); e stays in -6...6
        """,
      cost: """
        as fine-tuning per step, with a pass over the weights; testing takes a forward pass for each \
        experience. Stored: one bit for each unit and experience
        """))
  package static let needs = Needs([.classifier], scenarios: [.taskIncremental])

  /// The embeddings of one experience, a vector for each hidden layer.
  private struct Attention {
    let outputs: Range<Int>
    let store: ParameterStore
    let embeddings: [Tensor]
    let optimizer: any Optimizer
  }

  private let (limit, sparsity): (Double, Double)
  private let solver: TrainedClassifier
  private let network: any StagedClassifier
  private let recipe: Recipe
  private var attentions: [Attention] = []
  /// A of each hidden layer, `[units]`.
  private let reserved: [Tensor]
  private let past: ParameterStore
  /// Whether the experience that has ended last is learned further.
  private var isOpen = false
  private let key: RandomKey
  private let device: Device

  package init(_ settings: Settings, parts: Parts) throws {
    try Self.needs.check(parts.scenario, for: Self.card.name)
    (limit, sparsity) = (settings[Self.limit], settings[Self.sparsity])
    (key, device) = (parts.key("attention"), parts.device)
    recipe = Recipe(settings, TrainedClassifier.options)
    solver = try TrainedClassifier(settings, parts: parts)
    network = try solver.staged()
    let widths = network.stageShapes.dropFirst()
    guard !widths.isEmpty, widths.allSatisfy({ $0.count == 1 }) else {
      throw ModelError("hat needs a network of fully connected layers: use model=mlp")
    }
    let store = ParameterStore(key: key, device: device)
    reserved = try widths.enumerated().map { try store.buffer("layer\($0 + 1)", $1, 0) }
    past = store
  }

  private func attention(_ experience: Experience) throws -> Attention {
    let store = ParameterStore(key: key("experience", experience.index), device: device)
    let embeddings = try reserved.enumerated().map { index, units in
      try store.parameter("layer\(index + 1)", units.shape, .normal(mean: 0, deviation: 1))
    }
    return Attention(
      outputs: experience.outputs, store: store, embeddings: embeddings,
      optimizer: try recipe.makeOptimizer(store))
  }

  package func begin(_ experience: Experience) throws {
    solver.open(experience)
    guard isOpen else { return attentions.append(try attention(experience)) }
    isOpen = false
    let earlier = try attentions.dropLast().map(finalMasks)
    try withoutGradients {
      for (layer, units) in reserved.enumerated() {
        try units.zero()
        for masks in earlier { try units.copy(from: units.maximum(masks[layer])) }
      }
    }
  }

  /// Its units are no longer reserved.
  package func reopen(_ experience: Experience) { isOpen = true }

  package func restore(past: [Experience], shapes: [String: [Int]]) throws {
    attentions = try past.map(attention)
  }

  package func observe(_ batch: Batch) throws -> Losses {
    guard let attention = attentions.last else {
      throw ModelError("hat cannot learn before an experience has begun")
    }
    let sharpness = sharpness(batch)
    let masks = try attention.embeddings.map { try MaskGradient.literal($0, sharpness) }
    let scores = try scores(of: attention, masks, solver.images(batch))
    let loss = try Loss.crossEntropy(scores, solver.activeLabels(batch.labels))
    let price = try price(masks) * sparsity
    try attention.store.clearGradients()
    try solver.step(loss + price, batch, gates: gates(for: attention.outputs))
    for embedding in attention.embeddings { try MaskGradient.compensate(embedding, sharpness) }
    attention.optimizer.rate = recipe.rate(batch.step, of: batch.steps)
    try attention.optimizer.step()
    try withoutGradients {
      for embedding in attention.embeddings { try embedding.copy(from: embedding.clamp(-6, 6)) }
    }
    return try Losses(reading: [("cross-entropy", loss), ("sparsity", price)])
  }

  /// From 1/S to S within an epoch, or within the whole phase where that is shorter.
  private func sharpness(_ batch: Batch) -> MaskAnnealing.Sharpness {
    let place = batch.place
    let share =
      place.epochs == 1
      ? Double(batch.step) / Double(max(1, batch.steps - 1))
      : Double(place.start) / Double(max(1, place.images - batch.labels.count))
    return .init(epoch: limit, step: (limit - 1 / limit) * min(1, share) + 1 / limit)
  }

  private func scores(
    of attention: Attention, _ masks: [Tensor], _ inputs: Tensor
  ) throws -> Tensor {
    var features = inputs
    for (index, mask) in masks.enumerated() {
      features =
        try network.features(features, from: index, through: index + 1, .training) * mask
    }
    return try network.head(features)
      .narrow(dim: 1, start: attention.outputs.lowerBound, count: attention.outputs.count)
  }

  /// sum a (1 - A) / sum (1 - A) over all hidden units.
  private func price(_ masks: [Tensor]) throws -> Tensor {
    let used = try zip(masks, reserved).map { try ($0 * (1.0 - $1)).sum() }
    let free = try reserved.map { try (1.0 - $0).sum() }
    return try Tensor.stack(used, dim: 0).sum()
      / Tensor.stack(free, dim: 0).sum().clamp(1e-6, nil)
  }

  /// The share of a step that each weight takes.
  private func gates(for outputs: Range<Int>) throws -> [String: Tensor] {
    var gates: [String: Tensor] = [:]
    for (index, units) in reserved.enumerated() {
      let leaving = try units.unsqueeze(1)
      // Pixels are used by every experience.
      let least =
        try index == 0 ? leaving : Self.least(leaving, reserved[index - 1].unsqueeze(0))
      for prefix in network.prefixes(ofStage: index + 1) {
        gates[prefix + "weight"] = try 1.0 - least
        gates[prefix + "bias"] = try 1.0 - units
      }
    }
    let rows = (0..<network.head.weight.shape[0]).map { outputs.contains($0) ? 1 : 0 }
    let own = try Tensor(rows.map { Float($0) }).to(device)
    for entry in solver.store.parameters {
      if entry.tensor === network.head.weight { gates[entry.name] = try own.unsqueeze(1) }
      if entry.tensor === network.head.bias { gates[entry.name] = own }
    }
    return gates
  }

  /// The elementwise minimum.
  static func least(_ first: Tensor, _ second: Tensor) throws -> Tensor {
    try -((-first).maximum(-second))
  }

  package func end(_ experience: Experience) throws {
    guard let attention = attentions.last else { return }
    try withoutGradients {
      for (units, mask) in zip(reserved, try finalMasks(attention)) {
        try units.copy(from: units.maximum(mask))
      }
    }
  }

  private func finalMasks(_ attention: Attention) throws -> [Tensor] {
    try attention.embeddings.map { try ($0.detach() * limit).sigmoid() }
  }

  package func scores(_ inputs: Tensor) throws -> Tensor {
    try withoutGradients {
      let known = try attentions.map { try scores(of: $0, finalMasks($0), inputs) }
      let outputs = network.head.weight.shape[0]
      guard !known.isEmpty else { return try .zeros([inputs.shape[0], outputs], device: device) }
      return try Tensor.concatenate(known, dim: 1).padded(to: outputs)
    }
  }

  package func measures() throws -> [MeasuredValue] {
    let units = reserved.reduce(0) { $0 + $1.count }
    let used = try reserved.reduce(0) { try $0 + $1.doubles().count { $0 >= 0.5 } }
    let masks = (units + 7) / 8 * attentions.count
    return [
      MeasuredValue("bytes", count: solver.store.byteCount + masks),
      MeasuredValue("reserved", Double(used) / Double(max(1, units))),
    ]
  }

  package var state: LearnerState {
    let numbered = attentions.enumerated().map { ("attention \($0.offset + 1)", $0.element) }
    return LearnerState(
      stores: [("classifier", solver.store), ("reserved", past)]
        + numbered.map { ($0.0, $0.1.store) },
      optimizers: [("solver", solver.optimizer)]
        + numbered.suffix(1).map { ($0.0, $0.1.optimizer) })
  }
}

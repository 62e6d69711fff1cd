import Catalog
import Models
import Streams
import Torch

/// Synaptic intelligence: weights are held by how much their movement lowered the loss.
///
/// loss = cross-entropy + strength sum_j O_j (w_j - v_j)^2, v the weights at the end of the newest
/// experience. In each step o_j grows by -g_j times the movement of w_j; when an experience ends, O_j
/// grows by o_j / ((w_j - v_j)^2 + damping), negative values of O_j counting as 0.
/// Source: Zenke, Poole and Ganguli 2017, arXiv:1703.04200. Where we differ: g is the gradient of the
/// whole loss, the penalty included, as in the code of van de Ven and Tolias; the optimizer keeps its
/// moments between experiences, where the paper resets them.
package final class SynapticIntelligence: Learner {
  static let strength = Parameter(
    "strength", .number(0...1e12), default: 1.0, "weight of the penalty")
  static let damping = Parameter(
    "damping", .number(1e-12...1e6), default: 0.1,
    "keeps importance finite for weights that do not move")

  package static let card = Card(
    "si", "synaptic intelligence: penalize changes to weights that helped to lower the loss",
    parameters: [strength, damping] + TrainedClassifier.options.parameters,
    results: [Card.Offer("bytes", "bytes of the classifier and the importances")],
    example: "learner held = si model=net",
    source: "Zenke, Poole and Ganguli 2017, arXiv:1703.04200",
    notes: """
      Differences from the paper: the gradient is that of the whole loss, the penalty included; the \
      optimizer keeps its moments between experiences.
      """,
    explanation: .init(
      idea: """
        While an experience is learned, each weight's share in the fall of the loss is added up. A \
        quadratic penalty then holds the weights whose movement won most.
        """,
      formula: """
        loss = cross-entropy + strength * sum over j of O_j (w_j - v_j)^2
        each step: o_j <- o_j - g_j * (movement of w_j), g the gradient; at the end of an experience: \
        O_j <- max(0, O_j + o_j / ((w_j - v_j)^2 + damping)), v <- w, o <- 0
        """,
      cost: """
        a step adds two passes over the weights; one number for each weight is stored between \
        experiences besides the weights themselves, no images
        """))

  /// One parameter with what is known of its past, all of its shape.
  private struct Synapse {
    let weight: Tensor
    /// o of the experience at hand.
    let path: Tensor
    /// O.
    let importance: Tensor
    /// v.
    let old: Tensor
  }

  private let strength: Double
  private let damping: Double
  private let solver: TrainedClassifier
  private let past: ParameterStore
  private let synapses: [Synapse]
  private var hasPast = false

  package init(_ settings: Settings, parts: Parts) throws {
    (strength, damping) = (settings[Self.strength], settings[Self.damping])
    solver = try TrainedClassifier(settings, parts: parts)
    let store = ParameterStore(key: parts.key("synapses"), device: parts.device)
    synapses = try solver.store.parameters.map { name, tensor in
      Synapse(
        weight: tensor, path: try store.buffer("path." + name, tensor.shape, 0),
        importance: try store.buffer("importance." + name, tensor.shape, 0),
        old: try store.buffer("old." + name, withoutGradients { try tensor.detach().clone() }))
    }
    past = store
  }

  package func begin(_ experience: Experience) {
    solver.open(experience)
    hasPast = experience.index > 0
  }

  package func observe(_ batch: Batch) throws -> Losses {
    let loss = try Loss.crossEntropy(
      solver.activeScores(solver.images(batch)), solver.activeLabels(batch.labels))
    let before = try withoutGradients { try synapses.map { try $0.weight.detach().clone() } }
    guard hasPast, strength > 0 else {
      try solver.step(loss, batch)
      try follow(before)
      return Losses(["cross-entropy": try loss.item()])
    }
    let parts = try synapses.map { synapse in
      try (synapse.importance * (synapse.weight - synapse.old).square()).sum()
    }
    let held = try Tensor.stack(parts, dim: 0).sum() * strength
    try solver.step(loss + held, batch)
    try follow(before)
    return try Losses(reading: [("cross-entropy", loss), ("penalty", held)])
  }

  /// Adds to each path what the step that was taken from `before` did.
  private func follow(_ before: [Tensor]) throws {
    try withoutGradients {
      for (synapse, before) in zip(synapses, before) {
        guard let slope = synapse.weight.gradient else { continue }
        try synapse.path.add(inPlace: slope * (synapse.weight - before), scale: -1)
      }
    }
  }

  package func end(_ experience: Experience) throws {
    try withoutGradients {
      for synapse in synapses {
        try synapse.importance.copy(
          from: Self.grown(
            synapse.importance, path: synapse.path, moved: synapse.weight - synapse.old,
            damping: damping))
        try synapse.old.copy(from: synapse.weight)
        try synapse.path.zero()
      }
    }
    hasPast = true
  }

  /// Importances of further steps are added to those of the experience so far.
  package func reopen(_ experience: Experience) {}

  /// The importance after an experience in which weights `moved` along `path`.
  static func grown(
    _ importance: Tensor, path: Tensor, moved: Tensor, damping: Double
  ) throws -> Tensor {
    try (importance + path / (moved.square() + damping)).clamp(0, nil)
  }

  package func scores(_ inputs: Tensor) throws -> Tensor { try solver.scores(inputs) }

  /// Between experiences the old weights are those of the classifier and the path is 0.
  package func measures() -> [MeasuredValue] {
    [MeasuredValue("bytes", count: solver.store.byteCount + past.byteCount / 3)]
  }

  package var state: LearnerState {
    LearnerState(
      stores: [("classifier", solver.store), ("past", past)],
      optimizers: [("solver", solver.optimizer)])
  }
}

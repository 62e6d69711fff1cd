import Catalog
import Models
import Streams
import Torch

/// PackNet: each experience keeps the largest of the free weights, and later ones get the rest.
///
/// An experience first trains all free weights. Then the `prune` smallest of each layer become 0 and
/// free again, the others belong to the experience and are trained further; afterwards they never
/// change. Experience k is tested with the weights of experiences 1 to k, all others 0.
/// Source: Mallya and Lazebnik 2018, arXiv:1711.05769. Where we differ: each share is the same, where the
/// paper also prunes less at first; training again takes as many steps as training; the optimizer keeps
/// its moments. As in the paper biases and batch norms are trained in the first experience only, and the
/// rows of the head belong to their experience whole.
package final class PackNet: Learner {
  static let prune = Parameter(
    "prune", .number(0...0.999), default: 0.75,
    "share of the free weights of each layer that an experience gives back")

  package static let card = Card(
    "packnet", "PackNet: each experience keeps its largest weights; task-incremental",
    parameters: [prune] + TrainedClassifier.options.parameters,
    results: [
      Card.Offer("bytes", "bytes of the classifier and one byte for each weight's experience"),
      Card.Offer("reserved", "share of hidden weights that belong to experiences so far"),
    ],
    example: "data d = digits split=5 scenario=task\nlearner packed = packnet",
    source: "Mallya and Lazebnik 2018, arXiv:1711.05769",
    notes: """
      PackNet needs the task label at test time: data with scenario=task. Each experience has two phases \
      of the length that train says: training, and training again after pruning. Differences from the \
      paper: every experience prunes the same share; the optimizer keeps its moments.
      """,
    explanation: .init(
      idea: """
        A network has more weights than one experience needs. After training, the smallest are set to 0 \
        and left to later experiences; those that remain are frozen, so that old answers never change.
        """,
      formula: """
        loss = cross-entropy over the classes of the experience; only weights that are free (first phase) \
        or its own (second phase) move
        between the phases: of the free weights of each layer, the share prune= with the smallest |w| \
        becomes 0, the others belong to the experience
        """,
      cost: """
        twice the steps of fine-tuning; testing takes a forward pass for each experience. Stored: one \
        small number for each weight
        """))
  package static let needs = Needs([.classifier], scenarios: [.taskIncremental])

  /// A parameter of the hidden layers that is pruned.
  private struct Layer {
    let name: String
    let weight: Tensor
    /// The number of the experience to which each weight belongs, from 1; 0: free.
    let owner: Tensor
  }

  private let prune: Double
  private let solver: TrainedClassifier
  private let network: any StagedClassifier
  /// Takes the weights of one earlier experience for its test.
  private let view: (network: any Classifier, store: ParameterStore)
  private let layers: [Layer]
  private let owners: ParameterStore
  /// The experiences that have begun.
  private var begun: [Range<Int>] = []
  /// The index of an experience that is learned further, with the weights that it owns.
  private var open: Int?
  private let device: Device

  package init(_ settings: Settings, parts: Parts) throws {
    try Self.needs.check(parts.scenario, for: Self.card.name)
    (prune, device) = (settings[Self.prune], parts.device)
    solver = try TrainedClassifier(settings, parts: parts)
    let network = try solver.staged()
    view = try parts.makeClassifier(settings)
    let store = ParameterStore(key: parts.key("owners"), device: parts.device)
    layers = try solver.store.parameters.compactMap { name, weight in
      guard weight.shape.count > 1, weight !== network.head.weight else { return nil }
      return Layer(name: name, weight: weight, owner: try store.buffer(name, weight.shape, 0))
    }
    (self.network, owners) = (network, store)
  }

  package func phases(of experience: Experience, _ budget: Budget) -> [Phase] {
    (open == experience.index ? [] : [Phase("training", budget)]) + [Phase("after pruning", budget)]
  }

  package static func phases(
    of experience: Experience, _ budget: Budget, settings: Settings, outputs: Int
  ) -> [Phase] {
    [Phase("training", budget), Phase("after pruning", budget)]
  }

  package func begin(_ experience: Experience) {
    solver.open(experience)
    if open == nil { begun.append(experience.outputs) }
  }

  package func reopen(_ experience: Experience) { open = experience.index }

  package func end(_ experience: Experience) { open = nil }

  package func restore(past: [Experience], shapes: [String: [Int]]) {
    (begun, open) = (past.map(\.outputs), nil)
  }

  package func observe(_ batch: Batch) throws -> Losses {
    let number = begun.count
    let isPruned = open != nil || batch.phase == 1
    if isPruned, open == nil, batch.step == 0 { try claim(for: number) }
    let images = try solver.images(batch)
    // Running statistics stay as the first experience left them.
    let scores = try number == 1 ? solver.activeScores(images) : solver.scoringScores(images)
    let loss = try Loss.crossEntropy(scores, solver.activeLabels(batch.labels))
    let owner = isPruned ? number : 0
    try solver.step(loss, batch, gates: gates(owner: owner, isFirst: number == 1))
    return Losses(["cross-entropy": try loss.item()])
  }

  /// Gives the largest free weights of each layer to experience `number`; the others become 0.
  private func claim(for number: Int) throws {
    try withoutGradients {
      for layer in layers {
        let kept = try Self.largest(layer.weight, where: layer.owner .== 0, prune: prune)
        let free = try (layer.owner .== 0).to(.float32)
        try layer.weight.copy(from: layer.weight * (1.0 - free * (1.0 - kept)))
        try layer.owner.copy(from: layer.owner + free * kept * Double(number))
      }
    }
  }

  /// 1 for the largest of the `free` weights, 0 for the share `prune` of them with the smallest size
  /// and for weights that are not free.
  static func largest(_ weight: Tensor, where free: Tensor, prune: Double) throws -> Tensor {
    let sizes = try weight.detach().abs().to(.cpu).floats()
    let isFree = try free.to(.float32).floats()
    let places = sizes.indices.filter { isFree[$0] > 0 }
    let order = places.sorted { (sizes[$0], $0) < (sizes[$1], $1) }
    var kept = [Float](repeating: 0, count: sizes.count)
    for place in order.dropFirst(Int(Double(places.count) * prune)) { kept[place] = 1 }
    return try Tensor(kept, shape: weight.shape).to(weight.device)
  }

  /// 1 where a weight may move: in hidden layers those of `owner`, in the head the rows of the
  /// experience, elsewhere all in the first experience.
  private func gates(owner: Int, isFirst: Bool) throws -> [String: Tensor] {
    var gates: [String: Tensor] = [:]
    let rows = (0..<network.head.weight.shape[0]).map { solver.active.contains($0) ? 1.0 : 0 }
    let own = try Tensor(rows.map { Float($0) }).to(device)
    for (name, tensor) in solver.store.parameters {
      if tensor === network.head.weight {
        gates[name] = try own.unsqueeze(1)
      } else if tensor === network.head.bias {
        gates[name] = own
      } else if !isFirst {
        gates[name] = try .zeros([1], device: device)
      }
    }
    for layer in layers { gates[layer.name] = try (layer.owner .== Double(owner)).to(.float32) }
    return gates
  }

  package func scores(_ inputs: Tensor) throws -> Tensor {
    let outputs = network.head.weight.shape[0]
    guard !begun.isEmpty else { return try solver.scores(inputs) }
    let columns = try begun.indices.map { index in
      // The newest experience has not given its weights away.
      let scores =
        try index == begun.count - 1
        ? solver.scores(inputs) : oldScores(inputs, of: index + 1)
      return try scores.narrow(dim: 1, start: begun[index].lowerBound, count: begun[index].count)
    }
    return try Tensor.concatenate(columns, dim: 1).padded(to: outputs)
  }

  /// The scores of all outputs with the weights of experiences 1 to `number`.
  private func oldScores(_ inputs: Tensor, of number: Int) throws -> Tensor {
    try withoutGradients {
      try view.store.assign(from: solver.store)
      let weights = Dictionary(uniqueKeysWithValues: view.store.parameters)
      for layer in layers {
        let isOwn =
          try (layer.owner .> 0).to(.float32)
          * (layer.owner .<= Double(number))
          .to(.float32)
        try weights[layer.name]?.copy(from: layer.weight * isOwn)
      }
      return try view.network(inputs, training: false)
    }
  }

  package func measures() throws -> [MeasuredValue] {
    let weights = layers.reduce(0) { $0 + $1.weight.count }
    let used = try layers.reduce(0) { try $0 + Int(($1.owner .> 0).to(.float64).sum().item()) }
    return [
      MeasuredValue("bytes", count: solver.store.byteCount + weights),
      MeasuredValue("reserved", Double(used) / Double(max(1, weights))),
    ]
  }

  package var state: LearnerState {
    LearnerState(
      stores: [("classifier", solver.store), ("owners", owners)],
      optimizers: [("solver", solver.optimizer)])
  }
}

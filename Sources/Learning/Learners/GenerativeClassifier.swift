import Catalog
import Models
import Streams
import Torch

/// A generative classifier: one generator for each class, and the class that explains an image best.
///
/// Each class's generator learns from the images of that class alone; an image x is answered by the class
/// y with the largest log p(x|y), estimated by importance sampling with `samples` codes.
/// Source: van de Ven, Li and Tolias 2021, arXiv:2104.10093. Where we differ: classes of an experience
/// are learned side by side, each from its images of a batch; the default of `samples` is a hundredth of
/// the paper's 10,000. The paper's generator for MNIST is `vae latent=5 hidden=85,85`.
package final class GenerativeClassifier: Learner {
  static let samples = Parameter(
    "samples", .integer(1...100_000), default: 100,
    "codes from which the likelihood of an image is estimated")

  package static let card = Card(
    "generative-classifier", "a generator for each class; the likeliest class is the answer",
    parameters: [samples],
    results: [Card.Offer("bytes", "bytes of the generators of classes so far")],
    example:
      "generator g = vae latent=5 hidden=85,85\nlearner likely = generative-classifier generator=g",
    source: "van de Ven, Li and Tolias 2021, arXiv:2104.10093",
    notes: """
      Its generator must have a likelihood: generator=vae. The paper's for MNIST is vae latent=5 \
      hidden=85,85. Differences from the paper: classes of an experience are learned side by side; \
      likelihoods are estimated from 100 codes by default, not 10,000 (samples=10000), as testing takes a \
      pass through the decoder for each code, class and image.
      """,
    explanation: .init(
      idea: """
        Each class has a generator of its own, which only ever sees that class. To classify an image, ask \
        every generator how probable it is. Nothing that is learned can disturb another class.
        """,
      formula: """
        answer: argmax over classes y of log p(x|y)
        log p(x|y): log of the mean over samples= codes z drawn from q_y(z|x) of p_y(x|z) p(z) / q_y(z|x)
        """,
      cost: """
        training as one small generator per step; testing takes samples= decoder passes for each class \
        and image. Stored: a generator for each class
        """))
  package static let needs = Needs(
    [.generator], scenarios: [.classIncremental, .taskIncremental])

  private typealias Member = (generator: any LikelihoodGenerator, store: ParameterStore)

  private let samples: Int
  private let members: [Member]
  /// Classes so far.
  private var known = 0
  private let key: RandomKey
  private let device: Device

  package init(_ settings: Settings, parts: Parts) throws {
    try Self.needs.check(parts.scenario, for: Self.card.name)
    (samples, key, device) = (settings[Self.samples], parts.key("likelihood"), parts.device)
    let first = try parts.makeGenerator()
    try NetworkSize.check(
      Self.card.name, .init(repeating: first.store.parameterCount, count: parts.outputs))
    members = try (0..<parts.outputs).map { output in
      let made = try output == 0 ? first : parts.makeGenerator()
      guard let generator = made.network as? any LikelihoodGenerator else {
        throw ModelError(
          "generative-classifier needs a generator with a likelihood, which "
            + "\(type(of: made.network).card.name) does not have: use generator=vae")
      }
      return (generator, made.store)
    }
  }

  package func begin(_ experience: Experience) {
    known = max(known, experience.outputs.upperBound)
  }

  package func restore(past: [Experience], shapes: [String: [Int]]) {
    known = past.last?.outputs.upperBound ?? 0
  }

  package func observe(_ batch: Batch) throws -> Losses {
    let labels = try batch.labels.integers()
    var sums: [(name: String, value: Double)] = []
    for output in Set(labels).sorted() {
      let places = labels.indices.filter { labels[$0] == output }
      let images = try batch.inputs.indexSelect(dim: 0, Tensor(places).to(device))
      let losses = try members[output].generator.observe(
        images, labels: Tensor([Int](repeating: output, count: places.count)).to(device),
        weights: nil, key: batch.key("class", output))
      let share = Double(places.count) / Double(labels.count)
      for part in losses.parts {
        if let index = sums.firstIndex(where: { $0.name == part.name }) {
          sums[index].value += share * part.value
        } else {
          sums.append((part.name, share * part.value))
        }
      }
    }
    var losses = Losses()
    losses.parts = sums
    return losses
  }

  /// The generators of its classes go on.
  package func reopen(_ experience: Experience) {}

  package func scores(_ inputs: Tensor) throws -> Tensor {
    let columns = try members.indices.map { output -> Tensor in
      guard output < known else { return try .full([inputs.shape[0]], -1e30, device: device) }
      return try members[output].generator.logLikelihoods(inputs, samples: samples, key: key)
    }
    return try Tensor.stack(columns, dim: 1)
  }

  package func dream(_ count: Int, key: RandomKey) throws -> Tensor? {
    guard known > 0 else { return nil }
    let outputs = try Tensor.integers(below: known, shape: [count], key: key("classes")).integers()
    let images = try outputs.enumerated().map { number, output in
      try members[output].generator.sample(1, among: 0..<1, key: key("image", number))
    }
    return try Tensor.concatenate(images, dim: 0)
  }

  package func dream(_ count: Int, of output: Int, key: RandomKey) throws -> Tensor? {
    guard (0..<known).contains(output) else { return nil }
    return try members[output].generator.sample(count, among: 0..<1, key: key)
  }

  package func measures() -> [MeasuredValue] {
    [MeasuredValue("bytes", count: members.prefix(known).reduce(0) { $0 + $1.store.byteCount })]
  }

  package var state: LearnerState {
    LearnerState(
      stores: members.enumerated().map { ("class \($0 + 1)", $1.store) },
      optimizers: members.enumerated().flatMap { index, member in
        member.generator.optimizers.map { ("class \(index + 1) \($0.name)", $0.optimizer) }
      })
  }
}

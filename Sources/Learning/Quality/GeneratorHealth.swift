import Figures
import Models
import Streams
import Torch

/// What is wrong with the memory of a learner: one sentence with its evidence for each trouble.
package enum GeneratorHealth {
  /// Generated images that are compared.
  private static let count = 32
  /// Below this share of the variation of real images a generator counts as collapsed.
  private static let least = 0.05

  /// The troubles of the learner of `run`, of which `fresh` is a copy as it was made.
  package static func troubles(
    _ run: LearningRun, fresh: () throws -> any Learner, key: RandomKey
  ) throws -> [String] {
    guard !run.isRehearsal, run.completed > 0 else { return [] }
    return try [untrained(run, fresh), collapsed(run, key), silent(run)].compactMap(\.self)
      + run.learner.troubles(of: run.stream)
  }

  /// That no weight of a generator has changed.
  private static func untrained(
    _ run: LearningRun, _ fresh: () throws -> any Learner
  ) throws -> String? {
    let name = type(of: run.learner).generatorStore
    func weights(_ learner: any Learner) -> [ParameterStore.Entry]? {
      learner.state.stores.first { $0.name == name }?.store.parameters
    }
    guard let live = weights(run.learner), let first = try weights(fresh()),
      live.count == first.count,
      try zip(live, first).allSatisfy({ try isSame($0.tensor, asFirst: $1.tensor) })
    else { return nil }
    return "the generator was never trained: all of its weights are as they were at first"
  }

  /// Whether weights begin with those that they had; what has grown holds them in its first places.
  private static func isSame(_ live: Tensor, asFirst first: Tensor) throws -> Bool {
    guard live.shape.count == first.shape.count else { return false }
    var part = try live.detach()
    for (dimension, count) in first.shape.enumerated() {
      guard part.shape[dimension] >= count else { return false }
      part = try part.narrow(dim: dimension, start: 0, count: count)
    }
    return try part.to(.cpu).doubles() == first.detach().to(.cpu).doubles()
  }

  /// That generated images hardly differ, of one class if the generator can be asked for classes.
  private static func collapsed(_ run: LearningRun, _ key: RandomKey) throws -> String? {
    let learned = run.stream.experiences.prefix(run.completed)
    let places = Set(learned.flatMap(\.outputs)).sorted()
    var flat: [String] = []
    for place in places {
      guard let images = try run.dream(count, of: place, key: key("class", place)) else { break }
      let real = learned.compactMap { try? reals($0, of: place) }.first ?? nil
      if let trouble = try trouble(images, beside: real) {
        let name =
          run.stream.scenario == .domainIncremental
          ? "\(place)" : run.stream.classNames[run.stream.order[place]]
        flat.append("\(name) (\(trouble))")
      }
    }
    if !flat.isEmpty {
      return "the generator has collapsed for class " + flat.prefix(3).joined(separator: ", ")
        + (flat.count > 3 ? " and \(flat.count - 3) more" : "")
        + ": mean variation of a pixel between generated and between real images"
    }
    guard try run.dream(1, of: places.first ?? 0, key: key) == nil,
      let images = try run.dream(count, key: key("any")),
      let trouble = try trouble(images, beside: reals(learned[0], of: nil))
    else { return nil }
    return "the generator has collapsed (\(trouble)): mean variation of a pixel between generated "
      + "and between real images"
  }

  /// Two numbers if generated images vary much less than real ones.
  private static func trouble(_ images: Tensor, beside real: Tensor?) throws -> String? {
    guard let real else { return nil }
    let (made, expected) = (try variation(images), try variation(real))
    guard expected > 0, !(made >= least * expected) else { return nil }
    return "\(Format.number(made)) against \(Format.number(expected))"
  }

  /// The standard deviation of a pixel over images, averaged over pixels.
  private static func variation(_ images: Tensor) throws -> Double {
    let all = try images.to(.cpu).to(.float64).flatten(from: 1)
    let centred = try all - all.mean(dims: [0])
    return try centred.square().mean(dims: [0]).sqrt().mean().item()
  }

  /// Real test images of an experience, of one class if asked for; nil if it has fewer than two.
  private static func reals(_ experience: Experience, of place: Int?) throws -> Tensor? {
    let labels = experience.test.labels
    let chosen = labels.indices.filter { place == nil || labels[$0] == place }.prefix(count)
    guard chosen.count > 1 else { return nil }
    return try ImageFeed(experience.test).batch(at: Tensor(Array(chosen))).inputs
  }

  /// That a method that replays had no replayed image in any step of the newest experience.
  private static func silent(_ run: LearningRun) -> String? {
    guard run.completed > 1 else { return nil }
    let beginning = "nothing was replayed in experience \(run.completed): "
    if let reason = run.learner.silence { return beginning + reason }
    let names = type(of: run.learner).replayLosses
    let newest = run.history.curves.filter { $0.experience == run.completed - 1 && $0.isLoss }
    guard !names.isEmpty, !newest.isEmpty,
      !newest.contains(where: { curve in names.contains { curve.name.hasPrefix($0) } })
    else { return nil }
    let parts = newest.map(\.name).joined(separator: ", ")
    return beginning
      + "no step had a loss named \(names.map { "'\($0)'" }.joined(separator: " or ")), only \(parts)"
  }
}

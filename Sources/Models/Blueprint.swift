import Catalog
import Torch

/// How a live model or generator is built: which network, with which options, from which weights.
///
/// Every learner builds its own copy, so two learners with one blueprint start from equal weights.
package struct Blueprint<Maker: Sendable> {
  package let card: Card
  package let maker: Maker
  package let settings: Settings
  /// Where the first weights come from; keyed by the session's seed and the object's name.
  package let key: RandomKey
  /// Weights to begin with in place of drawn ones.
  package let start: TrainedWeights?

  package init(
    card: Card, maker: Maker, settings: Settings = Settings(), key: RandomKey,
    start: TrainedWeights? = nil
  ) {
    (self.card, self.maker, self.settings, self.key) = (card, maker, settings, key)
    self.start = start
  }

  /// The same with weights to begin with.
  package func starting(from start: TrainedWeights?) -> Blueprint {
    Blueprint(card: card, maker: maker, settings: settings, key: key, start: start)
  }
}

extension Blueprint where Maker == any Classifier.Type {
  /// A network with its first weights, and the store that holds them.
  package func build(
    shape: ImageShape, classes: Int, device: Device = .cpu
  ) throws -> (network: any Classifier, store: ParameterStore) {
    let store = ParameterStore(key: key, device: device)
    return (try maker.init(settings, shape: shape, classes: classes, in: store), store)
  }
}

extension Blueprint where Maker == any Generator.Type {
  /// A network with its first weights, and the store that holds them.
  ///
  /// - Throws: `ModelError` if the weights to begin with are of other images or classes.
  package func build(
    shape: ImageShape, classes: Int, device: Device = .cpu
  ) throws -> (network: any Generator, store: ParameterStore) {
    let store = ParameterStore(key: key, device: device)
    let network = try maker.init(settings, shape: shape, classes: classes, in: store)
    if let start {
      do {
        try store.assign(
          Dictionary(start.tensors.map { ($0.name, $0.tensor) }, uniquingKeysWith: { $1 }))
      } catch {
        throw ModelError("the trained \(card.name) is of other images or another number of classes")
      }
    }
    return (network, store)
  }
}

/// The weights that a generator was trained to.
package struct TrainedWeights {
  /// Under their names in its store, by name.
  package let tensors: [ParameterStore.Entry]
  /// The classes at the places of its head, by name; empty if it knows no classes.
  package let classes: [String]

  package init(tensors: [ParameterStore.Entry], classes: [String]) {
    (self.tensors, self.classes) = (tensors, classes)
  }

  /// A copy of what `store` holds.
  package init(of store: ParameterStore, classes: [String]) throws {
    let tensors = try store.tensors.map { ($0.name, try $0.tensor.detach().to(.cpu).clone()) }
    self.init(tensors: tensors.sorted { $0.0 < $1.0 }, classes: classes)
  }

  /// Differs as soon as any weight does.
  package func digest() throws -> UInt64 {
    var digest = StateDigest()
    for (name, tensor) in tensors {
      digest.combine(name)
      digest.combine(try tensor.digest())
    }
    classes.forEach { digest.combine($0) }
    return digest.value
  }
}

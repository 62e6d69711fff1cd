import Catalog
import Torch

/// How a live model or generator is built: which network, with which options, from which weights.
///
/// Every learner builds its own copy, so two learners with one blueprint start from equal weights.
package struct Blueprint<Maker: Sendable>: Sendable {
  package let card: Card
  package let maker: Maker
  package let settings: Settings
  /// Where the first weights come from; keyed by the session's seed and the object's name.
  package let key: RandomKey

  package init(card: Card, maker: Maker, settings: Settings = Settings(), key: RandomKey) {
    (self.card, self.maker, self.settings, self.key) = (card, maker, settings, key)
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
  package func build(
    shape: ImageShape, classes: Int, device: Device = .cpu
  ) throws -> (network: any Generator, store: ParameterStore) {
    let store = ParameterStore(key: key, device: device)
    return (try maker.init(settings, shape: shape, classes: classes, in: store), store)
  }
}

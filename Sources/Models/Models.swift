import Catalog

/// The networks that can be made by name.
package enum Models {
  /// Declarations of `model NAME = ...`.
  package static let classifiers = Registry<any Classifier.Type>(
    "model",
    [
      (MLP.card, MLP.self),
      (CNN.card, CNN.self),
      (ResNet.card, ResNet.self),
      (CriticNetwork.card, CriticNetwork.self),
      (TorchScript.card, TorchScript.self),
    ])

  /// What a learner gets that is given no `model=`.
  package static let defaultClassifier: (card: Card, maker: any Classifier.Type) = (
    MLP.card, MLP.self
  )

  /// What a learner gets that is given no `generator=`.
  package static let defaultGenerator: (card: Card, maker: any Generator.Type) = (
    VAE.card, VAE.self
  )
}

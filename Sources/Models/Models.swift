import Catalog

/// The networks that can be made by name.
public enum Models {
  /// Makers of `model NAME = ...`.
  public static let classifiers = Registry<any Classifier.Type>(
    "model",
    [
      (MLP.card, MLP.self),
      (CNN.card, CNN.self),
      (ResNet.card, ResNet.self),
    ])

  /// Makers of `generator NAME = ...`.
  public static let generators = Registry<any Generator.Type>(
    "generator",
    [
      (VAE.card, VAE.self)
    ])
}

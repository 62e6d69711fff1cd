import Catalog

extension Models {
  /// Declarations of `generator NAME = ...`.
  package static let generators = Registry<any Generator.Type>(
    "generator",
    [
      (VAE.card, VAE.self),
      (CVAE.card, CVAE.self),
      (WGANGP.card, WGANGP.self),
      (ACGAN.card, ACGAN.self),
      (StyleGAN.card, StyleGAN.self),
      (Masked.card, Masked.self),
    ])
}

import Foundation
import Torch

/// A generator that also says how probable images are.
package protocol LikelihoodGenerator: Generator {
  /// An estimate of log p(x) of each image, `[batch]`, from `samples` codes, without gradients.
  ///
  /// `images`, `[batch, channels, height, width]` in 0...1.
  func logLikelihoods(_ images: Tensor, samples: Int, key: RandomKey) throws -> Tensor
}

extension VAE: LikelihoodGenerator {
  /// log (1/S) sum_s p(x|z_s) p(z_s) / q(z_s|x), z_s drawn from q(z|x): importance sampling.
  package func logLikelihoods(_ images: Tensor, samples: Int, key: RandomKey) throws -> Tensor {
    try withoutGradients {
      let flat = try images.flatten(from: 1)
      let statistics = try pair.encoder(flat)
      let latent = pair.latent
      let mean = try statistics.narrow(dim: 1, start: 0, count: latent)
      let deviation = try (statistics.narrow(dim: 1, start: latent, count: latent) * 0.5).exp()
      // log q has -1/2 e^2 - log sigma for each unit, log p has -1/2 z^2; constants cancel.
      let spread = try deviation.log().sum(dims: [1])
      let terms = try (0..<samples).map { number -> Tensor in
        let noise = try Tensor.normal(
          [images.shape[0], latent], key: key("code", number), device: images.device)
        let code = try mean + deviation * noise
        let logits = try pair.decoder(code)
        // -log p(x|z) = sum over pixels of softplus(l) - x l.
        let cost = try (logits.softplus() - flat * logits).sum(dims: [1])
        return try (noise.square() - code.square()).sum(dims: [1]) * 0.5 + spread - cost
      }
      return try Tensor.stack(terms, dim: 1).logSumExp(dim: 1) - log(Double(samples))
    }
  }
}

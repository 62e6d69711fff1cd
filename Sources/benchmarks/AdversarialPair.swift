import Catalog
import Models
import Torch

/// A generator and a critic of the size of DCGAN, for 32 x 32 images.
///
/// Source: Radford, Metz and Chintala 2016, arXiv:1511.06434.
final class AdversarialPair {
  private static let latent = 100

  private let device: Device
  private let critic: ParameterStore
  private let up: [ConvTranspose2d]
  private let upNorms: [BatchNorm]
  private let down: [Conv2d]
  private let downNorms: [BatchNorm]
  private let generatorAdam: Adam
  private let criticAdam: Adam

  init(_ shape: ImageShape, in store: ParameterStore) throws {
    let (generator, critic) = (store.scope("generator"), store.scope("critic"))
    self.critic = critic
    let widths = [shape.channels, 64, 128, 256]
    let narrow = Initializer.normal(mean: 0, deviation: 0.02)
    let rising = [Self.latent] + widths.reversed()
    up = try (0..<4).map { index in
      try ConvTranspose2d(
        rising[index], rising[index + 1], kernel: 4, stride: index == 0 ? 1 : 2,
        padding: index == 0 ? 0 : 1, bias: false, in: generator, "layer\(index)", weights: narrow)
    }
    upNorms = try (0..<3).map { try BatchNorm(rising[$0 + 1], in: generator, "norm\($0)") }
    down = try (0..<4).map { index in
      try Conv2d(
        widths[index], index == 3 ? 1 : widths[index + 1], kernel: 4, stride: index == 3 ? 1 : 2,
        padding: index == 3 ? 0 : 1, bias: false, in: critic, "layer\(index)", weights: narrow)
    }
    downNorms = try (1..<3).map { try BatchNorm(widths[$0 + 1], in: critic, "norm\($0)") }
    generatorAdam = try Adam(generator, rate: 2e-4, betas: (0.5, 0.999))
    criticAdam = try Adam(critic, rate: 2e-4, betas: (0.5, 0.999))
    device = store.device
  }

  /// One step of the critic on real and made images, one of the generator, in which the critic has no
  /// gradients, as in Reverie's learners.
  func observe(_ images: Tensor, key: RandomKey) throws -> Losses {
    let count = images.shape[0]
    let real = try images * 2 - 1
    let made = try make(count, key: key)
    let judged = try loss(real, isReal: true) + loss(made.detach(), isReal: false)
    try criticAdam.step(down: judged)
    try critic.setTrainable(false)
    let missed = try loss(made, isReal: true)
    try generatorAdam.step(down: missed)
    try critic.setTrainable(true)
    return Losses(["critic": try judged.item(), "generator": try missed.item()])
  }

  private func make(_ count: Int, key: RandomKey) throws -> Tensor {
    var features = try Tensor.normal([count, Self.latent, 1, 1], key: key, device: device)
    for (layer, norm) in zip(up, upNorms) {
      // Channels innermost, as in Reverie's residual and style networks.
      features = try norm(layer(features).channelsLast(), training: true).relu()
    }
    return try up[3](features).tanh()
  }

  private func loss(_ images: Tensor, isReal: Bool) throws -> Tensor {
    var features = try down[0](images.channelsLast()).leakyRelu(0.2)
    for (layer, norm) in zip(down.dropFirst(), downNorms) {
      features = try norm(layer(features), training: true).leakyRelu(0.2)
    }
    let scores = try down[3](features).flatten(from: 0)
    let wanted = try Tensor.full(scores.shape, isReal ? 1 : 0, device: device)
    return try Loss.binaryCrossEntropyWithLogits(scores, wanted)
  }
}

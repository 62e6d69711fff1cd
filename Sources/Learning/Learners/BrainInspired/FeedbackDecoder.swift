import Catalog
import Models
import Torch

/// The generative half of replay through feedback: a code from the classifier's last features, and a
/// decoder from codes back to what is replayed.
///
/// Source: van de Ven, Siegelmann and Tolias 2020, doi:10.1038/s41467-020-17866-2.
final class FeedbackDecoder {
  /// What it is made of.
  struct Form {
    /// Units of the features that codes are made from.
    let features: Int
    /// Units of the hidden layers, from the code on.
    let hidden: [Int]
    /// Numbers that it makes for each image.
    let outputs: Int
    let latent: Int
    let classes: Int
    /// Whether each class has a mode of the prior of its own.
    let isConditional: Bool
    /// The share of hidden units that are off for a class.
    let gated: Double
    /// Whether it makes pixels in 0...1, or features from 0 on.
    let makesPixels: Bool
  }

  let form: Form
  let store: ParameterStore
  private let encoder: Linear
  private let layers: [Linear]
  /// Of each class's mode, `[classes, latent]`: mean and log variance.
  private let prior: (means: Tensor, logVariances: Tensor)?
  /// Of each hidden layer, `[classes, units]`: 0 for units that are off.
  private let gates: [Tensor]

  init(_ form: Form, key: RandomKey, device: Device) throws {
    let widths = [form.latent] + form.hidden + [form.outputs]
    try NetworkSize.check(
      "the decoder of brain-inspired",
      zip(widths, widths.dropFirst()).map { ($0 + 1) * $1 } + [form.features * 2 * form.latent])
    let store = ParameterStore(key: key, device: device)
    encoder = try Linear(form.features, 2 * form.latent, in: store, "code")
    layers = try zip(widths, widths.dropFirst()).enumerated().map { index, width in
      try Linear(width.0, width.1, in: store, "decoder\(index + 1)")
    }
    let normal = Initializer.normal(mean: 0, deviation: 1)
    prior =
      form.isConditional
      ? (
        try store.parameter("prior means", [form.classes, form.latent], normal),
        try store.parameter("prior log variances", [form.classes, form.latent], normal)
      ) : nil
    gates =
      form.gated > 0
      ? try form.hidden.enumerated().map { index, units in
        try Self.gates(form.classes, units, form.gated, key("gates", index)).to(device)
      } : []
    (self.form, self.store) = (form, store)
  }

  /// For each class a random choice of units that are on, `[classes, units]`.
  static func gates(
    _ classes: Int, _ units: Int, _ share: Double, _ key: RandomKey
  ) throws -> Tensor {
    let off = Int(Double(units) * share)
    let rows = try (0..<classes).flatMap { output -> [Float] in
      var row = [Float](repeating: 1, count: units)
      let order = try Tensor.permutation(units, key: key("class", output)).integers()
      for place in order.prefix(off) { row[place] = 0 }
      return row
    }
    return try Tensor(rows, shape: [classes, units])
  }

  /// A code for each row of `features`, `[batch, features]`, with its mean and log variance.
  func code(
    _ features: Tensor, key: RandomKey
  ) throws -> (sample: Tensor, mean: Tensor, logVariance: Tensor) {
    let statistics = try encoder(features)
    let mean = try statistics.narrow(dim: 1, start: 0, count: form.latent)
    let logVariance = try statistics.narrow(dim: 1, start: form.latent, count: form.latent)
    let noise = try Tensor.normal(mean.shape, key: key, device: store.device)
    return (try mean + (logVariance * 0.5).exp() * noise, mean, logVariance)
  }

  /// Logits of pixels, or features, `[batch, outputs]`, of codes; `shares`, `[batch, classes]`, say which
  /// class's units are on.
  func decode(_ code: Tensor, shares: Tensor) throws -> Tensor {
    var values = code
    for (index, layer) in layers.enumerated() {
      values = try layer(values)
      guard index < layers.count - 1 else { continue }
      values = try values.relu()
      if !gates.isEmpty { values = try values * shares.matmul(gates[index]) }
    }
    return values
  }

  /// What is replayed for `labels`, `[batch]`: `[batch, outputs]`, without gradients.
  func sample(_ labels: Tensor, key: RandomKey) throws -> Tensor {
    try withoutGradients {
      var code = try Tensor.normal(
        [labels.count, form.latent], key: key, device: store.device)
      if let prior {
        let deviations = try (prior.logVariances.indexSelect(dim: 0, labels) * 0.5).exp()
        code = try prior.means.indexSelect(dim: 0, labels) + deviations * code
      }
      let values = try decode(code, shares: labels.oneHot(form.classes).to(.float32))
      return try form.makesPixels ? values.sigmoid() : values.relu()
    }
  }

  /// The negative evidence lower bound of each row of `targets`, `[batch, outputs]`, by parts, `[batch]`
  /// each, for one number of an image.
  ///
  /// - Parameter shares: `[batch, classes]`, the class of each row, or what is known of it.
  func costs(
    of targets: Tensor, features: Tensor, shares: Tensor, key: RandomKey
  ) throws -> (reconstruction: Tensor, divergence: Tensor) {
    let code = try code(features, key: key)
    let values = try decode(code.sample, shares: shares)
    let count = Double(form.outputs)
    let reconstruction =
      try form.makesPixels
      ? (values.softplus() - targets * values).sum(dims: [1]) / count
      : (values - targets).square().sum(dims: [1]) * (0.5 / count)
    let divergence: Tensor
    if let prior {
      let own = try Self.logDensity(code.sample, mean: code.mean, logVariance: code.logVariance)
      divergence = try own - logPrior(code.sample, prior, shares)
    } else {
      divergence = try Loss.divergenceFromNormal(mean: code.mean, logVariance: code.logVariance)
    }
    return (reconstruction, try divergence / count)
  }

  /// log sum_y share_y N(z; mean_y, variance_y), up to a constant, `[batch]`.
  private func logPrior(
    _ code: Tensor, _ prior: (means: Tensor, logVariances: Tensor), _ shares: Tensor
  ) throws -> Tensor {
    let modes = try Self.logDensity(
      code.unsqueeze(1), mean: prior.means.unsqueeze(0),
      logVariance: prior.logVariances.unsqueeze(0))
    let absent = try (shares .== 0).to(.float32) * -1e30
    return try (modes + shares.clamp(1e-38, nil).log() + absent).logSumExp(dim: 1)
  }

  /// log N(z; mean, variance) over the last axis, up to a constant.
  private static func logDensity(
    _ code: Tensor, mean: Tensor, logVariance: Tensor
  ) throws -> Tensor {
    let scaled = try (code - mean).square() / logVariance.exp()
    return try (scaled + logVariance).sum(dims: [-1]) * -0.5
  }
}

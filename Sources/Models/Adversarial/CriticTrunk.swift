import Torch

/// The convolutions of a critic of 32 x 32 images: three of 5 x 5 with stride 2, a leaky rectifier after
/// each and batch norm before the last two.
///
/// Source: the discriminator of DCGAN, Radford et al. 2016, arXiv:1511.06434, as in the code of
/// Ostapenko et al. 2019, arXiv:1904.03137.
package struct CriticTrunk {
  /// Rows and columns of the images.
  package static let side = 32
  /// Channels of the images and after each convolution.
  package let widths: [Int]
  private let convolutions: [Conv2d]
  private let norms: [BatchNorm]

  /// - Parameters:
  ///   - width: channels of the first convolution; the next two have 2 and 4 times that.
  ///   - precision: of the convolutions.
  package init(
    channels: Int, width: Int, precision: Precision = .full, in store: ParameterStore
  ) throws {
    let widths = [channels, width, 2 * width, 4 * width]
    self.widths = widths
    convolutions = try (1...3).map {
      try Conv2d(
        widths[$0 - 1], widths[$0], kernel: 5, stride: 2, padding: 2, bias: false, in: store,
        "conv\($0)", weights: .normal(mean: 0, deviation: 0.02), precision: precision)
    }
    norms = try (2...3).map {
      try BatchNorm(
        widths[$0], in: store, "norm\($0)", scale: .normal(mean: 1, deviation: 0.02))
    }
  }

  /// Units of one image's features after the last convolution.
  package var units: Int { 16 * widths[3] }

  /// Stages `range`, from 0, of images, `[batch, channels, 32, 32]` in -1...1, or of features.
  package func callAsFunction(
    _ inputs: Tensor, _ range: Range<Int>, _ mode: NormMode
  ) throws -> Tensor {
    try range.reduce(inputs) { features, stage in
      let convolved = try convolutions[stage](features)
      return try (stage == 0 ? convolved : norms[stage - 1](convolved, mode)).leakyRelu(0.2)
    }
  }
}

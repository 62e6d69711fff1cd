extension ATenOperator {
  static let maxPool = ATenOperator("max_pool2d")
  static let averagePool = ATenOperator("avg_pool2d")
  static let adaptiveAveragePool = ATenOperator("adaptive_avg_pool2d")
  static let bilinear = ATenOperator("upsample_bilinear2d", "vec")
  static let bilinearSmoothed = ATenOperator("_upsample_bilinear2d_aa", "vec")
  static let sampleGrid = ATenOperator("grid_sampler_2d")
  static let upsampleNearest = ATenOperator("upsample_nearest2d", "vec")
}

extension Tensor {
  /// The maximum of every `size` x `size` window of `[batch, channels, height, width]`; windows start
  /// every `stride` pixels, `size` by default, the first one `padding` pixels outside.
  package func maxPool(_ size: Int, stride: Int? = nil, padding: Int = 0) throws -> Tensor {
    let stride = stride ?? size
    return try ATenOperator.maxPool(
      .tensor(self), .integers([size, size]), .integers([stride, stride]),
      .integers([padding, padding]))
  }

  /// The mean of every `size` x `size` window, without overlap, of `[batch, channels, height, width]`.
  package func averagePool(_ size: Int) throws -> Tensor {
    try ATenOperator.averagePool(
      .tensor(self), .integers([size, size]), .integers([size, size]))
  }

  /// Means over windows of such sizes that `size` x `size` values remain.
  package func adaptiveAveragePool(_ size: Int) throws -> Tensor {
    try ATenOperator.adaptiveAveragePool(.tensor(self), .integers([size, size]))
  }

  /// Every pixel of `[batch, channels, height, width]` repeated `factor` x `factor` times.
  package func upsampled(_ factor: Int) throws -> Tensor {
    let shape = self.shape
    guard shape.count == 4 else {
      throw TorchError("upsampling takes images of 4 axes, not of shape \(shape)")
    }
    let (height, tooHigh) = shape[2].multipliedReportingOverflow(by: factor)
    let (width, tooWide) = shape[3].multipliedReportingOverflow(by: factor)
    guard !tooHigh, !tooWide else { throw TorchError("upsampling by \(factor) is not possible") }
    return try ATenOperator.upsampleNearest(.tensor(self), .integers([height, width]), .none)
  }

  /// `[batch, channels, height, width]` resized by bilinear interpolation between pixel centres, with
  /// antialiasing where the image becomes smaller.
  package func resized(height: Int, width: Int) throws -> Tensor {
    let shape = self.shape
    guard shape.count == 4, height > 0, width > 0 else {
      throw TorchError("\(shape) cannot be resized to \(height) x \(width)")
    }
    guard shape[2] != height || shape[3] != width else { return self }
    let isLoss = height < shape[2] || width < shape[3]
    let operation = isLoss ? ATenOperator.bilinearSmoothed : ATenOperator.bilinear
    return try operation(.tensor(self), .integers([height, width]), .flag(false), .none)
  }

  /// `[batch, channels, height, width]` resized by bilinear interpolation with aligned corners.
  package func stretched(height: Int, width: Int) throws -> Tensor {
    let shape = self.shape
    guard shape.count == 4, height > 0, width > 0 else {
      throw TorchError("\(shape) cannot be stretched to \(height) x \(width)")
    }
    guard shape[2] != height || shape[3] != width else { return self }
    guard !mustBeDeterministic else { return try stretchedByProducts(height: height, width: width) }
    return try ATenOperator.bilinear(
      .tensor(self), .integers([height, width]), .flag(true), .none)
  }

  /// `[batch, channels, height, width]` sampled at the points of `grid`,
  /// `[batch, height', width', 2]`, by bilinear interpolation.
  ///
  /// Points are (x, y), -1 at the outer edge of the first pixel and 1 at that of the last one; the
  /// image is mirrored outside.
  package func sampled(at grid: Tensor) throws -> Tensor {
    guard !mustBeDeterministic else { return try sampledByGathering(at: grid) }
    let (bilinear, mirrored) = (0, 2)
    return try ATenOperator.sampleGrid(
      .tensor(self), .tensor(grid), .integer(bilinear), .integer(mirrored), .flag(false))
  }
}

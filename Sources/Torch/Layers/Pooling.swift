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
  /// The largest of every `size` x `size` square of `[batch, channels, height, width]`; squares
  /// begin every `stride` pixels, side by side by default, the first one `padding` outside.
  package func maxPool(_ size: Int, stride: Int? = nil, padding: Int = 0) throws -> Tensor {
    let stride = stride ?? size
    return try withIntegers(lists: [[size, size], [stride, stride], [padding, padding]]) {
      try ATenOperator.maxPool(.tensor(self), $0[0], $0[1], $0[2])
    }
  }

  /// The mean of every `size` x `size` square of `[batch, channels, height, width]`.
  package func averagePool(_ size: Int) throws -> Tensor {
    try withIntegers([size, size]) { try ATenOperator.averagePool(.tensor(self), $0, $0) }
  }

  /// Means over squares such that `size` x `size` of them are left.
  package func adaptiveAveragePool(_ size: Int) throws -> Tensor {
    try withIntegers([size, size]) { try ATenOperator.adaptiveAveragePool(.tensor(self), $0) }
  }

  /// Every pixel of `[batch, channels, height, width]` as a square of `factor` x `factor`.
  package func upsampled(_ factor: Int) throws -> Tensor {
    let shape = self.shape
    guard shape.count == 4 else { throw TorchError("upsampling needs 4 axes, not \(shape)") }
    let (height, tooHigh) = shape[2].multipliedReportingOverflow(by: factor)
    let (width, tooWide) = shape[3].multipliedReportingOverflow(by: factor)
    guard !tooHigh, !tooWide else { throw TorchError("upsampling by \(factor) is not possible") }
    return try withIntegers([height, width]) {
      try ATenOperator.upsampleNearest(.tensor(self), $0, .none)
    }
  }

  /// `[batch, channels, height, width]` with other rows and columns, by bilinear interpolation
  /// between pixel centres; smoothed first where pixels are lost.
  package func resized(height: Int, width: Int) throws -> Tensor {
    let shape = self.shape
    guard shape.count == 4, height > 0, width > 0 else {
      throw TorchError("\(shape) cannot be resized to \(height) x \(width)")
    }
    guard shape[2] != height || shape[3] != width else { return self }
    let isLoss = height < shape[2] || width < shape[3]
    let operation = isLoss ? ATenOperator.bilinearSmoothed : ATenOperator.bilinear
    return try withIntegers([height, width]) {
      try operation(.tensor(self), $0, .flag(false), .none)
    }
  }

  /// `[batch, channels, height, width]` stretched to other rows and columns, by bilinear
  /// interpolation in which the corner pixels stay corner pixels.
  package func stretched(height: Int, width: Int) throws -> Tensor {
    let shape = self.shape
    guard shape.count == 4, height > 0, width > 0 else {
      throw TorchError("\(shape) cannot be stretched to \(height) x \(width)")
    }
    guard shape[2] != height || shape[3] != width else { return self }
    guard !isBoundToRepeat else { return try stretchedByProducts(height: height, width: width) }
    return try withIntegers([height, width]) {
      try ATenOperator.bilinear(.tensor(self), $0, .flag(true), .none)
    }
  }

  /// `[batch, channels, height, width]` read at the places `grid`, `[batch, height', width', 2]`,
  /// by bilinear interpolation.
  ///
  /// Places are (x, y), -1 at the outer edge of the first pixel and 1 at that of the last one; what
  /// lies outside mirrors the inside.
  package func sampled(at grid: Tensor) throws -> Tensor {
    guard !isBoundToRepeat else { return try sampledByGathering(at: grid) }
    let (bilinear, mirrored) = (0, 2)
    return try ATenOperator.sampleGrid(
      .tensor(self), .tensor(grid), .integer(bilinear), .integer(mirrored), .flag(false))
  }
}

import Catalog
import Torch

/// Between pixels in 0...1 and the normalized units that a network sees.
struct PixelScale {
  /// `[1, channels, 1, 1]`.
  private let (mean, deviation): (Tensor, Tensor)

  init(_ settings: Settings, _ options: PixelOptions, channels: Int, device: Device) throws {
    let (means, deviations) = options.statistics(settings, channels: channels)
    func tensor(_ values: [Double]) throws -> Tensor {
      try Tensor(values.map(Float.init), shape: [1, channels, 1, 1]).to(device)
    }
    (mean, deviation) = (try tensor(means), try tensor(deviations))
  }

  /// From 0...1.
  func normalized(_ pixels: Tensor) throws -> Tensor { try (pixels - mean) / deviation }

  /// To 0...1, where they are in range.
  func pixels(_ normalized: Tensor) throws -> Tensor { try normalized * deviation + mean }

  /// Made images brought into the range that real ones have.
  func clamped(_ normalized: Tensor) throws -> Tensor {
    try self.normalized(pixels(normalized).clamp(0, 1))
  }
}

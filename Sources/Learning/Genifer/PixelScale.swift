import Catalog
import Torch

/// Between pixels in 0...1 and the normalized units in which Genifer's networks see and make them.
struct PixelScale {
  /// `[1, channels, 1, 1]`.
  private let (mean, deviation): (Tensor, Tensor)

  init(_ settings: Settings, channels: Int, device: Device) throws {
    let grey = [Double](repeating: 0.5, count: channels)
    let (means, deviations) =
      channels != 3
      ? (grey, grey)
      : settings[GameOptions.pixels] == "imagenet"
        ? ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
        : ([0.507, 0.487, 0.441], [0.267, 0.256, 0.276])
    func tensor(_ values: [Double], _ given: Double?) throws -> Tensor {
      try Tensor(values.map { Float(given ?? $0) }, shape: [1, channels, 1, 1]).to(device)
    }
    mean = try tensor(means, settings[GameOptions.mean])
    deviation = try tensor(deviations, settings[GameOptions.deviation])
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

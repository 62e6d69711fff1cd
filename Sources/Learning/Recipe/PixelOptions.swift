import Catalog
import Torch

/// The options of how pixels are normalized for a network, with a learner's own default.
package struct PixelOptions: Sendable {
  /// Whose mean and standard deviation pixels are normalized by.
  package enum Statistics: String, SettingChoice { case unit, cifar, imagenet }

  package let kind: Parameter<Statistics>
  package let mean: Parameter<Double?>
  package let deviation: Parameter<Double?>

  /// By default pixels stay in 0...1.
  package init(_ kind: Statistics = .unit) {
    self.kind = Parameter(
      "pixels", default: kind,
      "normalization of pixels: none (unit), or by the statistics of cifar or imagenet, which for "
        + "other than three channels are 0.5 and 0.5")
    mean = Parameter(
      "mean", .number(0...1), default: nil, "pixel mean of all channels; default: that of pixels=")
    deviation = Parameter(
      "deviation", .number(1e-3...1e3), default: nil,
      "standard deviation of all channels; default: that of pixels=")
  }

  package var parameters: [any ParameterDescription] { [kind, mean, deviation] }

  /// Mean and standard deviation of each of `channels`, by which pixels are normalized.
  func statistics(
    _ settings: Settings, channels: Int
  ) -> (means: [Double], deviations: [Double]) {
    func all(_ value: Double) -> [Double] { [Double](repeating: value, count: channels) }
    let (means, deviations) =
      switch (settings[kind], channels) {
      case (.unit, _): (all(0), all(1))
      case (.imagenet, 3): ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
      case (.cifar, 3): ([0.507, 0.487, 0.441], [0.267, 0.256, 0.276])
      default: (all(0.5), all(0.5))
      }
    return (
      settings[mean].map(all) ?? means, settings[deviation].map(all) ?? deviations
    )
  }

  /// The scale that `settings` ask for; nil where pixels stay as they are.
  func scale(_ settings: Settings, channels: Int, device: Device) throws -> PixelScale? {
    let (means, deviations) = statistics(settings, channels: channels)
    guard means.contains(where: { $0 != 0 }) || deviations.contains(where: { $0 != 1 }) else {
      return nil
    }
    return try PixelScale(settings, self, channels: channels, device: device)
  }
}

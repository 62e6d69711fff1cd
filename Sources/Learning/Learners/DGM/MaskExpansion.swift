/// How wide the masked layers must become so that no experience finds less free capacity than the
/// first one did.
enum MaskExpansion {
  /// Weights of one kernel: 4 x 4.
  static let area = 16

  /// New output channels of each layer.
  ///
  /// - Parameters:
  ///   - inputs: entries of the first layer's input.
  ///   - widths: output channels now.
  ///   - taken: entries of each layer that the experience newly reserved: weights or channels.
  static func growth(
    _ kind: MemoryOptions.MaskKind, inputs: Int, widths: [Int], taken: [Int]
  ) -> [Int] {
    guard kind == .weights else { return taken }
    var growth: [Int] = []
    var (entering, added) = (inputs, 0)
    for (width, taken) in zip(widths, taken) {
      // The previous layer's new channels already bring free weights.
      let missing = max(0, taken - added * width * area)
      let perChannel = (entering + added) * area
      added = (missing + perChannel - 1) / perChannel
      growth.append(added)
      entering = width
    }
    return growth
  }
}

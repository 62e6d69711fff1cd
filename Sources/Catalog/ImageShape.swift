/// The extents of one image.
package struct ImageShape: Sendable, Hashable, Codable, CustomStringConvertible {
  /// 1 for grey, 3 for red, green and blue.
  package let channels: Int
  /// Rows.
  package let height: Int
  /// Columns.
  package let width: Int

  /// Pixel values per image: `channels * height * width`.
  package var count: Int { channels * height * width }

  /// As a user writes it: `1x28x28`.
  package var description: String { "\(channels)x\(height)x\(width)" }

  /// A shape of these extents, each taken as at least 1 and at most 65,535.
  package init(channels: Int, height: Int, width: Int) {
    let range = 1...65_535
    self.channels = min(max(channels, range.lowerBound), range.upperBound)
    self.height = min(max(height, range.lowerBound), range.upperBound)
    self.width = min(max(width, range.lowerBound), range.upperBound)
  }
}

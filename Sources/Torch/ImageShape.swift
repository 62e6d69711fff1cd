/// The size of an image.
public struct ImageShape: Sendable, Equatable, Codable {
  public let channels: Int
  public let height: Int
  public let width: Int

  public init(channels: Int, height: Int, width: Int) {
    (self.channels, self.height, self.width) = (channels, height, width)
  }

  /// Numbers in one image.
  public var count: Int { channels * height * width }
}

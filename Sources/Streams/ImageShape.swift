import Catalog
extension ImageShape {
  /// The largest number of pixel bytes in one split.
  static let largestArchive = 1 << 36
  static let largestSide = 16_384
  static let largestCount = 1 << 28

  /// Checks extents that a file claims, before anything is allocated for them.
  ///
  /// - Parameter bound: how many bytes the file can hold at most.
  /// - Returns: the shape; `count * shape.count` fits in memory's address space.
  /// - Throws: `StreamsError` if an extent is below 1 or the product is more than the file can hold.
  static func checked(
    count: Int, channels: Int, height: Int, width: Int, bound: Int, in file: String
  ) throws -> ImageShape {
    let claim = "its header says \(count) images of \(channels)x\(height)x\(width)"
    guard count >= 1, channels >= 1, height >= 1, width >= 1 else {
      throw StreamsError.file(file, "\(claim): there is nothing to read; use another file")
    }
    guard count <= largestCount, height <= largestSide, width <= largestSide else {
      throw StreamsError.file(file, "\(claim), more than a data set may have; is it damaged?")
    }
    guard channels == 1 || channels == 3 else {
      throw StreamsError.file(file, "\(claim): only 1 or 3 channels can be read")
    }
    let bytes = count * channels * height * width
    guard bytes <= largestArchive, bytes <= bound else {
      throw StreamsError.file(
        file,
        "\(claim), \(bytes) bytes, but the file cannot hold more than \(bound); "
          + "copy or download it again")
    }
    return ImageShape(channels: channels, height: height, width: width)
  }
}

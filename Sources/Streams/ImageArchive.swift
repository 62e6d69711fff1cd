import Catalog

/// The images of one split with their labels.
package struct ImageArchive: Sendable {
  /// The extents of each image.
  package let shape: ImageShape
  /// How many images there are.
  package let count: Int
  /// The class of each image, [count]; an index into the data set's class names.
  package let labels: [UInt16]
  /// Pixels 0...255, [count, channels, height, width].
  package let storage: ImageStorage

  /// Images and labels that belong together.
  ///
  /// - Throws: `StreamsError` if the storage is not `labels.count` images of this shape.
  package init(shape: ImageShape, labels: [UInt16], storage: ImageStorage) throws {
    guard storage.count == labels.count * shape.count else {
      throw StreamsError(
        "\(labels.count) labels need \(labels.count * shape.count) bytes of \(shape) images, "
          + "not \(storage.count)", isDataProblem: true)
    }
    (self.shape, self.count) = (shape, labels.count)
    (self.labels, self.storage) = (labels, storage)
  }

  /// The pixels of one image, [channels, height, width]; empty if there is no such image.
  package func pixels(at index: Int) -> [UInt8] {
    guard index >= 0, index < count else { return [] }
    return Array(storage.bytes[(index * shape.count)..<((index + 1) * shape.count)])
  }
}

extension ImageArchive {
  /// The images at these places, in this order, with their labels.
  func part(_ range: Range<Int>) throws -> ImageArchive {
    let from = range.lowerBound * shape.count
    let part = try ImageStorage(count: range.count * shape.count) { into in
      into.copyBytes(from: storage.bytes[from..<(from + range.count * shape.count)])
    }
    return try ImageArchive(shape: shape, labels: Array(labels[range]), storage: part)
  }
}

import Catalog

/// The IDX format of MNIST: a magic number, extents as big-endian 32-bit numbers, bytes.
enum IDXFile {
  /// Images [count, channels, height, width]; a file of rank 3 has one channel.
  ///
  /// - Parameter transposed: whether rows and columns are exchanged, as in the files of EMNIST.
  static func images(
    _ path: String, transposed: Bool = false, stop: StopSignal = .never
  ) throws -> (shape: ImageShape, count: Int, storage: ImageStorage) {
    let stream = try ByteStream(path, stop: stop)
    let extents = try header(stream, ranks: 3...4, of: "images")
    let shape = try ImageShape.checked(
      count: extents[0], channels: extents.count == 4 ? extents[1] : 1,
      height: extents[extents.count - 2], width: extents[extents.count - 1],
      bound: stream.bound, in: path)
    let storage = try ImageStorage(count: extents[0] * shape.count) { buffer in
      try stream.fill(buffer, with: "the pixels")
    }
    try stream.expectEnd()
    guard transposed else { return (shape, extents[0], storage) }
    let turned = ImageShape(
      channels: shape.channels, height: shape.width, width: shape.height)
    return (turned, extents[0], try transpose(storage, shape, stop))
  }

  private static func transpose(
    _ storage: ImageStorage, _ shape: ImageShape, _ stop: StopSignal
  ) throws -> ImageStorage {
    let (height, width) = (shape.height, shape.width)
    return try ImageStorage(count: storage.count) { into in
      let from = storage.bytes
      for plane in 0..<(storage.count / (height * width)) {
        if plane.isMultiple(of: 4096) { try stop.check() }
        let start = plane * height * width
        for row in 0..<height {
          for column in 0..<width {
            into[start + column * height + row] = from[start + row * width + column]
          }
        }
      }
    }
  }

  /// Labels [count].
  ///
  /// - Throws: `StreamsError` also if there is a label of `limit` or more.
  static func labels(
    _ path: String, below limit: Int = 256, stop: StopSignal = .never
  ) throws -> [UInt8] {
    let stream = try ByteStream(path, stop: stop)
    let count = try header(stream, ranks: 1...1, of: "labels")[0]
    guard count >= 1, count <= ImageShape.largestCount else {
      throw StreamsError.file(path, "its header says \(count) labels; use another file")
    }
    let labels = try stream.bytes(count, of: "the labels")
    try stream.expectEnd()
    if let image = labels.firstIndex(where: { Int($0) >= limit }) {
      throw StreamsError.file(
        path,
        "byte \(8 + image): label \(labels[image]) of image \(image) is not one of 0 to "
          + "\(limit - 1); is it the right file?")
    }
    return labels
  }

  /// Images with their labels as they are in the files.
  static func pair(
    images imagesPath: String, labels labelsPath: String, below limit: Int = 256,
    transposed: Bool = false, stop: StopSignal = .never
  ) throws -> ImageArchive {
    let labels = try labels(labelsPath, below: limit, stop: stop)
    let (shape, count, storage) = try images(imagesPath, transposed: transposed, stop: stop)
    guard labels.count == count else {
      throw StreamsError.file(
        labelsPath,
        "it has \(labels.count) labels, but \(imagesPath) has \(count) images; "
          + "use files that belong together")
    }
    return try ImageArchive(shape: shape, labels: labels.map(UInt16.init), storage: storage)
  }

  /// The first column of labels [count, columns] of 32-bit numbers, as in the files of QMNIST.
  static func wideLabels(
    _ path: String, below limit: Int, stop: StopSignal
  ) throws -> [UInt8] {
    let stream = try ByteStream(path, stop: stop)
    let magic = try stream.bytes(4, of: "the IDX header")
    guard magic == [0, 0, 12, 2] else {
      throw StreamsError.file(
        path, "byte 0: it is not an IDX file of rows of 32-bit numbers; is it the right file?")
    }
    let extents = try stream.bytes(8, of: "the IDX header")
    func word(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
    let (count, columns) = (word(extents[..<4]), word(extents[4...]))
    guard count >= 1, count <= ImageShape.largestCount, (1...64).contains(columns) else {
      throw StreamsError.file(path, "its header says \(count) rows of \(columns); use another file")
    }
    let bytes = try stream.bytes(count * columns * 4, of: "the labels")
    try stream.expectEnd()
    return try (0..<count).map { image in
      let label = word(bytes[(image * columns * 4)..<(image * columns * 4 + 4)])
      guard label < limit else {
        throw StreamsError.file(
          path, "label \(label) of image \(image) is not one of 0 to \(limit - 1)")
      }
      return UInt8(label)
    }
  }

  private static func header(
    _ stream: ByteStream, ranks: ClosedRange<Int>, of what: String
  ) throws -> [Int] {
    let magic = try stream.bytes(4, of: "the IDX header")
    guard magic[0] == 0, magic[1] == 0, magic[2] == 8, ranks.contains(Int(magic[3])) else {
      let found = magic.reduce(0) { $0 << 8 | Int($1) }
      throw StreamsError.file(
        stream.name,
        "byte 0: magic number \(found) is not that of IDX \(what) "
          + "(\(2048 + ranks.lowerBound)); is it the right file?")
    }
    let words = try stream.bytes(4 * Int(magic[3]), of: "the IDX header")
    return (0..<Int(magic[3])).map { axis in
      words[(4 * axis)..<(4 * axis + 4)].reduce(0) { $0 << 8 | Int($1) }
    }
  }
}

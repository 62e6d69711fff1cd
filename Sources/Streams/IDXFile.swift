import Catalog

/// The IDX format of MNIST: a magic number, extents as big-endian 32-bit numbers, bytes.
enum IDXFile {
  /// Images [count, channels, height, width]; a file of rank 3 has one channel.
  static func images(_ path: String) throws -> (shape: ImageShape, count: Int, ImageStorage) {
    let stream = try ByteStream(path)
    let extents = try header(stream, ranks: 3...4, of: "images")
    let shape = try ImageShape.checked(
      count: extents[0], channels: extents.count == 4 ? extents[1] : 1,
      height: extents[extents.count - 2], width: extents[extents.count - 1],
      bound: stream.bound, in: path)
    let storage = try ImageStorage(count: extents[0] * shape.count) { buffer in
      try stream.fill(buffer, with: "the pixels")
    }
    try stream.expectEnd()
    return (shape, extents[0], storage)
  }

  /// Labels [count].
  ///
  /// - Throws: `StreamsError` also if there is a label of `limit` or more.
  static func labels(_ path: String, below limit: Int = 256) throws -> [UInt8] {
    let stream = try ByteStream(path)
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

  /// Images with their labels as they stand in the files.
  static func pair(
    images imagesPath: String, labels labelsPath: String, below limit: Int = 256
  ) throws -> ImageArchive {
    let labels = try labels(labelsPath, below: limit)
    let (shape, count, storage) = try images(imagesPath)
    guard labels.count == count else {
      throw StreamsError.file(
        labelsPath,
        "it has \(labels.count) labels, but \(imagesPath) has \(count) images; "
          + "use files that belong together")
    }
    return try ImageArchive(shape: shape, labels: labels.map(UInt16.init), storage: storage)
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

/// The usual four files of a data set in IDX form.
struct IDXSet {
  static let names = [
    "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
  ]

  let name: String
  let classNames: [String]
  /// Rows and columns that every image must have.
  let side: Int

  /// Reads training images and labels, then test images and labels.
  func read(_ paths: [String]) throws -> Dataset {
    let limit = classNames.count
    let train = try IDXFile.pair(images: paths[0], labels: paths[1], below: limit)
    let test = try IDXFile.pair(images: paths[2], labels: paths[3], below: limit)
    let shape = ImageShape(channels: 1, height: side, width: side)
    for (archive, path) in [(train, paths[0]), (test, paths[2])] where archive.shape != shape {
      throw StreamsError.file(
        path,
        "its images are \(archive.shape), those of \(name) are \(shape); "
          + "use the data set 'idx' for files of your own")
    }
    return try Dataset(
      name: name, train: train, test: test, classNames: classNames,
      files: paths.map { try SourceFile($0) })
  }
}

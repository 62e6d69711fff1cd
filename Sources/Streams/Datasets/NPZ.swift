import Catalog

/// Arrays of images and labels in a NumPy file.
package enum NPZ: DatasetReader {
  static let test = Parameter<Int?>(
    "test", .integer(1...Int.max), default: nil,
    "where there are no test arrays: test with the last this many images")

  /// Its card.
  package static let card = Card(
    "npz", "uint8 images and labels in a NumPy .npz file",
    operands: [.init("file", .path, "the .npz file")],
    parameters: [test],
    example: "data d = npz \"mnist.npz\" split=5",
    source: "numpy.savez or numpy.savez_compressed",
    notes: "Arrays x_train, y_train, x_test and y_test (as Keras writes them), or train_images, "
      + "train_labels, test_images and test_labels, or images and labels with test=. Images are "
      + "[count, height, width], with the channels last or second; if both could be, last. Labels "
      + "may be any whole numbers: classes are numbered by their label's rank and are named by "
      + "the label.")

  private static let namings = [
    ["x_train", "y_train", "x_test", "y_test"],
    ["train_images", "train_labels", "test_images", "test_labels"],
    ["images", "labels"],
  ]

  /// Reads the arrays.
  package static func read(
    _ settings: Settings, in directory: DataDirectory, operand path: String?
  ) throws -> Dataset {
    guard let path else { throw StreamsError.option("npz: which file? data d = npz \"mnist.npz\"") }
    let file = directory.folder(operand: path, of: [])
    guard Files.isFile(file) else { throw StreamsError.file(file, Files.notAFile(file)) }
    let present = try Set(ZipListing.names(file))
    let naming = namings.first { $0.allSatisfy { present.contains($0 + ".npy") } }
    guard let naming else {
      throw StreamsError.file(
        file,
        "it lacks the arrays x_train, y_train, x_test and y_test (or images and labels); "
          + "it has: \(present.sorted().prefix(8).map(StreamsError.excerpt).joined(separator: ", "))"
      )
    }
    let source = try SourceFile(file)
    let first = try pair(naming[0], naming[1], in: file)
    guard naming.count == 2 else {
      guard settings[test] == nil else {
        throw StreamsError.option("npz: \(file) has test images of its own; leave test= out")
      }
      return try assembled(first, pair(naming[2], naming[3], in: file), file, source)
    }
    guard let kept = settings[test] else {
      throw StreamsError.option("npz: \(file) has no test images; use test=N for the last N images")
    }
    let count = first.labels.count
    guard kept < count else {
      throw StreamsError.option(
        "npz: test=\(kept) leaves none of the \(count) images of \(file) to train")
    }
    return try assembled(
      first.part(0..<(count - kept)), first.part((count - kept)..<count), file, source)
  }

  private struct Pair {
    let shape: ImageShape
    let labels: [Int]
    let storage: ImageStorage

    func part(_ range: Range<Int>) throws -> Pair {
      let bytes = (range.lowerBound * shape.count)..<(range.upperBound * shape.count)
      let part = try ImageStorage(count: bytes.count) { $0.copyBytes(from: storage.bytes[bytes]) }
      return Pair(shape: shape, labels: Array(labels[range]), storage: part)
    }
  }

  private static func pair(_ images: String, _ labels: String, in file: String) throws -> Pair {
    let values = try NumpyArray(labels, in: file).labels()
    let (shape, count, storage) = try NumpyArray(images, in: file).images()
    guard count == values.count else {
      throw StreamsError.file(
        file, "\(images) has \(count) images but \(labels) \(values.count) labels")
    }
    return Pair(shape: shape, labels: values, storage: storage)
  }

  private static func assembled(
    _ train: Pair, _ test: Pair, _ file: String, _ source: SourceFile
  ) throws -> Dataset {
    let ranked = try RankedLabels(train: train.labels, test: test.labels, testFile: file)
    return try Dataset(
      name: "npz",
      train: ImageArchive(shape: train.shape, labels: ranked.train, storage: train.storage),
      test: ImageArchive(shape: test.shape, labels: ranked.test, storage: test.storage),
      classNames: ranked.names, files: [source])
  }
}

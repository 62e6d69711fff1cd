import Catalog

/// Arrays of images and labels in a NumPy file.
package enum NPZ: DatasetReader {
  static let test = Parameter<Int?>(
    "test", .integer(1...Int.max), default: nil,
    "without test arrays: hold out the last N images for testing")

  /// Its card.
  package static let card = Card(
    "npz", "uint8 images and labels in a NumPy .npz file",
    operands: [.init("file", .path, "the .npz file")],
    parameters: [test],
    example: "data d = npz \"mnist.npz\" split=5",
    source: "numpy.savez or numpy.savez_compressed",
    notes: "Arrays x_train, y_train, x_test and y_test (Keras), X_train and so on (scikit-learn), "
      + "train_images, train_labels, test_images and test_labels (medmnist); or, with test=N, one "
      + "pair of images and labels, images and target, data and target, or X and y. Images are "
      + "uint8 [count, height, width], optionally with channels last or second (if the shape "
      + "allows both, last). Labels may be any whole numbers: a class is named by its label, and "
      + "classes=3,7 means the classes with these labels. Other arrays are ignored and listed.")

  private static let namings = [
    ["x_train", "y_train", "x_test", "y_test"],
    ["X_train", "y_train", "X_test", "y_test"],
    ["train_images", "train_labels", "test_images", "test_labels"],
    ["train_x", "train_y", "test_x", "test_y"],
    ["images", "labels"], ["images", "target"], ["data", "target"], ["X", "y"], ["x", "y"],
  ]

  /// Reads the arrays.
  package static func read(
    _ settings: Settings, in access: DataAccess, operand path: String?
  ) throws -> Dataset {
    guard let path else {
      throw StreamsError.option("npz: which file? Write data d = npz \"mnist.npz\"")
    }
    let file = access.path(path)
    let stop = access.stop
    guard Files.isFile(file) else { throw StreamsError.file(file, Files.notAFile(file)) }
    let present = try Set(ArchiveFile(path: file, stop: stop, kind: "zip file").names())
    let naming = namings.first { $0.allSatisfy { present.contains($0 + ".npy") } }
    guard let naming else {
      throw StreamsError.file(
        file,
        "it lacks the arrays x_train, y_train, x_test and y_test (or images and labels); "
          + "it has: \(present.sorted().prefix(8).map(StreamsError.excerpt).joined(separator: ", "))"
      )
    }
    let source = try SourceFile(file, stop: stop)
    // Those that `save` adds for NumPy are no mistake of the file.
    let unused = present.subtracting(naming.map { $0 + ".npy" })
      .filter { !$0.hasPrefix(NumpyFile.experiences) }.sorted()
    let notes =
      unused.isEmpty ? [] : ["left out: arrays that are not used: \(LeftOut.some(unused))"]
    let first = try pair(naming[0], naming[1], in: file, stop)
    guard naming.count == 2 else {
      guard settings[test] == nil else {
        throw StreamsError.option("npz: \(file) has its own test images; omit test=")
      }
      return try assembled(
        first, pair(naming[2], naming[3], in: file, stop), file, source, notes, stop)
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
      first.part(0..<(count - kept)), first.part((count - kept)..<count), file, source,
      notes, stop)
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

  private static func pair(
    _ images: String, _ labels: String, in file: String, _ stop: StopSignal
  ) throws -> Pair {
    let values = try NumpyArray(labels, in: file, stop: stop).labels()
    let (shape, count, storage) = try NumpyArray(images, in: file, stop: stop).images()
    guard count == values.count else {
      throw StreamsError.file(
        file, "\(images) has \(count) images but \(labels) \(values.count) labels")
    }
    return Pair(shape: shape, labels: values, storage: storage)
  }

  private static func assembled(
    _ train: Pair, _ test: Pair, _ file: String, _ source: SourceFile, _ notes: [String],
    _ stop: StopSignal
  ) throws -> Dataset {
    let ranked = try RankedLabels(train: train.labels, test: test.labels, testFile: file)
    return try Dataset(
      name: "npz",
      train: ImageArchive(shape: train.shape, labels: ranked.train, storage: train.storage),
      test: ImageArchive(shape: test.shape, labels: ranked.test, storage: test.storage),
      classNames: ranked.names, files: [source], notes: notes, stop: stop)
  }
}

import Catalog

/// House numbers from street photographs, cropped to one digit, 32x32 colour.
package enum SVHN: FetchedDataset {
  static let test = Parameter<Int?>(
    "test", .integer(1...Int.max), default: nil,
    "without a test file: hold out the last N training images for testing")

  /// Its card.
  package static let card = Card(
    "svhn", "house-number digits from photographs, 32x32 colour, 73,257 train + 26,032 test",
    operands: [
      .init("folder", .path, optional: true, "where the files are, if not in svhn/")
    ],
    parameters: [test],
    example: "data d = svhn split=5",
    source: "Netzer et al., Reading Digits in Natural Images, NIPS workshop, 2011",
    notes: "Reads the cropped digits train_32x32.mat and test_32x32.mat (or, for a part, another "
      + "file whose name begins with train_32x32). Label 10 becomes class 0. With test=N the last "
      + "N training images are used for testing, not for training; neighbours may come from the same "
      + "photograph. Licence: non-commercial use only.")

  static let collection = Collection(
    name: "svhn", files: ["train_32x32.mat", "test_32x32.mat"],
    addresses: ["train", "test"].map { "http://ufldl.stanford.edu/housenumbers/\($0)_32x32.mat" },
    folders: ["svhn"])

  /// Reads one or two files.
  package static func read(
    _ settings: Settings, in access: DataAccess, operand path: String?
  ) throws -> Dataset {
    let folder = access.directory.folder(operand: path, of: ["svhn", "SVHN"])
    let names = Files.isFolder(folder) ? try Files.names(in: folder) : []
    let (trainName, testName) = (file("train", names), file("test", names))
    guard let trainName, testName != nil || settings[test] != nil else {
      let missing = [("train", trainName), ("test", testName)].filter { $0.1 == nil }
      let error = collection.absence(
        missing.map { "\($0.0)_32x32.mat" }, in: folder, of: access.directory, isNamed: path != nil)
      guard trainName != nil else { throw error }
      throw StreamsError(
        error.message + ", or use test=N to hold out the last N training images",
        details: error.details, isDataProblem: true)
    }
    let whole = try archive(Files.join(folder, trainName), stop: access.stop)
    let classNames = (0...9).map(String.init)
    let files = try [trainName, testName].compactMap { $0 }
      .map { try SourceFile(Files.join(folder, $0), stop: access.stop) }
    guard let kept = settings[test] else {
      let tests = try archive(Files.join(folder, testName ?? ""), stop: access.stop)
      return try Dataset(
        name: "svhn", train: whole, test: tests, classNames: classNames, files: files,
        stop: access.stop)
    }
    guard testName == nil else {
      throw StreamsError.option(
        "svhn: test=\(kept) is for a folder without a test file; omit it")
    }
    guard kept < whole.count else {
      throw StreamsError.option("svhn: test=\(kept) leaves none of \(whole.count) images to train")
    }
    return try Dataset(
      name: "svhn", train: whole.part(0..<(whole.count - kept)),
      test: whole.part((whole.count - kept)..<whole.count), classNames: classNames, files: files,
      stop: access.stop)
  }

  private static func file(_ split: String, _ names: [String]) -> String? {
    names.first { $0 == "\(split)_32x32.mat" }
      ?? names.first { $0.hasPrefix("\(split)_32x32") && $0.hasSuffix(".mat") }
  }

  /// Exchanges rows and columns of planes of 32x32.
  private static func upright(
    _ columns: UnsafeRawBufferPointer, into rows: UnsafeMutableRawBufferPointer
  ) {
    for plane in 0..<(columns.count / 1024) {
      for place in 0..<1024 {
        rows[plane * 1024 + place] = columns[plane * 1024 + place / 32 + 32 * (place % 32)]
      }
    }
  }

  /// X [32, 32, 3, count] and y [count, 1] with 10 for the digit 0.
  static func archive(_ path: String, stop: StopSignal = .never) throws -> ImageArchive {
    let file = MatlabFile(path: path, stop: stop)
    let (labelExtents, values) = try file.integers("y")
    let (extents, columns) = try file.bytes("X")
    guard extents.count == 4, extents[0] == 32, extents[1] == 32, extents[2] == 3 else {
      let found = extents.map(String.init).joined(separator: "x")
      throw StreamsError.file(path, "X is \(found), not 32x32x3xN; is it a file of cropped digits?")
    }
    let count = extents[3]
    guard values.count == count, labelExtents.contains(count) else {
      throw StreamsError.file(
        path, "X has \(count) images but y \(values.count) labels; download it again")
    }
    if let image = values.firstIndex(where: { !(1...10).contains($0) }) {
      throw StreamsError.file(
        path, "label \(values[image]) of image \(image) is not one of 1 to 10; download it again")
    }
    let shape = ImageShape(channels: 3, height: 32, width: 32)
    let storage = try ImageStorage(count: columns.count) { into in
      withExtendedLifetime(columns) { upright(columns.bytes, into: into) }
    }
    return try ImageArchive(shape: shape, labels: values.map { UInt16($0 % 10) }, storage: storage)
  }
}

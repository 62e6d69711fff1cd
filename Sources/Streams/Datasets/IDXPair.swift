import Catalog

/// Any images and labels in the IDX format of MNIST.
package enum IDXPair: DatasetReader {
  static let images = Parameter<String?>("images", .path, default: nil, "training images")
  static let labels = Parameter<String?>("labels", .path, default: nil, "training labels")
  static let testImages = Parameter<String?>("test-images", .path, default: nil, "test images")
  static let testLabels = Parameter<String?>("test-labels", .path, default: nil, "test labels")
  static let transpose = Parameter(
    "transpose", .flag, default: false, "swap rows and columns, as the files of EMNIST need")

  /// Its card.
  package static let card = Card(
    "idx", "your own images and labels in the IDX format of MNIST",
    operands: [.init("folder", .path, optional: true, "a folder with the four usual names")],
    parameters: [images, labels, testImages, testLabels, transpose],
    example: "data d = idx \"emnist/\" images=\"letters-train-images.gz\"",
    source: "the format is described at http://yann.lecun.com/exdb/mnist/",
    notes:
      "File options are relative to the folder and replace its usual names. Files may be gzip, "
      + "xz or plain. Labels need not begin at 0 and may have gaps: a class is named by its label, "
      + "and classes=3,7 means the classes with these labels.")

  /// Reads the four files that the folder or the options name.
  package static func read(
    _ settings: Settings, in access: DataAccess, operand path: String?
  ) throws -> Dataset {
    let given = [settings[images], settings[labels], settings[testImages], settings[testLabels]]
    let options = [images.name, labels.name, testImages.name, testLabels.name]
    let folder = path.map(access.path)
    if let folder, !Files.isFolder(folder) {
      throw StreamsError.file(folder, "it is not a folder; name one, or use images= and labels=")
    }
    let paths = try given.indices.map { index in
      if let name = given[index] { return located(name, in: folder, access) }
      guard let folder else {
        throw StreamsError.option("idx: \(options[index])= is missing; give it or name a folder")
      }
      let usual = Files.join(folder, IDXSet.names[index])
      return Files.variants(usual).first(where: Files.isFile) ?? usual
    }
    return try assembled(paths, transposed: settings[transpose], access.stop)
  }

  private static func located(
    _ name: String, in folder: String?, _ access: DataAccess
  ) -> String {
    let name = access.path(name)
    guard let folder, !name.hasPrefix("/") else { return name }
    return Files.join(folder, name)
  }

  private static func assembled(
    _ paths: [String], transposed: Bool, _ stop: StopSignal
  ) throws -> Dataset {
    let train = try IDXFile.pair(
      images: paths[0], labels: paths[1], transposed: transposed, stop: stop)
    let test = try IDXFile.pair(
      images: paths[2], labels: paths[3], transposed: transposed, stop: stop)
    let ranked = try RankedLabels(train: train.labels, test: test.labels, testFile: paths[3])
    return try Dataset(
      name: "idx",
      train: ImageArchive(shape: train.shape, labels: ranked.train, storage: train.storage),
      test: ImageArchive(shape: test.shape, labels: ranked.test, storage: test.storage),
      classNames: ranked.names, files: paths.map { try SourceFile($0, stop: stop) }, stop: stop)
  }
}

/// Labels of any values as class numbers without gaps; a class is named by its label.
struct RankedLabels {
  let train: [UInt16]
  let test: [UInt16]
  let names: [String]

  init<Label: BinaryInteger & Hashable>(train: [Label], test: [Label], testFile: String) throws {
    let values = Set(train).sorted()
    guard values.count <= Int(UInt16.max) else {
      throw StreamsError.file(
        testFile, "there are \(values.count) different labels; at most \(UInt16.max) can be used")
    }
    var rank: [Label: UInt16] = [:]
    for (place, value) in values.enumerated() { rank[value] = UInt16(place) }
    if let image = test.firstIndex(where: { rank[$0] == nil }) {
      throw StreamsError.file(
        testFile,
        "label \(test[image]) of image \(image) is not the label of any training image; "
          + "use files that belong together")
    }
    self.train = train.compactMap { rank[$0] }
    self.test = test.compactMap { rank[$0] }
    names = values.map { "\($0)" }
  }
}

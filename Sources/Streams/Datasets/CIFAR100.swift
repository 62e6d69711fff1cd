import Catalog

/// Photographs of a hundred kinds, 32x32 colour: 50,000 to train and 10,000 to test.
package enum CIFAR100: DatasetReader {
  static let labels = Parameter(
    "labels", .choice(["fine", "coarse"]), default: "fine", "100 fine or 20 coarse classes")

  /// Its card.
  package static let card = Card(
    "cifar100", "photographs of a hundred kinds, 32x32 colour, 50,000 + 10,000",
    operands: [
      .init("folder", .path, optional: true, "where the files are, if not in cifar-100-binary/")
    ],
    parameters: [labels],
    example: "data d = cifar100 base=50 split=5 order=1993",
    source: "Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009",
    notes: "Reads the official binary version: train.bin and test.bin, plain, xz or gzip; class "
      + "names from fine_label_names.txt and coarse_label_names.txt if they are there. order=1993 "
      + "is the class order of iCaRL and of most programs since.")

  static let collection = Collection(
    name: "cifar100", files: ["train.bin", "test.bin"],
    addresses: ["https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz"],
    unpack: " && tar xzf cifar-100-binary.tar.gz --strip-components=1")

  /// Reads the two files.
  package static func read(
    _ settings: Settings, in directory: DataDirectory, operand path: String?
  ) throws -> Dataset {
    let folder = directory.folder(
      operand: path, of: ["cifar-100-binary", "cifar-100", "cifar100"])
    let paths = try collection.find(in: folder, of: directory, isNamed: path != nil)
    let kind = settings[labels]
    let count = kind == "fine" ? 100 : 20
    let records = RecordFile(labelBytes: 2, labelAt: kind == "fine" ? 1 : 0, classCount: count)
    return try Dataset(
      name: "cifar100", train: records.read([paths[0]]), test: records.read([paths[1]]),
      classNames: RecordFile.names(Files.join(folder, "\(kind)_label_names.txt"), count: count),
      files: paths.map { try SourceFile($0) })
  }
}

import Catalog

/// Photographs of ten kinds, 32x32 colour: 50,000 to train and 10,000 to test.
package enum CIFAR10: DatasetReader {
  /// Its card.
  package static let card = Card(
    "cifar10", "photographs of ten kinds, 32x32 colour, 50,000 + 10,000",
    operands: [
      .init("folder", .path, optional: true, "where the files are, if not in cifar-10-batches-bin/")
    ],
    example: "data d = cifar10 split=5",
    source: "Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009",
    notes: "Reads the official binary version: data_batch_1.bin to data_batch_5.bin and "
      + "test_batch.bin, plain, xz or gzip; class names from batches.meta.txt if it is there.")

  static let collection = Collection(
    name: "cifar10", files: (1...5).map { "data_batch_\($0).bin" } + ["test_batch.bin"],
    addresses: ["https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"],
    unpack: " && tar xzf cifar-10-binary.tar.gz --strip-components=1")

  /// Reads the six files.
  package static func read(
    _ settings: Settings, in directory: DataDirectory, operand path: String?
  ) throws -> Dataset {
    let folder = directory.folder(
      operand: path, of: ["cifar-10-batches-bin", "cifar-10", "cifar10"])
    let paths = try collection.find(in: folder, of: directory, isNamed: path != nil)
    let records = RecordFile(labelBytes: 1, labelAt: 0, classCount: 10)
    return try Dataset(
      name: "cifar10", train: records.read(Array(paths[..<5])), test: records.read([paths[5]]),
      classNames: RecordFile.names(Files.join(folder, "batches.meta.txt"), count: 10),
      files: paths.map { try SourceFile($0) })
  }
}

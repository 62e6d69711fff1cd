import Catalog

/// Photographs of ten classes, 32x32 colour: 50,000 to train and 10,000 to test.
package enum CIFAR10: FetchedDataset {
  /// Its card.
  package static let card = Card(
    "cifar10", "photographs, 10 classes, 32x32 colour, 50,000 train + 10,000 test",
    operands: [
      .init("folder", .path, optional: true, "where the files are, if not in cifar-10-batches-bin/")
    ],
    example: "data d = cifar10 split=5",
    source: "Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009",
    notes: "Reads the official binary version: data_batch_1.bin to data_batch_5.bin and "
      + "test_batch.bin, plain, xz or gzip, or cifar-10-binary.tar.gz as it is; class names from "
      + "batches.meta.txt if it is there. If training batches are missing, they are "
      + "listed.")

  static let batches = (1...5).map { "data_batch_\($0).bin" }
  static let testBatch = "test_batch.bin"
  private static let pythonFiles = ["data_batch_1", "cifar-10-python.tar.gz"]
  static let collection = Collection(
    name: "cifar10", files: batches + [testBatch],
    addresses: ["https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"],
    unpack: " && tar xzf cifar-10-binary.tar.gz --strip-components=1", folders: [""],
    members: [
      "data_batch_1.bin": "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5",
      "data_batch_2.bin": "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed",
      "test_batch.bin": "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b",
    ])

  /// Reads the test batch and those of the five training batches that are there.
  package static func read(
    _ settings: Settings, in access: DataAccess, operand path: String?
  ) throws -> Dataset {
    let folder = access.directory.folder(
      operand: path, of: ["cifar-10-batches-bin", "cifar-10", "cifar10"])
    let place = try RecordPlace.find(
      collection.files, at: folder, inner: "cifar-10-batches-bin",
      archive: "cifar-10-binary.tar.gz", in: access.directory.path, stop: access.stop)
    let found = batches.map { place?.source($0) }
    let train = found.compactMap { $0 }
    guard let place, let test = place.source(testBatch), !train.isEmpty else {
      let missing = (batches + [testBatch]).filter { place?.source($0) == nil }
      throw collection.absence(
        missing, in: folder, of: access.directory, isNamed: path != nil, insteadOf: pythonFiles)
    }
    let records = RecordFile(labelBytes: 1, labelAt: 0, classCount: 10)
    let trained = try records.read(train, stop: access.stop)
    let missing = zip(batches, found).filter { $0.1 == nil }.map(\.0)
    return try Dataset(
      name: "cifar10", train: trained, test: records.read([test], stop: access.stop),
      classNames: place.classNames("batches.meta.txt", count: 10, stop: access.stop),
      files: place.files(train + [test], stop: access.stop),
      notes: missing.isEmpty
        ? []
        : [
          "\(train.count) of 5 training batches, \(trained.count) images: "
            + missing.joined(separator: ", ") + " not found in \(place.path)"
        ], stop: access.stop)
  }
}

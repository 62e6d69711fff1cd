import Catalog

/// Photographs of a hundred classes, 32x32 colour: 50,000 to train and 10,000 to test.
package enum CIFAR100: FetchedDataset {
  static let labels = Parameter(
    "labels", .choice(["fine", "coarse"]), default: "fine", "100 fine or 20 coarse classes")

  /// Its card.
  package static let card = Card(
    "cifar100", "photographs, 100 classes, 32x32 colour, 50,000 train + 10,000 test",
    operands: [
      .init("folder", .path, optional: true, "where the files are, if not in cifar-100-binary/")
    ],
    parameters: [labels],
    example: "data d = cifar100 base=50 split=5 order=1993",
    source: "Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009",
    notes: "Reads the official binary version: train.bin and test.bin, plain, xz or gzip, or "
      + "cifar-100-binary.tar.gz as it is; class names from fine_label_names.txt and "
      + "coarse_label_names.txt if they are there. order=1993 is the class order of iCaRL and of "
      + "most programs since.")

  static let collection = Collection(
    name: "cifar100", files: ["train.bin", "test.bin"],
    addresses: ["https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz"],
    unpack: " && tar xzf cifar-100-binary.tar.gz --strip-components=1", folders: [""],
    members: [
      "train.bin": "f31298fc616915fa142368359df1c4ca2ae984d6915ca468b998a5ec6aeebf29",
      "test.bin": "d8b1e6b7b3bee4020055f0699b111f60b1af1e262aeb93a0b659061746f8224a",
    ])

  /// Reads the two files.
  package static func read(
    _ settings: Settings, in access: DataAccess, operand path: String?
  ) throws -> Dataset {
    let folder = access.directory.folder(
      operand: path, of: ["cifar-100-binary", "cifar-100", "cifar100"])
    let place = try RecordPlace.find(
      collection.files, at: folder, inner: "cifar-100-binary",
      archive: "cifar-100-binary.tar.gz", in: access.directory.path, stop: access.stop)
    guard let place, let train = place.source("train.bin"), let test = place.source("test.bin")
    else {
      throw collection.absence(
        collection.files.filter { place?.source($0) == nil }, in: folder, of: access.directory,
        isNamed: path != nil, insteadOf: ["train", "cifar-100-python.tar.gz"])
    }
    let kind = settings[labels]
    let count = kind == "fine" ? 100 : 20
    let records = RecordFile(labelBytes: 2, labelAt: kind == "fine" ? 1 : 0, classCount: count)
    return try Dataset(
      name: "cifar100", train: records.read([train], stop: access.stop),
      test: records.read([test], stop: access.stop),
      classNames: place.classNames("\(kind)_label_names.txt", count: count, stop: access.stop),
      files: place.files([train, test], stop: access.stop), stop: access.stop)
  }
}

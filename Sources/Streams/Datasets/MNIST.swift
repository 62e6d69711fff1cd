import Catalog

/// Handwritten digits, 28x28 grey: 60,000 to train and 10,000 to test.
package enum MNIST: FetchedDataset {
  /// Its card.
  package static let card = Card(
    "mnist", "handwritten digits, 28x28 grey, 60,000 train + 10,000 test",
    operands: [
      .init("folder", .path, optional: true, "where the four files are, if not in mnist/")
    ],
    example: "data d = mnist split=5",
    source: "LeCun, Bottou, Bengio, Haffner, Proceedings of the IEEE 86(11), 1998",
    notes: "Reads the official IDX files, gzip or plain. Licence: CC BY-SA 3.0.")

  static let names = (0...9).map(String.init)
  static let addresses = IDXSet.names.map {
    "https://ossci-datasets.s3.amazonaws.com/mnist/\($0).gz"
  }

  static let collection = Collection(
    name: "mnist", files: IDXSet.names, addresses: addresses,
    folders: ["mnist", "MNIST/raw"],
    digests: [
      "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
      "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
      "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
      "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ])

  /// Reads the four files.
  package static func read(
    _ settings: Settings, in access: DataAccess, operand path: String?
  ) throws -> Dataset {
    return try IDXSet(name: "mnist", classNames: names, side: 28)
      .read(collection, access, operand: path)
  }
}

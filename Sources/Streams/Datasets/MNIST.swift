import Catalog

/// Handwritten digits, 28x28 grey: 60,000 to train and 10,000 to test.
package enum MNIST: DatasetReader {
  /// Its card.
  package static let card = Card(
    "mnist", "handwritten digits, 28x28 grey, 60,000 + 10,000",
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

  /// Reads the four files.
  package static func read(
    _ settings: Settings, in access: DataAccess, operand path: String?
  ) throws -> Dataset {
    let files = Collection(name: "mnist", files: IDXSet.names, addresses: addresses)
    return try IDXSet(name: "mnist", classNames: names, side: 28)
      .read(files, in: ["mnist", "MNIST/raw"], access, operand: path)
  }
}

import Catalog

/// MNIST reconstructed from its sources with all 60,000 test digits, 28x28 grey.
package enum QMNIST: FetchedDataset {
  /// Its card.
  package static let card = Card(
    "qmnist",
    "MNIST reconstructed with its full test set, 28x28 grey, 60,000 train + 60,000 test",
    operands: [
      .init("folder", .path, optional: true, "where the four files are, if not in qmnist/")
    ],
    example: "data d = qmnist split=5",
    source: "Yadav, Bottou, Cold Case: The Lost MNIST Digits, NeurIPS, 2019",
    notes: "Reads the official IDX files qmnist-train-images-idx3-ubyte, "
      + "qmnist-train-labels-idx2-int and those of the test set, gzip or plain; the first column of "
      + "the labels is the digit. Licence: BSD.")

  static let files = [
    "qmnist-train-images-idx3-ubyte", "qmnist-train-labels-idx2-int",
    "qmnist-test-images-idx3-ubyte", "qmnist-test-labels-idx2-int",
  ]
  static let addresses = files.map {
    "https://raw.githubusercontent.com/facebookresearch/qmnist/master/\($0).gz"
  }

  static let collection = Collection(
    name: "qmnist", files: files, addresses: addresses,
    folders: ["qmnist", "QMNIST/raw"])

  /// Reads the four files.
  package static func read(
    _ settings: Settings, in access: DataAccess, operand path: String?
  ) throws -> Dataset {
    return try IDXSet(name: "qmnist", classNames: MNIST.names, side: 28, hasWideLabels: true)
      .read(collection, access, operand: path)
  }
}

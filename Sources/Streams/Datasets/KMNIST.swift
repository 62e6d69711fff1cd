import Catalog

/// Handwritten cursive hiragana, 28x28 grey: 60,000 to train and 10,000 to test.
package enum KMNIST: FetchedDataset {
  /// Its card.
  package static let card = Card(
    "kmnist",
    "cursive hiragana (Kuzushiji-MNIST), 10 classes, 28x28 grey, 60,000 train + 10,000 test",
    operands: [
      .init("folder", .path, optional: true, "where the four files are, if not in kmnist/")
    ],
    example: "data d = kmnist split=5",
    source:
      "Clanuwat et al., Deep Learning for Classical Japanese Literature, arXiv:1812.01718, 2018",
    notes: "Reads the official IDX files, gzip or plain. Licence: CC BY-SA 4.0, CODH.")

  static let names = ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"]
  static let addresses = IDXSet.names.map {
    "http://codh.rois.ac.jp/kmnist/dataset/kmnist/\($0).gz"
  }

  static let collection = Collection(
    name: "kmnist", files: IDXSet.names, addresses: addresses,
    folders: ["kmnist", "KMNIST/raw"])

  /// Reads the four files.
  package static func read(
    _ settings: Settings, in access: DataAccess, operand path: String?
  ) throws -> Dataset {
    return try IDXSet(name: "kmnist", classNames: names, side: 28)
      .read(collection, access, operand: path)
  }
}

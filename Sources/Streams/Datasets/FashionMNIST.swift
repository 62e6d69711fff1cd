import Catalog

/// Photographs of clothes, 28x28 grey: 60,000 to train and 10,000 to test.
package enum FashionMNIST: DatasetReader {
  /// Its card.
  package static let card = Card(
    "fashion-mnist", "photographs of clothes, 28x28 grey, 60,000 + 10,000",
    operands: [
      .init("folder", .path, optional: true, "where the four files are, if not in fashion-mnist/")
    ],
    example: "data d = fashion-mnist split=5",
    source: "Xiao, Rasul, Vollgraf, arXiv:1708.07747, 2017",
    notes: "Reads the official IDX files, gzip or plain. Licence: MIT, Zalando SE.")

  static let names = [
    "T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag",
    "ankle boot",
  ]
  static let addresses = IDXSet.names.map {
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/\($0).gz"
  }

  /// Reads the four files.
  package static func read(
    _ settings: Settings, in access: DataAccess, operand path: String?
  ) throws -> Dataset {
    let files = Collection(name: "fashion-mnist", files: IDXSet.names, addresses: addresses)
    return try IDXSet(name: "fashion-mnist", classNames: names, side: 28)
      .read(files, in: ["fashion-mnist", "FashionMNIST/raw"], access, operand: path)
  }
}

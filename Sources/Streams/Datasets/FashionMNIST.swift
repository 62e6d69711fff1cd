import Catalog

/// Photographs of clothes, 28x28 grey: 60,000 to train and 10,000 to test.
package enum FashionMNIST: FetchedDataset {
  /// Its card.
  package static let card = Card(
    "fashion-mnist", "photographs of clothing, 28x28 grey, 60,000 train + 10,000 test",
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

  static let collection = Collection(
    name: "fashion-mnist", files: IDXSet.names, addresses: addresses,
    folders: ["fashion-mnist", "FashionMNIST/raw"],
    digests: [
      "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
      "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
      "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
      "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    ])

  /// Reads the four files.
  package static func read(
    _ settings: Settings, in access: DataAccess, operand path: String?
  ) throws -> Dataset {
    return try IDXSet(name: "fashion-mnist", classNames: names, side: 28)
      .read(collection, access, operand: path)
  }
}

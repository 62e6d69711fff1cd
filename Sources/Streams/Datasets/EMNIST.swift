import Catalog

/// Handwritten letters and digits, 28x28 grey, in six selections.
package enum EMNIST: FetchedDataset {
  static let subset = Parameter(
    "subset", .choice(["balanced", "byclass", "bymerge", "letters", "digits", "mnist"]),
    default: "balanced", "subset, with 47, 62, 47, 26, 10 or 10 classes")
  static let transpose = Parameter(
    "transpose", .flag, default: true,
    "swap rows and columns, because the files store columns first")

  /// Its card.
  package static let card = Card(
    "emnist", "handwritten letters and digits, 28x28 grey, up to 697,932 train + 116,323 test",
    operands: [
      .init("folder", .path, optional: true, "where the files are, if not in emnist/")
    ],
    parameters: [subset, transpose],
    example: "data d = emnist subset=letters split=13",
    source: "Cohen, Afshar, Tapson, van Schaik, EMNIST, arXiv:1702.05373, 2017",
    notes: "Reads the official IDX files emnist-SUBSET-train-images-idx3-ubyte and so on, gzip or "
      + "plain. The files hold each image with rows and columns exchanged; transpose=yes turns it "
      + "upright, transpose=no gives it as stored. Classes are named by their characters; in "
      + "balanced, bymerge and letters some small letters share the class of the capital.")

  private static let digits = (0...9).map(String.init)
  private static let capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".map(String.init)
  /// Small letters that do not look like their capitals.
  private static let distinct = "abdefghnqrt".map(String.init)

  /// What the classes of a selection are called.
  static func names(_ subset: String) -> [String] {
    switch subset {
    case "byclass": digits + capitals + capitals.map { $0.lowercased() }
    case "letters": capitals
    case "digits", "mnist": digits
    default: digits + capitals + distinct
    }
  }

  /// The files of all selections.
  static let collection = selections(
    ["balanced", "byclass", "bymerge", "letters", "digits", "mnist"])

  private static func selections(_ subsets: [String]) -> Collection {
    let parts = [
      "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "test-images-idx3-ubyte",
      "test-labels-idx1-ubyte",
    ]
    return Collection(
      name: "emnist", files: subsets.flatMap { subset in parts.map { "emnist-\(subset)-\($0)" } },
      addresses: ["https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip"],
      unpack: " && unzip -j gzip.zip", folders: ["emnist", "EMNIST/raw"], isUnpacked: true)
  }

  /// Reads the four files of the selection.
  package static func read(
    _ settings: Settings, in access: DataAccess, operand path: String?
  ) throws -> Dataset {
    let subset = settings[subset]
    let collection = selections([subset])
    return try IDXSet(
      name: "emnist", classNames: names(subset), side: 28, transposed: settings[transpose],
      firstLabel: subset == "letters" ? 1 : 0
    ).read(collection, access, operand: path)
  }
}

extension FolderListing {
  static let splitFile = "train_test_split.txt"
  private static let imagesFile = "images.txt"

  /// Reads `images/`, one folder per class, by the two lists beside it, as in CUB-200-2011.
  ///
  /// `images.txt` numbers the images: `1 001.Albatross/one.jpg`. `train_test_split.txt` says of each
  /// number whether it is to train with: `1 0`.
  init(listed folder: String) throws {
    let root = Files.join(folder, "images")
    let names = try FolderListing.classes(root)
    let labels = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    let list = Files.join(folder, FolderListing.imagesFile)
    let split = Files.join(folder, FolderListing.splitFile)
    var trains: [String: Bool] = [:]
    for (line, fields) in try FolderListing.pairs(split).enumerated() {
      guard ["0", "1"].contains(fields.1),
        trains.updateValue(fields.1 == "1", forKey: fields.0) == nil
      else {
        throw StreamsError.file(
          split, "line \(line + 1) is not the number of one more image with 0 or 1")
      }
    }
    var (train, test): ([Image], [Image]) = ([], [])
    for (line, fields) in try FolderListing.pairs(list).enumerated() {
      let steps = fields.1.split(separator: "/", omittingEmptySubsequences: false)
      guard steps.count == 2, !steps[1].isEmpty, let label = labels[String(steps[0])] else {
        throw StreamsError.file(
          list, "line \(line + 1) does not name an image in one of the folders of \(root)")
      }
      guard let trains = trains[fields.0] else {
        throw StreamsError.file(
          list, "line \(line + 1) has the number \(fields.0), which is not in \(split)")
      }
      let image = Image(path: Files.join(root, fields.1), label: label)
      if trains { train.append(image) } else { test.append(image) }
    }
    (classNames, self.train, self.test) = (names, train, test)
  }

  /// Two words on each line.
  private static func pairs(_ file: String) throws -> [(String, String)] {
    try Files.lines(file).enumerated().map { number, line in
      let words = line.split(separator: " ", maxSplits: 1).map(String.init)
      guard words.count == 2 else {
        throw StreamsError.file(file, "line \(number + 1) does not have two words")
      }
      return (words[0], words[1])
    }
  }
}

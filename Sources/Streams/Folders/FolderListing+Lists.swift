extension FolderListing {
  static let splitFile = "train_test_split.txt"
  static let imagesFolder = "images"
  private static let imagesFile = "images.txt"

  /// Reads `images/`, one folder per class, by the two lists beside it, as in CUB-200-2011.
  ///
  /// `images.txt` numbers the images: `1 001.Albatross/one.jpg`. `train_test_split.txt` says of each
  /// number whether it is for training: `1 0`.
  mutating func readLists(_ base: FolderNode, _ images: FolderNode) throws {
    _ = try setClasses(of: images)
    let (list, split) = (
      base.path(of: FolderListing.imagesFile), base.path(of: FolderListing.splitFile)
    )
    var trains: [String: Bool] = [:]
    for (line, fields) in try pairs(split) {
      guard ["0", "1"].contains(fields.1),
        trains.updateValue(fields.1 == "1", forKey: fields.0) == nil
      else {
        throw StreamsError.file(
          tree.title(split), "line \(line) is not the number of one more image with 0 or 1")
      }
    }
    let present = Set(images.images)
    var used: Set<String> = []
    for (line, fields) in try pairs(list) {
      let steps = fields.1.split(separator: "/", omittingEmptySubsequences: false)
      guard steps.count == 2, !steps[1].isEmpty, let label = labels[String(steps[0])] else {
        throw StreamsError.file(
          tree.title(list),
          "line \(line) does not name an image in one of the folders of \(tree.title(images.path))")
      }
      guard let trains = trains[fields.0] else {
        throw StreamsError.file(
          tree.title(list),
          "line \(line) has the number \(fields.0), which is not in \(tree.title(split))")
      }
      let image = Image(path: images.path(of: fields.1), label: label)
      guard present.contains(image.path) else {
        throw StreamsError.file(
          tree.title(image.path), "there is no such image, but line \(line) of \(list) names it")
      }
      guard used.insert(image.path).inserted else {
        throw StreamsError.file(
          tree.title(list), "line \(line) names \(fields.1) a second time; remove the line")
      }
      if trains { train.append(image) } else { test.append(image) }
    }
    let unlisted = present.count - used.count
    if unlisted > 0 { leftOut.note("\(unlisted) images that \(list) does not name") }
  }

  /// Two words on each line, with the number of the line from 1.
  private func pairs(_ file: String) throws -> [(line: Int, (String, String))] {
    try tree.lines(file).enumerated().compactMap { number, line in
      let words = line.split(separator: " ", maxSplits: 1).map(String.init)
      guard !words.isEmpty else { return nil }
      guard words.count == 2 else {
        throw StreamsError.file(
          tree.title(file), "line \(number + 1) does not have two words; write NUMBER and VALUE")
      }
      return (number + 1, (words[0], words[1].trimmed))
    }
  }
}

extension StringProtocol {
  /// Without spaces and tabs at both ends.
  var trimmed: String {
    let isBlank = { (character: Character) in character == " " || character == "\t" }
    let start = drop(while: isBlank)
    guard let last = start.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(start[...last])
  }
}

extension FolderListing {
  /// Reads `train/`, and `test/` or else `val/`: whichever has labels.
  mutating func readSplit(_ base: FolderNode, _ trainFolder: FolderNode) throws {
    let folders = try setClasses(of: trainFolder)
    train = folders.enumerated().flatMap { label, folder in
      folder.images.map { Image(path: $0, label: label) }
    }
    noteLoose(trainFolder)
    let tests = try FolderListing.one(base, FolderListing.testNames, tree)
    let validation = try FolderListing.one(base, FolderListing.validationNames, tree)
    let candidates = [tests, validation].compactMap { $0 }
    guard let used = candidates.first(where: isLabelled) else {
      throw unlabelled(candidates, base, trainFolder)
    }
    try readTest(used, trainFolder)
    for other in candidates where other.path != used.path && other.imageCount > 0 {
      let why =
        isLabelled(other)
        ? "because \(used.name)/ is used for testing; validation= takes a share of training images"
        : "since \(other.imageCount == 1 ? "it has" : "they have") no labels; \(used.name)/ is used "
          + "to test with"
      let images = other.imageCount == 1 ? "1 image" : "\(other.imageCount) images"
      leftOut.note("\(other.name)/ with \(images), \(why)")
    }
    let known = Set(candidates.map(\.path) + [trainFolder.path])
    for other in base.folders where !known.contains(other.path) && other.fileCount > 0 {
      leftOut.note(
        "\(other.name)/ with \(other.imageCount) images beside \(trainFolder.name)/ and "
          + "\(used.name)/")
    }
    noteLoose(base)
  }

  private static let annotations = "val_annotations.txt"

  private func isLabelled(_ folder: FolderNode) -> Bool {
    folder.has(FolderListing.annotations)
      || folder.folders.contains { $0.imageCount > 0 && labels[$0.name] != nil }
  }

  private mutating func readTest(_ folder: FolderNode, _ trainFolder: FolderNode) throws {
    if folder.has(FolderListing.annotations) {
      return try readAnnotations(folder.path(of: FolderListing.annotations), folder)
    }
    let used = folder.folders.filter { $0.imageCount > 0 }
    if let other = used.first(where: { labels[$0.name] == nil }) {
      throw stranger(other, trainFolder)
    }
    for (label, name) in classNames.enumerated() {
      test += used.first { $0.name == name }?.images.map { Image(path: $0, label: label) } ?? []
    }
    leftOut.count(filesIn: [folder])
    noteLoose(folder)
  }

  private func stranger(_ folder: FolderNode, _ trainFolder: FolderNode) -> StreamsError {
    .file(
      tree.title(folder.path),
      "class '\(folder.name)' is not in \(tree.title(trainFolder.path)); remove it or add it there")
  }

  private func unlabelled(
    _ candidates: [FolderNode], _ base: FolderNode, _ trainFolder: FolderNode
  ) -> StreamsError {
    let inner = candidates.flatMap(\.folders).first {
      $0.imageCount > 0 && $0.name != FolderListing.imagesFolder
    }
    if let inner { return stranger(inner, trainFolder) }
    guard let first = candidates.first else {
      return .file(
        tree.title(base.path),
        "it has \(trainFolder.name)/ but neither test/ nor val/; add one of them, or name "
          + "\(tree.title(trainFolder.path)) to test with a share of each class (test=0.2)")
    }
    return .file(
      tree.title(first.path),
      "its \(first.imageCount) images have no labels: it has no folder of a class of "
        + "\(trainFolder.name)/ and no \(FolderListing.annotations); add labelled images to test "
        + "with, or name \(tree.title(trainFolder.path))")
  }

  /// Tiny ImageNet lists its validation images in a file: name, class and box, with tabs.
  private mutating func readAnnotations(_ file: String, _ folder: FolderNode) throws {
    var used: Set<String> = [file]
    let inner = folder.folder(FolderListing.imagesFolder) ?? folder
    for (number, line) in try tree.lines(file).enumerated() where !line.isEmpty {
      let fields = line.split(separator: "\t").map(String.init)
      guard fields.count >= 2, let label = labels[fields[1]], !fields[0].contains("/") else {
        throw StreamsError.file(
          tree.title(file),
          "line \(number + 1) does not name an image and one of the training classes")
      }
      let path = inner.path(of: fields[0])
      guard inner.has(fields[0]) else {
        throw StreamsError.file(
          tree.title(path), "there is no such file, but line \(number + 1) of \(file) names it")
      }
      used.insert(path)
      test.append(Image(path: path, label: label))
    }
    noteUnlisted(folder, used, file)
  }

  /// Notes images that a list does not name, and files that are not images.
  mutating func noteUnlisted(_ folder: FolderNode, _ used: Set<String>, _ list: String) {
    let unlisted = folder.images.count { !used.contains($0) }
    if unlisted > 0 {
      leftOut.note(
        "\(unlisted) image\(unlisted == 1 ? "" : "s") in \(folder.name)/ that \(list) does not name"
      )
    }
    leftOut.count(filesIn: [folder], except: used)
  }
}

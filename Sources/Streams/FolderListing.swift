/// Which image files a folder holds for which class.
struct FolderListing {
  struct Image: Equatable {
    let path: String
    let label: Int
  }

  let classNames: [String]
  let train: [Image]
  let test: [Image]

  private static let endings = [".png", ".jpg", ".jpeg"]
  private static let testNames = ["test", "val"]
  /// Classes may keep their images one folder deeper, as in Tiny ImageNet.
  private static let depth = 3

  /// Whether the folder itself says which images are to test with.
  static func hasSplit(_ folder: String) -> Bool {
    Files.isFolder(Files.join(folder, "train")) || Files.isFile(Files.join(folder, splitFile))
  }

  /// Looks for `train/` with `test/` or `val/`, for the lists of CUB-200-2011, else for one folder per
  /// class.
  ///
  /// - Parameter share: of each class, by name the last images are to test with.
  init(_ folder: String, testShare share: Double) throws {
    guard Files.isFolder(folder) else {
      let why = Files.exists(folder) ? "it is not a folder" : "there is no such folder"
      throw StreamsError.file(folder, "\(why); name one that has a folder per class")
    }
    let trainFolder = Files.join(folder, "train")
    if Files.isFolder(trainFolder) {
      try self.init(folder, train: trainFolder)
    } else if Files.isFile(Files.join(folder, FolderListing.splitFile)) {
      try self.init(listed: folder)
    } else {
      try self.init(folder, share: share)
    }
  }

  private init(_ folder: String, train trainFolder: String) throws {
    let candidates = FolderListing.testNames.map { Files.join(folder, $0) }
    guard let testFolder = candidates.first(where: Files.isFolder) else {
      throw StreamsError.file(folder, "it has train/ but neither test/ nor val/; add one of them")
    }
    let names = try FolderListing.classes(trainFolder)
    let lists = try names.map { try FolderListing.images(Files.join(trainFolder, $0)) }
    let train = zip(names.indices, lists).flatMap { label, paths in
      paths.map { Image(path: $0, label: label) }
    }
    let annotations = Files.join(testFolder, "val_annotations.txt")
    let test =
      Files.isFile(annotations)
      ? try FolderListing.annotated(annotations, in: testFolder, names)
      : try FolderListing.classes(testFolder).flatMap { name in
        guard let label = names.firstIndex(of: name) else {
          throw StreamsError.file(
            Files.join(testFolder, name), "class '\(name)' is not in \(trainFolder); take it away")
        }
        return try FolderListing.images(Files.join(testFolder, name))
          .map { Image(path: $0, label: label) }
      }
    (classNames, self.train, self.test) = (names, train, test)
  }

  private init(_ folder: String, share: Double) throws {
    var (train, test): ([Image], [Image]) = ([], [])
    let names = try FolderListing.classes(folder)
    for (label, name) in names.enumerated() {
      let images = try FolderListing.images(Files.join(folder, name))
        .map { Image(path: $0, label: label) }
      guard images.count >= 2 else {
        throw StreamsError.file(
          Files.join(folder, name), "a class needs 2 images, one of them to test; add more")
      }
      let kept = min(max(Int((Double(images.count) * share).rounded()), 1), images.count - 1)
      train += images.dropLast(kept)
      test += images.suffix(kept)
    }
    (classNames, self.train, self.test) = (names, train, test)
  }

  static func classes(_ folder: String) throws -> [String] {
    let names = try Files.names(in: folder).filter { Files.isFolder(Files.join(folder, $0)) }
    guard !names.isEmpty else {
      throw StreamsError.file(folder, "it has no folders; put the images of each class into one")
    }
    guard names.count < Int(UInt16.max) else {
      throw StreamsError.file(
        folder, "it has \(names.count) folders, more than there can be classes")
    }
    // Folders that the disk tells apart may have names that are equal as text.
    var seen = Set<String>()
    if let twin = names.first(where: { !seen.insert($0).inserted }) {
      throw StreamsError.file(folder, "it has the class '\(twin)' twice; rename one of the folders")
    }
    return names
  }

  /// Image files of a class, in the order of their names.
  private static func images(_ folder: String) throws -> [String] {
    let found = try search(folder, depth: depth)
    guard !found.isEmpty else {
      throw StreamsError.file(folder, "the class has no PNG or JPEG image; add some or remove it")
    }
    return found
  }

  private static func search(_ folder: String, depth: Int) throws -> [String] {
    guard depth > 0 else { return [] }
    return try Files.names(in: folder).flatMap { name in
      let path = Files.join(folder, name)
      if Files.isFolder(path) { return try search(path, depth: depth - 1) }
      return endings.contains { name.lowercased().hasSuffix($0) } ? [path] : []
    }
  }

  /// Tiny ImageNet lists its validation images in a file: name, class and box, with tabs.
  private static func annotated(
    _ file: String, in folder: String, _ names: [String]
  ) throws -> [Image] {
    let labels = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    return try Files.lines(file).enumerated().map { number, line in
      let fields = line.split(separator: "\t").map(String.init)
      guard fields.count >= 2, let label = labels[fields[1]], !fields[0].contains("/") else {
        throw StreamsError.file(
          file, "line \(number + 1) does not name an image and one of the training classes")
      }
      return Image(path: Files.join(Files.join(folder, "images"), fields[0]), label: label)
    }
  }
}

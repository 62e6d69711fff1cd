/// Which image files a folder or archive holds for which class, and what of it is left out.
struct FolderListing {
  struct Image: Equatable {
    /// Seen from the root of the tree.
    let path: String
    let label: Int
  }

  private(set) var classNames: [String] = []
  var train: [Image] = []
  var test: [Image] = []
  var leftOut = LeftOut()
  let tree: any FileTree
  private(set) var labels: [String: Int] = [:]

  /// Share of each class for testing where the folder does not say which images test.
  static let usualShare = 0.2
  static let trainNames = ["train", "training"]
  static let testNames = ["test", "testing"]
  static let validationNames = ["val", "valid", "validation"]
  private static let deepestWrapper = 8

  /// Looks for the lists of CUB-200-2011, for `labels.csv`, for `train/` with `test/` or `val/`, else
  /// for one folder per class; a folder that holds one folder and nothing else is passed through.
  ///
  /// - Parameter share: of each class, by name the last images are for testing.
  /// - Throws: `StreamsError` if it is none of these, or if it says which images test and a share is
  ///   given too.
  init(_ tree: any FileTree, testShare share: Double?) throws {
    self.tree = tree
    for name in tree.passedOver { leftOut.note("\(name)/, metadata of macOS") }
    let base = try descended(tree.root)
    if base.has(FolderListing.splitFile), let images = base.folder(FolderListing.imagesFolder) {
      try refuse(share, base)
      try readLists(base, images)
    } else if base.has(FolderListing.tableFile),
      let images = base.folder(FolderListing.imagesFolder)
    {
      try readTable(base, images, share: share)
    } else if let train = try FolderListing.one(base, FolderListing.trainNames, tree),
      FolderListing.isSplit(base, train)
    {
      try refuse(share, base)
      try readSplit(base, train)
    } else {
      try refuseTwin(base)
      try readClasses(base, share: share ?? FolderListing.usualShare)
    }
    let tested = Set(test.map(\.label))
    let untested = classNames.indices.filter { !tested.contains($0) }.map { classNames[$0] }
    if !untested.isEmpty, !test.isEmpty {
      leftOut.note("nothing of \(LeftOut.some(untested)) is available for testing")
    }
  }

  /// Passes through folders that hold nothing but one folder of folders.
  private mutating func descended(_ root: FolderNode) throws -> FolderNode {
    var base = root
    for _ in 0..<FolderListing.deepestWrapper {
      let inner = base.folders.filter { $0.fileCount > 0 }
      guard inner.count == 1, let only = inner.first,
        !base.files.contains(where: FolderNode.isImage),
        !FolderListing.trainNames.contains(only.name.lowercased()),
        !base.has(FolderListing.splitFile), !base.has(FolderListing.tableFile),
        only.has(FolderListing.splitFile) || only.has(FolderListing.tableFile)
          || only.folders.contains(where: { $0.imageCount > 0 })
      else { return base }
      base = only
    }
    return base
  }

  /// Whether `train` is a part of the data and not a class of that name.
  private static func isSplit(_ base: FolderNode, _ train: FolderNode) -> Bool {
    guard train.folders.contains(where: { $0.imageCount > 0 }) else { return false }
    let parts = base.folders(named: testNames + validationNames)
    return !parts.isEmpty || base.folders.count(where: { $0.imageCount > 0 }) == 1
  }

  /// - Throws: `StreamsError` if a folder beside `train/` holds the same classes, but has no name that
  ///   says what for; otherwise both would be classes.
  private func refuseTwin(_ base: FolderNode) throws {
    guard let train = try FolderListing.one(base, FolderListing.trainNames, tree) else { return }
    let classes = Set(train.folders.filter { $0.imageCount > 0 }.map(\.name))
    let twin = base.folders.first { folder in
      folder.path != train.path
        && folder.folders.contains { $0.imageCount > 0 && classes.contains($0.name) }
    }
    guard let twin else { return }
    throw StreamsError.file(
      tree.title(base.path),
      "\(train.name)/ and \(twin.name)/ hold the same classes, but '\(twin.name)' does not say what "
        + "for; rename it to test or val")
  }

  private func refuse(_ share: Double?, _ base: FolderNode) throws {
    guard share == nil else {
      throw StreamsError.option(
        "folder: \(tree.title(base.path)) says which images are for testing; omit test=")
    }
  }

  /// The one folder that has one of these names.
  static func one(
    _ base: FolderNode, _ names: [String], _ tree: any FileTree
  ) throws -> FolderNode? {
    let found = base.folders(named: names)
    guard found.count < 2 else {
      throw StreamsError.file(
        tree.title(base.path),
        "it has \(found.map { $0.name + "/" }.joined(separator: " and ")); keep one of them")
    }
    return found.first
  }

  private mutating func readClasses(_ base: FolderNode, share: Double) throws {
    let folders = try setClasses(of: base)
    for (label, folder) in folders.enumerated() {
      let images = folder.images.map { Image(path: $0, label: label) }
      guard images.count >= 2 else {
        throw StreamsError.file(
          tree.title(folder.path), "a class needs 2 images, one of them for testing; add more")
      }
      divide(images, share: share)
    }
    noteLoose(base)
  }

  /// Takes the last images of one class for testing, at least one and not all.
  mutating func divide(_ images: [Image], share: Double) {
    let kept = min(max(Int((Double(images.count) * share).rounded()), 1), images.count - 1)
    train += images.dropLast(kept)
    test += images.suffix(kept)
  }

  /// Takes the folders in `base` as the classes, in the order of their names.
  mutating func setClasses(of base: FolderNode) throws -> [FolderNode] {
    for folder in base.folders where folder.imageCount == 0 && folder.otherPictureCount > 0 {
      throw StreamsError.file(
        tree.title(folder.path),
        "the class has no PNG or JPEG image, only \(folder.otherPictureCount) in other formats; "
          + "convert them or remove the folder")
    }
    let empty = base.folders.filter { $0.imageCount == 0 }
    if !empty.isEmpty {
      leftOut.note("folders without images: \(LeftOut.some(empty.map(\.name)))")
    }
    let folders = base.folders.filter { $0.imageCount > 0 }
    guard !folders.isEmpty else {
      throw StreamsError.file(
        tree.title(base.path),
        "it has no folders with images; put the images of each class into a folder of its own")
    }
    try setClasses(named: folders.map(\.name), in: base)
    leftOut.count(filesIn: folders)
    return classNames.compactMap { name in folders.first { $0.name == name } }
  }

  /// Takes these names as the classes: numbers in their order, other names in that of their bytes.
  mutating func setClasses(named names: [String], in base: FolderNode) throws {
    guard names.count <= Int(UInt16.max) else {
      throw StreamsError.file(
        tree.title(base.path), "it has \(names.count) classes; at most \(UInt16.max) can be used")
    }
    // Folders that the file system distinguishes may have names that are equal as text.
    var seen = Set<String>()
    if let twin = names.first(where: { !seen.insert($0).inserted }) {
      throw StreamsError.file(
        tree.title(base.path), "it has the class '\(twin)' twice; rename one of the folders")
    }
    classNames = ClassNames.ordered(names)
    labels = Dictionary(uniqueKeysWithValues: zip(classNames, classNames.indices))
  }

  /// Notes images that lie beside the folders of the classes.
  mutating func noteLoose(_ base: FolderNode) {
    let loose = base.files.count(where: FolderNode.isImage)
    guard loose > 0 else { return }
    let place = base.path.isEmpty ? "" : " in \(base.path)/"
    leftOut.note("\(loose) image\(loose == 1 ? "" : "s")\(place) outside of the classes' folders")
  }
}

import Catalog

/// PNG and JPEG images, one folder per class, on the disk or in an archive.
package enum ImageFolder: DatasetReader {
  static let size = Parameter<Int?>(
    "size", .integer(1...4096), default: nil, "resize every image to this many rows and columns")
  static let channels = Parameter(
    "channels", .choice(["1", "3"]), default: "3", "1 for grey, 3 for colour")
  static let test = Parameter(
    "test", .number(0.001...0.999), default: FolderListing.usualShare,
    "share of each class held out for testing (last by name), unless there is a test set")
  static let skip = Parameter(
    "skip", .choice(["nothing", "damaged"]), default: "nothing",
    "damaged: leave out images that cannot be decoded, and count them")

  /// Its card.
  package static let card = Card(
    "folder", "PNG and JPEG images, one folder per class, also in a zip or tar archive",
    operands: [
      .init(
        "folder", .path,
        "a folder of class folders, or with train/ and test/ or val/; or an archive of either")
    ],
    parameters: [size, channels, test, skip],
    example: "data d = folder \"birds/\" size=32 split=5",
    source: "your own images",
    notes: "Layouts: one folder per class; train/ with test/ or val/ (also Train/, valid/, ...), "
      + "where a set without labels is not used for testing; images/ with labels.csv (a file and "
      + "its class in each row; a column split may say train or test); Tiny ImageNet and "
      + "CUB-200-2011 as unpacked. Folders that contain nothing but one other folder are passed "
      + "through. Images at any depth below a class's folder belong to the class. A zip or tar "
      + "archive is read in place. What is left out is counted and shown by 'show'. Classes and "
      + "images are sorted by name, folders named by numbers in numerical order.\n"
      + "Pixels are used as stored: gamma, colour profiles and EXIF orientation are not applied, "
      + "16 bits are scaled to 8, CMYK in Adobe's form is converted to RGB, and alpha is blended "
      + "over black (value * alpha / 255, rounded). A JPEG with a minor fault in its header is "
      + "read; one whose compressed data are damaged is refused, or left out with skip=damaged. An "
      + "image may have up to 16,384 rows and columns.\n"
      + "With size=, the central square of each image is resized: by area averaging when "
      + "shrinking, bilinearly when enlarging. Without it, all images must have the same size.")

  /// Reads all images of the folder.
  package static func read(
    _ settings: Settings, in access: DataAccess, operand path: String?
  ) throws -> Dataset {
    guard let path else {
      throw StreamsError.option("folder: which one? Write data d = folder \"birds/\"")
    }
    let tree = try tree(access.path(path), stop: access.stop)
    let listing = try FolderListing(
      tree, testShare: settings.gives(test) ? settings[test] : nil)
    var loader = FolderLoader(
      tree: tree, channels: settings[channels] == "1" ? 1 : 3,
      resize: settings[size].map(Resampling.init), skipsDamaged: settings[skip] == "damaged",
      decodes: access.decodes, stop: access.stop)
    let (train, tests, notes) = try loader.archives(listing)
    return try Dataset(
      name: "folder", train: train, test: tests, classNames: listing.classNames,
      notes: listing.leftOut.lines + notes, digest: loader.digest, stop: access.stop)
  }

  private static func tree(_ path: String, stop: StopSignal) throws -> any FileTree {
    if Files.isFolder(path) { return try DiskTree(path, stop: stop) }
    guard Files.isFile(path) else {
      throw StreamsError.file(
        path, "there is no such folder or archive; name a folder that has one per class")
    }
    guard ArchiveFile.isNamedSo(path) else {
      throw StreamsError.file(
        path,
        "it is neither a folder nor an archive ("
          + ArchiveFile.endings.joined(separator: ", ") + ")")
    }
    return try ArchiveTree(path, stop: stop)
  }
}

import Catalog

/// PNG and JPEG images of your own, one folder per class.
package enum ImageFolder: DatasetReader {
  static let size = Parameter<Int?>(
    "size", .integer(1...4096), default: nil, "make every image this many rows and columns")
  static let channels = Parameter(
    "channels", .choice(["1", "3"]), default: "3", "1 for grey, 3 for colour")
  static let test = Parameter(
    "test", .number(0.001...0.999), default: 0.2,
    "share of each class to test with, the last by name; not with train/ and test/")

  /// Its card.
  package static let card = Card(
    "folder", "PNG and JPEG images of your own, one folder per class",
    operands: [.init("folder", .path, "a folder of class folders, or of train/ and test/ or val/")],
    parameters: [size, channels, test],
    example: "data d = folder \"birds/\" size=32 split=5",
    source: "your own images",
    notes: "Classes and images come in the order of their names. With size= the centred square "
      + "of each image is resized: shrinking averages areas, enlarging is bilinear. Without it, "
      + "all images must have the same size. Alpha is laid over black. The folders of Tiny "
      + "ImageNet and CUB-200-2011 can be read as they are.")

  /// Reads all images of the folder.
  package static func read(
    _ settings: Settings, in directory: DataDirectory, operand path: String?
  ) throws -> Dataset {
    guard let path else {
      throw StreamsError.option("folder: which one? data d = folder \"birds/\"")
    }
    let folder = directory.folder(operand: path, of: [])
    if FolderListing.hasSplit(folder), settings.gives(test) {
      throw StreamsError.option("folder: \(folder) says which images test; leave test= out")
    }
    let listing = try FolderListing(folder, testShare: settings[test])
    var loader = Loader(
      channels: settings[channels] == "1" ? 1 : 3, resize: settings[size].map(Resampling.init))
    let train = try loader.archive(listing.train)
    let tests = try loader.archive(listing.test)
    return try Dataset(
      name: "folder", train: train, test: tests, classNames: listing.classNames)
  }

  /// Decodes images and sees to it that all have the shape of the first.
  private struct Loader {
    let channels: Int
    let resize: Resampling?
    private var first: (shape: ImageShape, path: String)?

    init(channels: Int, resize: Resampling?) { (self.channels, self.resize) = (channels, resize) }

    mutating func archive(_ images: [FolderListing.Image]) throws -> ImageArchive {
      let block = GrowingBlock()
      var plane: [UInt8] = []
      for image in images {
        let decoded = try DecodedImage(image.path)
        let picture = resize?(decoded) ?? decoded
        let shape = ImageShape(channels: channels, height: picture.height, width: picture.width)
        if let first, first.shape != shape {
          throw StreamsError.file(
            image.path,
            "it is \(shape.width)x\(shape.height) pixels, but \(first.path) is "
              + "\(first.shape.width)x\(first.shape.height); use size= to make them alike")
        }
        first = first ?? (shape, image.path)
        if plane.isEmpty { plane = [UInt8](repeating: 0, count: shape.count) }
        plane.withUnsafeMutableBytes { picture.write(channels: channels, into: $0) }
        try plane.withUnsafeBytes { try block.append($0) }
      }
      guard let shape = first?.shape else {
        throw StreamsError("folder: there are no images", isDataProblem: true)
      }
      return try ImageArchive(
        shape: shape, labels: images.map { UInt16($0.label) }, storage: block.finish())
    }
  }
}

import Catalog

/// The usual four files of a data set in IDX form.
struct IDXSet {
  static let names = [
    "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
  ]

  let name: String
  let classNames: [String]
  /// Rows and columns that every image must have.
  let side: Int
  /// Whether the files hold columns where others hold rows.
  var transposed = false
  /// The label of the first class.
  var firstLabel = 0
  /// Whether labels are the first column of rows of 32-bit numbers.
  var hasWideLabels = false

  /// Finds the four files of a collection that is laid out as MNIST is, and reads them.
  func read(
    _ collection: Collection, _ access: DataAccess, operand path: String?
  ) throws -> Dataset {
    let folder = access.directory.folder(operand: path, of: collection.folders)
    let paths = try collection.find(in: folder, of: access.directory, isNamed: path != nil)
    return try read(paths, stop: access.stop)
  }

  /// Reads training images and labels, then test images and labels.
  func read(_ paths: [String], stop: StopSignal = .never) throws -> Dataset {
    let train = try archive(paths[0], paths[1], stop)
    let test = try archive(paths[2], paths[3], stop)
    return try Dataset(
      name: name, train: train, test: test, classNames: classNames,
      files: paths.map { try SourceFile($0, stop: stop) }, stop: stop)
  }

  private func archive(
    _ images: String, _ labels: String, _ stop: StopSignal
  ) throws -> ImageArchive {
    let limit = classNames.count + firstLabel
    let values =
      hasWideLabels
      ? try IDXFile.wideLabels(labels, below: limit, stop: stop)
      : try IDXFile.labels(labels, below: limit, stop: stop)
    if let image = values.firstIndex(where: { Int($0) < firstLabel }) {
      throw StreamsError.file(
        labels,
        "label \(values[image]) of image \(image) is not one of \(firstLabel) to \(limit - 1); "
          + "is it the right file?")
    }
    let (found, count, storage) = try IDXFile.images(images, transposed: transposed, stop: stop)
    guard values.count == count else {
      throw StreamsError.file(
        labels,
        "it has \(values.count) labels, but \(images) has \(count) images; "
          + "use files that belong together")
    }
    guard found == ImageShape(channels: 1, height: side, width: side) else {
      throw StreamsError.file(
        images,
        "its images are \(found), those of \(name) are 1x\(side)x\(side); "
          + "use the data set 'idx' for files of your own")
    }
    return try ImageArchive(
      shape: found, labels: values.map { UInt16(Int($0) - firstLabel) }, storage: storage)
  }
}

import Catalog
import Digests
import Glibc

/// Decodes the images of a listing and checks that all have one shape.
struct FolderLoader {
  let tree: any FileTree
  /// 1 or 3.
  let channels: Int
  let resize: Resampling?
  /// Whether damaged images are left out and counted.
  let skipsDamaged: Bool
  let stop: StopSignal
  /// Whether pixels are read, not only headers.
  let decodes: Bool
  /// The digests of the files, where only their headers are read.
  private var seen: [Int: String] = [:]

  private var first: (shape: ImageShape, path: String)?
  private var block: ImageStorage?
  private var damaged: [Int: String] = [:]
  private var turned = 0

  init(
    tree: any FileTree, channels: Int, resize: Resampling?, skipsDamaged: Bool,
    decodes: Bool = true, stop: StopSignal
  ) {
    self.decodes = decodes
    (self.tree, self.channels, self.resize) = (tree, channels, resize)
    (self.skipsDamaged, self.stop) = (skipsDamaged, stop)
  }

  /// Training and test images of the listing.
  mutating func archives(
    _ listing: FolderListing
  ) throws -> (train: ImageArchive, test: ImageArchive, notes: [String]) {
    let images = listing.train + listing.test
    if let side = resize?.side {
      try check(images.count, ImageShape(channels: channels, height: side, width: side))
    }
    try tree.visit(images.map(\.path)) { place, bytes in
      try stop.check()
      try take(bytes, images[place].path, at: place, of: images.count)
    }
    guard let shape = first?.shape, let block else {
      throw StreamsError.file(
        tree.title(""), "none of its \(images.count) images can be read", details: reasons)
    }
    func archive(_ places: Range<Int>) throws -> ImageArchive {
      let kept = places.filter { damaged[$0] == nil }
      let storage = try ImageStorage(count: kept.count * shape.count) { into in
        for (row, place) in kept.enumerated() {
          let from = UnsafeRawBufferPointer(
            rebasing: block.bytes[(place * shape.count)..<((place + 1) * shape.count)])
          UnsafeMutableRawBufferPointer(
            rebasing: into[(row * shape.count)..<((row + 1) * shape.count)]
          ).copyMemory(from: from)
        }
      }
      let labels = kept.map { UInt16(images[$0].label) }
      return try ImageArchive(shape: shape, labels: labels, storage: storage)
    }
    let divide = listing.train.count
    return (try archive(0..<divide), try archive(divide..<images.count), notes)
  }

  /// What tells data sets apart whose pixels were not read; nil if they were.
  var digest: String? {
    guard !decodes else { return nil }
    let files = seen.sorted { $0.key < $1.key }.map(\.value)
    let shape = first.map { "\($0.shape)" } ?? ""
    return ExperienceStream.unread + sha256(Array(([shape] + files).joined(separator: "\n").utf8))
  }

  private mutating func take(_ bytes: [UInt8], _ path: String, at place: Int, of count: Int) throws
  {
    let decoded: DecodedImage
    do {
      decoded = try DecodedImage(
        bytes, name: tree.title(path), headerOnly: !decodes, stop: stop)
    } catch let error as StreamsError {
      guard skipsDamaged, error != StreamsError.stopped else { throw error }
      damaged[place] = error.message
      return
    }
    if decoded.orientation != 1 { turned += 1 }
    let picture = decodes ? resize?(decoded) ?? decoded : decoded
    let shape = ImageShape(
      channels: channels, height: resize?.side ?? picture.height,
      width: resize?.side ?? picture.width)
    if let first, first.shape != shape {
      throw StreamsError.file(
        tree.title(path),
        "it is \(shape.width)x\(shape.height) pixels, but \(tree.title(first.path)) is "
          + "\(first.shape.width)x\(first.shape.height); make them alike with size=64")
    }
    if first == nil {
      try check(count, shape)
      first = (shape, path)
      block = try ImageStorage(count: count * shape.count) { _ in }
    }
    guard decodes, let block else {
      seen[place] = sha256(bytes)
      return
    }
    // The block is not shared before all images are in it.
    picture.write(
      channels: channels,
      into: UnsafeMutableRawBufferPointer(
        start: block.pointer + place * shape.count, count: shape.count))
  }

  /// Refuses more pixels than the machine has memory for, before any image is read.
  private func check(_ count: Int, _ shape: ImageShape) throws {
    let memory = max(sysconf(Int32(_SC_PHYS_PAGES)), 1) * max(sysconf(Int32(_SC_PAGESIZE)), 1)
    let (bytes, overflows) = count.multipliedReportingOverflow(by: 2 * shape.count)
    guard !overflows, bytes <= memory else {
      throw StreamsError.option(
        "folder: \(count) images of \(shape) do not fit into the memory of this machine "
          + "(\(memory >> 20) MiB); use a smaller size=, or fewer images")
    }
  }

  private var reasons: [String] {
    damaged.sorted { $0.key < $1.key }.prefix(3).map(\.value)
  }

  private var notes: [String] {
    var notes: [String] = []
    if !damaged.isEmpty {
      notes.append(
        "left out: \(damaged.count) damaged image\(damaged.count == 1 ? "" : "s") (skip=damaged): "
          + reasons.joined(separator: " | "))
    }
    if turned > 0 {
      notes.append(
        "\(turned) image\(turned == 1 ? " has" : "s have") an EXIF orientation, which is not "
          + "applied: pixels are used as they are stored")
    }
    return notes
  }
}

/// Some images of an archive with labels that fit the classifier's head.
package struct ImageSelection: Sendable {
  /// Where the images are.
  package let archive: ImageArchive
  /// Places in the archive, [count].
  package let indices: [Int32]
  /// Head positions, [count].
  package let labels: [Int]

  /// How many images there are.
  package var count: Int { indices.count }

  /// All images of an archive, whose labels are places in the head.
  package init(whole archive: ImageArchive) {
    self.archive = archive
    indices = (0..<Int32(truncatingIfNeeded: archive.count)).map { $0 }
    labels = archive.labels.map(Int.init)
  }

  init(archive: ImageArchive, indices: [Int32], position: [Int]) {
    (self.archive, self.indices) = (archive, indices)
    labels = indices.map { position[Int(archive.labels[Int($0)])] }
  }

  init(archive: ImageArchive, indices: [Int32], labels: [Int]) {
    (self.archive, self.indices, self.labels) = (archive, indices, labels)
  }

  /// The images whose labels are within `range`.
  package func of(_ range: Range<Int>) -> ImageSelection {
    let places = labels.indices.filter { range.contains(labels[$0]) }
    return ImageSelection(
      archive: archive, indices: places.map { indices[$0] }, labels: places.map { labels[$0] })
  }

  /// Selections of one archive, one after the other.
  package init?(joining parts: [ImageSelection]) {
    guard let first = parts.first else { return nil }
    archive = first.archive
    indices = parts.flatMap(\.indices)
    labels = parts.flatMap(\.labels)
  }
}

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

  init(archive: ImageArchive, indices: [Int32], position: [Int]) {
    (self.archive, self.indices) = (archive, indices)
    labels = indices.map { position[Int(archive.labels[Int($0)])] }
  }

  /// Selections of one archive, one after the other.
  init?(joining parts: [ImageSelection]) {
    guard let first = parts.first else { return nil }
    archive = first.archive
    indices = parts.flatMap(\.indices)
    labels = parts.flatMap(\.labels)
  }
}

import Digests

/// A file that was read.
package struct SourceFile: Sendable, Equatable {
  /// The last part of its path.
  package let name: String
  /// SHA-256 of its bytes on the disk, 64 hexadecimal digits.
  package let sha256: String
}

/// Images of a number of classes, some for training and some for testing.
package struct Dataset: Sendable {
  /// The name of its maker.
  package let name: String
  /// Images for training; every class has at least one.
  package let train: ImageArchive
  /// Images for testing, of the same shape.
  package let test: ImageArchive
  /// What the classes are called, by label.
  package let classNames: [String]
  /// Which files it came from; none for made images.
  package let files: [SourceFile]
  /// What was left out of the files and why, and what else the user should know: one line each.
  package let notes: [String]
  /// SHA-256 over both splits' shapes, labels and pixels, 64 hexadecimal digits.
  package let digest: String

  /// A whole data set.
  ///
  /// - Throws: `StreamsError` if a split is empty, if shapes differ, if a label has no name or if a
  ///   class has no training image.
  package init(
    name: String, train: ImageArchive, test: ImageArchive, classNames: [String],
    files: [SourceFile] = [], notes: [String] = [], digest known: String? = nil,
    stop: StopSignal = .never
  ) throws {
    guard train.shape == test.shape else {
      throw Dataset.unusable(
        name, "training images are \(train.shape) but test images \(test.shape)")
    }
    guard train.count > 0 else { throw Dataset.unusable(name, "there are no training images") }
    guard test.count > 0 else { throw Dataset.unusable(name, "there are no test images") }
    var counts = [Int](repeating: 0, count: classNames.count)
    for label in train.labels where Int(label) < counts.count { counts[Int(label)] += 1 }
    if let empty = counts.firstIndex(of: 0) {
      throw Dataset.unusable(name, "class '\(classNames[empty])' has no training image")
    }
    for (split, labels) in [("training", train.labels), ("test", test.labels)] {
      if let image = labels.firstIndex(where: { Int($0) >= classNames.count }) {
        throw Dataset.unusable(
          name,
          "\(split) image \(image) has label \(labels[image]), "
            + "but there are only \(classNames.count) classes")
      }
    }
    (self.name, self.train, self.test) = (name, train, test)
    (self.classNames, self.files, self.notes) = (classNames, files, notes)
    digest = try known ?? Dataset.digest(train, test, stop)
  }

  private static func unusable(_ name: String, _ what: String) -> StreamsError {
    .file(name, "\(what); check the files of this data set")
  }

  private static func digest(
    _ train: ImageArchive, _ test: ImageArchive, _ stop: StopSignal
  ) throws -> String {
    let digest = SHA256()
    for archive in [train, test] {
      digest.add("\(archive.count)x\(archive.shape)\n")
      let labels = archive.labels.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
      labels.withUnsafeBytes { digest.add($0) }
      for start in stride(from: 0, to: archive.storage.count, by: 1 << 24) {
        try stop.check()
        let end = min(start + 1 << 24, archive.storage.count)
        digest.add(UnsafeRawBufferPointer(rebasing: archive.storage.bytes[start..<end]))
      }
    }
    return digest.hexadecimal()
  }
}

extension SourceFile {
  /// Reads the file once more for its digest.
  init(_ path: String, stop: StopSignal = .never) throws {
    name = path.split(separator: "/").last.map(String.init) ?? path
    sha256 = try Files.sha256(path, stop: stop)
  }
}

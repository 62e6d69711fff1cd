import Catalog
import Foundation

private let images = "train-images-idx3-ubyte"
private let labels = "train-labels-idx1-ubyte"

extension BadFile {
  /// Four good files: 6 training and 2 test images of 2x2, classes 0 and 1.
  static func writeIDX(to folder: TemporaryFolder) throws {
    try folder.write(idxFile([6, 2, 2], pixels(24)), to: images)
    try folder.write(idxFile([6], [0, 1, 0, 1, 0, 1]), to: labels)
    try folder.write(idxFile([2, 2, 2], pixels(8)), to: "t10k-images-idx3-ubyte")
    try folder.write(idxFile([2], [0, 1]), to: "t10k-labels-idx1-ubyte")
  }

  static func pixels(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(($0 * 37) % 256) } }

  /// The four good files with one of them replaced.
  private static func replaced(
    _ name: String, by bytes: [UInt8]
  ) -> @Sendable (TemporaryFolder) throws -> Void {
    { folder in
      try writeIDX(to: folder)
      try FileManager.default.removeItem(atPath: folder.file(name))
      try folder.write(bytes, to: name)
    }
  }

  private static func replacedPacked(
    _ name: String, ending: String, by bytes: [UInt8]
  ) -> @Sendable (TemporaryFolder) throws -> Void {
    { folder in
      try writeIDX(to: folder)
      try FileManager.default.removeItem(atPath: folder.file(name))
      try folder.write(bytes, to: name + ending)
    }
  }

  static let idx: [BadFile] = [
    BadFile(
      "labels where images belong", "idx", says: images, "byte 0", "magic number 2049", "2051",
      make: replaced(images, by: idxFile([6], pixels(6)))),
    BadFile(
      "two dimensions", "idx", says: images, "byte 0", "magic number 2050",
      make: replaced(images, by: idxFile([6, 4], pixels(24)))),
    BadFile(
      "five dimensions", "idx", says: images, "magic number 2053",
      make: replaced(images, by: idxFile([6, 1, 1, 2, 2], pixels(24)))),
    BadFile(
      "floats", "idx", says: images, "byte 0", "magic number 3331",
      make: replaced(images, by: idxFile([6, 2, 2], pixels(96), type: 13))),
    BadFile(
      "text", "idx", says: images, "byte 0", "right file",
      make: replaced(images, by: Array("<html>not found</html>".utf8))),
    BadFile(
      "a count of -1", "idx", says: images, "4294967295 images of 1x2x2", "damaged",
      make: replaced(images, by: idxFile([-1, 2, 2], pixels(24)))),
    BadFile(
      "no images", "idx", says: images, "0 images", "another file",
      make: replaced(images, by: idxFile([0, 2, 2], []))),
    BadFile(
      "a count that cannot be in the file", "idx", says: images, "200000000 images of 1x2x2",
      "cannot hold more than", "download",
      make: replaced(images, by: idxFile([200_000_000, 2, 2], pixels(24)))),
    BadFile(
      "huge rows and columns", "idx", says: images, "2000000000x2000000000",
      make: replaced(images, by: idxFile([6, 2_000_000_000, 2_000_000_000], pixels(24)))),
    BadFile(
      "two channels", "idx", says: images, "2x2x2", "1 or 3 channels",
      make: replaced(images, by: idxFile([6, 2, 2, 2], pixels(48)))),
    BadFile(
      "cut short", "idx", says: images, "ends at byte 30", "byte 40",
      make: replaced(images, by: Array(idxFile([6, 2, 2], pixels(24)).prefix(30)))),
    BadFile(
      "cut inside its header", "idx", says: images, "byte 10", "byte 16", "download",
      make: replaced(images, by: Array(idxFile([6, 2, 2], pixels(24)).prefix(10)))),
    BadFile(
      "bytes left over", "idx", says: images, "byte 40", "should end",
      make: replaced(images, by: idxFile([6, 2, 2], pixels(25)))),
    BadFile(
      "an empty file", "idx", says: images, "byte 0", "byte 4", "download",
      make: replaced(images, by: [])),
    BadFile(
      "fewer labels than images", "idx", says: labels, "5 labels", images, "6 images", "belong",
      make: replaced(labels, by: idxFile([5], pixels(5)))),
    BadFile(
      "huge count of labels", "idx", says: labels, "4026531840 labels",
      make: replaced(labels, by: idxFile([0xF000_0000], pixels(6)))),
    BadFile(
      "labels beyond the file", "idx", says: labels, "100000000", "cannot hold more than",
      make: replaced(labels, by: idxFile([100_000_000], pixels(6)))),
    BadFile(
      "a test label without training images", "idx", says: "t10k-labels-idx1-ubyte",
      "label 9 of image 1", "belong",
      make: replaced("t10k-labels-idx1-ubyte", by: idxFile([2], [0, 9]))),
    BadFile(
      "test images of another shape", "idx", says: "idx", "1x2x2", "1x1x4",
      make: replaced("t10k-images-idx3-ubyte", by: idxFile([2, 1, 4], pixels(8)))),
    BadFile("a folder in place of a file", "idx", says: images, "it is a folder") { folder in
      try writeIDX(to: folder)
      try FileManager.default.removeItem(atPath: folder.file(images))
      try folder.makeFolder(images)
    },
    BadFile("no file at all", "idx", says: labels, "cannot be found") { _ in },
    BadFile("a file in place of the folder", "idx", labels, says: labels, "not a folder") {
      try $0.write([], to: labels)
    },
    BadFile("images of another size", "mnist", says: images, "1x2x2", "1x28x28", "'idx'") {
      try writeIDX(to: $0)
    },
    BadFile(
      "a label above 9", "mnist", says: labels, "byte 13", "label 10 of image 5", "0 to 9",
      make: replaced(labels, by: idxFile([6], [0, 1, 2, 3, 4, 10]))),
  ]

  static let packed: [BadFile] = [
    BadFile(
      "gzip cut short", "idx", says: images + ".gz", "damaged at unpacked byte", "download",
      make: replacedPacked(
        images, ending: ".gz",
        by: Array(gzip(idxFile([6, 2, 2], pixels(24))).dropLast(20)))),
    BadFile(
      "gzip without its last bytes", "idx", says: images + ".gz", "damaged at unpacked byte",
      make: replacedPacked(
        images, ending: ".gz", by: Array(gzip(idxFile([6, 2, 2], pixels(24))).dropLast(3)))),
    BadFile(
      "gzip with a flipped pixel", "idx", says: images + ".gz", "checksum does not agree",
      make: replacedPacked(
        images, ending: ".gz",
        by: flipped(gzip(idxFile([6, 2, 2], pixels(24))), at: 40))),
    BadFile(
      "gzip of another length", "idx", says: images + ".gz", "damaged at unpacked byte",
      "gzip promises",
      make: replacedPacked(
        images, ending: ".gz",
        by: flipped(gzip(idxFile([6, 2, 2], pixels(24))), at: -1))),
    BadFile(
      "gzip of nothing", "idx", says: images + ".gz", "byte 0", "the IDX header",
      make: replacedPacked(images, ending: ".gz", by: gzip([]))),
    BadFile(
      "xz cut short", "idx", says: labels + ".xz", "damaged at unpacked byte",
      make: replacedPacked(
        labels, ending: ".xz", by: Array(SmallFiles.packedLabels.dropLast(40)))),
    BadFile(
      "xz with a flipped byte", "idx", says: labels + ".xz", "damaged at unpacked byte",
      make: replacedPacked(
        labels, ending: ".xz", by: flipped(SmallFiles.packedLabels, at: 40))),
  ]

  /// One byte changed; a negative place counts from the end.
  static func flipped(_ bytes: [UInt8], at place: Int) -> [UInt8] {
    var bytes = bytes
    bytes[place < 0 ? bytes.count + place : place] ^= 0x55
    return bytes
  }

  private static func record(_ labels: UInt8...) -> [UInt8] {
    labels + [UInt8](repeating: 7, count: 3072)
  }

  /// Good CIFAR-10 files with one of them replaced.
  private static func cifar(
    _ name: String, by bytes: [UInt8]
  ) -> @Sendable (TemporaryFolder) throws -> Void {
    { folder in
      for number in 1...5 {
        let bytes = record(UInt8(2 * number - 2)) + record(UInt8(2 * number - 1))
        try folder.write(bytes, to: "data_batch_\(number).bin")
      }
      try folder.write(record(3), to: "test_batch.bin")
      try folder.write(bytes, to: name)
    }
  }

  static let records: [BadFile] = [
    BadFile(
      "cut inside a record", "cifar10", says: "data_batch_2.bin", "byte 6100", "record 1",
      "3073 bytes", "download",
      make: cifar("data_batch_2.bin", by: Array((record(2) + record(3)).prefix(6100)))),
    BadFile(
      "an empty file", "cifar10", says: "data_batch_5.bin", "empty",
      make: cifar("data_batch_5.bin", by: [])),
    BadFile(
      "a label above 9", "cifar10", says: "data_batch_3.bin", "byte 3073", "label 10 of record 1",
      "0 to 9", make: cifar("data_batch_3.bin", by: record(4) + record(10))),
    BadFile(
      "a class without images", "cifar10", says: "cifar10", "class '9' has no training image",
      make: cifar("data_batch_5.bin", by: record(8) + record(8))),
    BadFile(
      "too few class names", "cifar10", says: "batches.meta.txt", "2 lines", "10 class names",
      make: cifar("batches.meta.txt", by: Array("cat\ndog\n\n".utf8))),
    BadFile("a fine label above 99", "cifar100", says: "train.bin", "byte 1", "label 100") {
      try $0.write(record(0, 100), to: "train.bin")
      try $0.write(record(0, 0), to: "test.bin")
    },
    BadFile(
      "a coarse label above 19", "cifar100", "", ["labels": .name("coarse")],
      says: "train.bin", "byte 0", "label 20 of record 0"
    ) {
      try $0.write(record(20, 0), to: "train.bin")
      try $0.write(record(0, 0), to: "test.bin")
    },
    BadFile("records of CIFAR-10", "cifar100", says: "train.bin", "byte 3073", "record 0") {
      try $0.write(record(5), to: "train.bin")
      try $0.write(record(5), to: "test.bin")
    },
  ]

  private static let house = matlabArray("X", [32, 32, 3, 2], pixels(6144))
  private static let numbers = matlabArray("y", [2, 1], [1, 10])

  private static func svhn(_ bytes: [UInt8]) -> @Sendable (TemporaryFolder) throws -> Void {
    {
      try $0.write(bytes, to: "train_32x32.mat")
      try $0.write(matlabFile(house, numbers), to: "test_32x32.mat")
    }
  }

  private static let mat = "train_32x32.mat"

  static let matlab: [BadFile] = [
    BadFile("not of MATLAB", "svhn", says: mat, "not a MATLAB file", make: svhn(pixels(300))),
    BadFile("an empty file", "svhn", says: mat, "not a MATLAB file", make: svhn([])),
    BadFile(
      "without X", "svhn", says: mat, "it has no array 'X'", make: svhn(matlabFile(numbers))),
    BadFile(
      "without y", "svhn", says: mat, "it has no array 'y'", make: svhn(matlabFile(house))),
    BadFile(
      "X of doubles", "svhn", says: mat, "'X' is not of the kind uint8",
      make: svhn(
        matlabFile(
          numbers, matlabArray("X", [32, 32, 3, 2], pixels(49_152), arrayClass: 6, type: 9)))),
    BadFile(
      "X of text", "svhn", says: mat, "'X' is not of the kind uint8",
      make: svhn(
        matlabFile(
          numbers, matlabArray("X", [1, 4], [65, 0, 66, 0, 67, 0, 68, 0], arrayClass: 4, type: 4)))
    ),
    BadFile(
      "y of 16 bits", "svhn", says: mat, "'y' is not of the kind uint8 or double",
      make: svhn(
        matlabFile(matlabArray("y", [2, 1], [1, 0, 2, 0], arrayClass: 11, type: 4), house))),
    BadFile(
      "cut short", "svhn", says: mat, "'X'",
      make: svhn(Array(matlabFile(numbers, house).dropLast(3000)))),
    BadFile(
      "a huge count", "svhn", says: mat, "'X' would need more than",
      make: svhn(matlabFile(numbers, matlabArray("X", [32, 32, 3, 2_000_000_000], [])))),
    BadFile(
      "fewer bytes than the extents say", "svhn", says: mat, "'X'",
      make: svhn(matlabFile(numbers, matlabArray("X", [32, 32, 3, 2], pixels(100))))),
    BadFile(
      "label 11", "svhn", says: mat, "label 11 of image 1", "1 to 10",
      make: svhn(matlabFile(house, matlabArray("y", [2, 1], [1, 11])))),
    BadFile(
      "label 0", "svhn", says: mat, "label 0 of image 0", "1 to 10",
      make: svhn(matlabFile(house, matlabArray("y", [2, 1], [0, 1])))),
    BadFile(
      "fewer labels than images", "svhn", says: mat, "2 images", "1 labels",
      make: svhn(matlabFile(house, matlabArray("y", [1, 1], [1])))),
    BadFile(
      "full pictures", "svhn", says: mat, "X is 48x32x3x2", "32x32x3xN",
      make: svhn(
        matlabFile(numbers, matlabArray("X", [48, 32, 3, 2], pixels(48 * 32 * 6))))),
    BadFile(
      "packed and cut short", "svhn", says: mat, "ends at byte", "'y' cannot be read",
      "begins at byte 128",
      make: svhn(Array(matlabFile(packedArray(house)).dropLast(3000)))),
    BadFile(
      "of version 7.3", "svhn", says: mat, "byte 124", "save it with -v7",
      make: svhn(flipped(matlabFile(numbers, house), at: 125))),
    BadFile(
      "nothing but a header", "svhn", says: mat, "no array 'y'", make: svhn(matlabFile())),
    BadFile("a folder in its place", "svhn", says: mat, "it is a folder") {
      try $0.makeFolder(mat)
      try $0.write(matlabFile(house, numbers), to: "test_32x32.mat")
    },
  ]
}

import Catalog
import Foundation

extension BadFile {
  /// Two classes of two good images, with one file added or replaced.
  private static func pair(
    _ name: String, _ bytes: [UInt8]
  ) -> @Sendable (TemporaryFolder) throws -> Void {
    { folder in
      for name in ["a/1.png", "a/2.png", "b/1.png", "b/2.png"] {
        try folder.write(greyPNG(4), to: name)
      }
      try folder.write(bytes, to: name)
    }
  }

  /// A class of two good images with the lists of CUB-200-2011.
  private static func lists(
    _ images: String, _ split: String
  ) -> @Sendable (TemporaryFolder) throws -> Void {
    { folder in
      for name in ["1", "2"] { try folder.write(greyPNG(4), to: "images/a/\(name).png") }
      try folder.write(images, to: "images.txt")
      try folder.write(split, to: "train_test_split.txt")
    }
  }

  static let folders: [BadFile] = [
    BadFile("no such folder", "folder", "birds", says: "birds", "no such folder") { _ in },
    BadFile("a file in its place", "folder", "birds", says: "birds", "neither a folder nor") {
      try $0.write("text", to: "birds")
    },
    BadFile("no classes", "folder", "birds", says: "birds", "no folders", "put the images") {
      try $0.write(greyPNG(4), to: "birds/1.png")
    },
    BadFile("a class with one image", "folder", "birds", says: "birds/a", "needs 2 images") {
      try $0.write(greyPNG(4), to: "birds/a/1.png")
    },
    BadFile(
      "a class in other formats", "folder", says: "/b: ", "no PNG or JPEG image",
      "2 in other formats", "remove"
    ) {
      try $0.write(greyPNG(4), to: "a/1.png")
      try $0.write(greyPNG(4), to: "a/2.png")
      try $0.write("text", to: "b/1.webp")
      try $0.write("text", to: "b/2.bmp")
    },
    BadFile("train/ twice", "folder", says: "it has Train/ and train/", "keep one") {
      for part in ["Train", "train", "test"] { try $0.write(greyPNG(4), to: part + "/a/1.png") }
    },
    BadFile(
      "a test set without labels", "folder", says: "/test: ", "1 images have no labels", "add"
    ) {
      try $0.write(greyPNG(4), to: "train/a/1.png")
      try $0.write(greyPNG(4), to: "test/images/1.png")
    },
    BadFile("a table that names no image", "folder", says: "labels.csv", "line 2", "'x.png'") {
      try $0.write(greyPNG(4), to: "images/1.png")
      try $0.write("file,label\nx.png,a\n", to: "labels.csv")
    },
    BadFile("a table of one column", "folder", says: "labels.csv", "line 1", "two columns") {
      try $0.write(greyPNG(4), to: "images/1.png")
      try $0.write("1.png\n", to: "labels.csv")
    },
    BadFile("an archive that is none", "folder", "b.zip", says: "b.zip", "zip or tar file") {
      try $0.write("hello, this is text", to: "b.zip")
    },
    BadFile("train/ alone", "folder", says: "has train/ but neither test/ nor val/", "add") {
      try $0.write(greyPNG(4), to: "train/a/1.png")
    },
    BadFile("a test class of its own", "folder", says: "test/b", "class 'b' is not in", "remove") {
      try $0.write(greyPNG(4), to: "train/a/1.png")
      try $0.write(greyPNG(4), to: "test/b/1.png")
    },
    BadFile(
      "a share with test images", "folder", "", ["test": .number(0.5)], says: "omit test="
    ) {
      try $0.write(greyPNG(4), to: "train/a/1.png")
      try $0.write(greyPNG(4), to: "test/a/1.png")
    },
    BadFile("an unknown class in the list", "folder", says: "val_annotations.txt", "line 2") {
      try $0.write(greyPNG(4), to: "train/a/1.png")
      try $0.write(greyPNG(4), to: "val/images/1.png")
      try $0.write("1.png\ta\t0\n2.png\tb\t0\n", to: "val/val_annotations.txt")
    },
    BadFile(
      "a listed image that is not there", "folder", says: "val/2.png", "no such file", "line 1"
    ) {
      try $0.write(greyPNG(4), to: "train/a/1.png")
      try $0.write("2.png\ta\t0\n", to: "val/val_annotations.txt")
    },
    BadFile("a listed image elsewhere", "folder", says: "val_annotations.txt", "line 1") {
      try $0.write(greyPNG(4), to: "train/a/1.png")
      try $0.write("../../secret.png\ta\t0\n", to: "val/val_annotations.txt")
    },
    BadFile(
      "a split of numbers that are not listed", "folder", says: "images.txt", "line 2", "number 2",
      make: lists("1 a/1.png\n2 a/2.png\n", "1 1\n")),
    BadFile(
      "a split that says something else", "folder", says: "train_test_split.txt", "line 1",
      "0 or 1",
      make: lists("1 a/1.png\n", "1 2\n")),
    BadFile(
      "a number twice in a split", "folder", says: "train_test_split.txt", "line 2",
      make: lists("1 a/1.png\n", "1 1\n1 0\n")),
    BadFile(
      "a list without names", "folder", says: "images.txt", "line 1", "two words",
      make: lists("1\n", "1 1\n")),
    BadFile(
      "a list that leads elsewhere", "folder", says: "images.txt", "line 1", "does not name",
      make: lists("1 ../a/1.png\n", "1 1\n")),
    BadFile(
      "two class names that look alike", "folder", says: "birds", "twice", "rename"
    ) {
      for name in ["\u{E9}", "e\u{301}"] {
        try $0.write(greyPNG(4), to: "birds/train/\(name)/1.png")
      }
      try $0.write("1.png\t\u{E9}\t0\n", to: "birds/val/val_annotations.txt")
    }.at("birds"),
    BadFile(
      "images of two sizes", "folder", says: "b/2.png", "5x5", "a/1.png", "4x4", "size=",
      make: pair("b/2.png", greyPNG(5))),
  ]

  private func at(_ operand: String) -> BadFile {
    var copy = self
    copy.operand = operand
    return copy
  }

  /// The header of a PNG of any extents, without any pixel.
  private static func header(_ side: Int, depth: UInt8 = 8) -> [UInt8] {
    png(width: side, height: side, kind: 2, depth: depth, [])
  }

  static let pictures: [BadFile] = [
    BadFile(
      "text named .png", "folder", says: "a/1.png", "neither a PNG nor a JPEG", "replace it",
      make: pair("a/1.png", Array("hello".utf8))),
    BadFile(
      "an empty file named .jpg", "folder", says: "b/3.jpg", "neither a PNG nor a JPEG",
      make: pair("b/3.jpg", [])),
    BadFile(
      "PNG cut short", "folder", says: "a/2.png", "damaged PNG",
      make: pair("a/2.png", Array(greyPNG(40).dropLast(400)))),
    BadFile(
      "PNG cut inside its header", "folder", says: "a/2.png", "damaged PNG",
      make: pair("a/2.png", Array(greyPNG(4).prefix(20)))),
    BadFile(
      "PNG with a flipped pixel", "folder", says: "a/2.png", "damaged PNG",
      make: pair("a/2.png", flipped(greyPNG(4), at: 55))),
    BadFile(
      "PNG without pixels", "folder", says: "a/2.png", "damaged PNG",
      make: pair("a/2.png", header(4))),
    BadFile(
      "PNG with a huge header", "folder", says: "a/2.png", "40000 x 40000",
      make: pair("a/2.png", header(40_000))),
    BadFile(
      "PNG with more pixels than it can hold", "folder", says: "a/2.png", "16000 x 16000",
      "cannot hold", make: pair("a/2.png", header(16_000))),
    BadFile(
      "PNG of 16 bits with more pixels than it can hold", "folder", says: "a/2.png",
      "16000 x 16000", "cannot hold", make: pair("a/2.png", header(16_000, depth: 16))),
    BadFile(
      "PNG of no width", "folder", says: "a/2.png", "damaged PNG",
      make: pair("a/2.png", header(0))),
    BadFile(
      "JPEG cut short", "folder", says: "b/3.jpg", "damaged JPEG", "replace it",
      make: pair("b/3.jpg", Array(SmallFiles.greyJPEG.dropLast(20)))),
    BadFile(
      "JPEG cut inside its header", "folder", says: "b/3.jpg", "damaged JPEG",
      make: pair("b/3.jpg", Array(SmallFiles.greyJPEG.prefix(30)))),
    BadFile(
      "JPEG with a huge header", "folder", says: "b/3.jpg", "16000 x 16000", "cannot hold",
      make: pair("b/3.jpg", wideJPEG)),
  ]

  /// The grey JPEG with 16,000 rows and columns in its header.
  private static let wideJPEG: [UInt8] = {
    var bytes = SmallFiles.greyJPEG
    guard
      let frame = bytes.indices.first(where: { $0 > 20 && bytes[$0...].starts(with: [0xFF, 0xC0]) })
    else { return bytes }
    bytes.replaceSubrange((frame + 5)..<(frame + 9), with: [0x3E, 0x80, 0x3E, 0x80])
    return bytes
  }()

  /// Good files, the first word of each the one to damage.
  static let whole: [BadFile] = [
    BadFile("whole", "idx", says: "train-images-idx3-ubyte", make: writeIDX),
    BadFile("packed", "idx", says: "train-labels-idx1-ubyte.xz") {
      try $0.write(idxFile([600, 1, 1], pixels(600)), to: "train-images-idx3-ubyte")
      try $0.write(SmallFiles.packedLabels, to: "train-labels-idx1-ubyte.xz")
      try $0.write(idxFile([1, 1, 1], [0]), to: "t10k-images-idx3-ubyte")
      try $0.write(idxFile([1], [0]), to: "t10k-labels-idx1-ubyte")
    },
    BadFile("whole", "folder", says: "b/2.png", make: pair("b/2.png", greyPNG(4))),
    BadFile(
      "whole", "folder", "", ["size": .integer(4)], says: "b/2.jpg",
      make: pair("b/2.jpg", SmallFiles.greyJPEG)),
    BadFile(
      "whole", "npz", "d.npz", ["test": .integer(2)], says: "d.npz",
      make: npz(("images.npy", whole4), ("labels.npy", labels4))),
    BadFile("whole", "svhn", says: "train_32x32.mat") {
      let house = matlabArray("X", [32, 32, 3, 2], pixels(6144))
      let bytes = matlabFile(matlabArray("y", [2, 1], [1, 10]), house)
      try $0.write(bytes, to: "train_32x32.mat")
      try $0.write(bytes, to: "test_32x32.mat")
    },
  ]
}

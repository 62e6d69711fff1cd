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
    BadFile("a file in its place", "folder", "birds", says: "birds", "not a folder") {
      try $0.write("text", to: "birds")
    },
    BadFile("no classes", "folder", "birds", says: "birds", "no folders", "put the images") {
      try $0.write(greyPNG(4), to: "birds/1.png")
    },
    BadFile("a class with one image", "folder", "birds", says: "birds/a", "needs 2 images") {
      try $0.write(greyPNG(4), to: "birds/a/1.png")
    },
    BadFile("a class without images", "folder", says: "/b: ", "no PNG or JPEG image", "remove") {
      try $0.write(greyPNG(4), to: "a/1.png")
      try $0.write(greyPNG(4), to: "a/2.png")
      try $0.write("text", to: "b/notes.txt")
    },
    BadFile("train/ alone", "folder", says: "has train/ but neither test/ nor val/", "add") {
      try $0.write(greyPNG(4), to: "train/a/1.png")
    },
    BadFile("a test class of its own", "folder", says: "test/b", "class 'b' is not in", "take") {
      try $0.write(greyPNG(4), to: "train/a/1.png")
      try $0.write(greyPNG(4), to: "test/b/1.png")
    },
    BadFile(
      "a share with test images", "folder", "", ["test": .number(0.5)], says: "leave test= out"
    ) {
      try $0.write(greyPNG(4), to: "train/a/1.png")
      try $0.write(greyPNG(4), to: "test/a/1.png")
    },
    BadFile("an unknown class in the list", "folder", says: "val_annotations.txt", "line 2") {
      try $0.write(greyPNG(4), to: "train/a/1.png")
      try $0.write(greyPNG(4), to: "val/images/1.png")
      try $0.write("1.png\ta\t0\n2.png\tb\t0\n", to: "val/val_annotations.txt")
    },
    BadFile("a listed image that is not there", "folder", says: "images/2.png", "no such file") {
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

  private static let whole4 = npy([4, 2, 2], pixels(16))
  private static let labels4 = npy([4], [0, 1, 0, 1])

  private static func npz(
    _ members: (name: String, bytes: [UInt8])...
  ) -> @Sendable (TemporaryFolder) throws -> Void {
    { try $0.write(zip(members), to: "d.npz") }
  }

  private static func refused(
    _ what: String, images: [UInt8]? = nil, labels: [UInt8]? = nil,
    _ settings: [String: Value] = ["test": .integer(2)], says words: [String]
  ) -> BadFile {
    var bad = BadFile(
      what, "npz", "d.npz", settings,
      make: npz(("images.npy", images ?? whole4), ("labels.npy", labels ?? labels4)))
    bad.words = ["d.npz"] + words
    return bad
  }

  static let numpy: [BadFile] = [
    BadFile("no such file", "npz", "d.npz", says: "d.npz", "no such file") { _ in },
    BadFile("a folder in its place", "npz", "d.npz", says: "d.npz", "it is a folder") {
      try $0.makeFolder("d.npz")
    },
    BadFile("an empty file", "npz", "d.npz", says: "d.npz", "zip file") {
      try $0.write([], to: "d.npz")
    },
    BadFile("not a zip file", "npz", "d.npz", says: "d.npz", "is not a whole zip file") {
      try $0.write("hello, this is text", to: "d.npz")
    },
    BadFile(
      "without the arrays", "npz", "d.npz", says: "d.npz", "lacks the arrays x_train",
      "it has: x_train.npy", make: npz(("x_train.npy", whole4))),
    BadFile("zip cut short", "npz", "d.npz", ["test": .integer(2)], says: "d.npz") {
      let whole = zip([("images.npy", whole4), ("labels.npy", labels4)])
      try $0.write(Array(whole.prefix(300)), to: "d.npz")
    },
    BadFile("a flipped pixel", "npz", "d.npz", ["test": .integer(2)], says: "images.npy") {
      let whole = zip([("images.npy", whole4), ("labels.npy", labels4)])
      try $0.write(flipped(whole, at: 40 + whole4.count - 5), to: "d.npz")
    },
    refused("no test images", [:], says: ["no test images", "test=N"]),
    refused("all to test with", ["test": .integer(4)], says: ["leaves none of the 4 images"]),
    refused(
      "objects", images: npy([4], pixels(32), kind: "|O"),
      says: ["images.npy", "dtype is '|O'", "uint8"]),
    refused(
      "floats", images: npy([4, 2, 2], pixels(64), kind: "<f4"), says: ["dtype is '<f4'"]),
    refused(
      "images of 16 bits", images: npy([4, 2, 2], pixels(32), kind: "<u2"),
      says: ["dtype is '<u2'", "images must be uint8"]),
    refused(
      "Fortran order", images: npy([4, 2, 2], pixels(16), isFortran: true),
      says: ["Fortran order", "ascontiguousarray"]),
    refused("flat images", images: npy([4, 4], pixels(16)), says: ["[4, 4]", "height, width"]),
    refused(
      "five channels", images: npy([4, 5, 2, 2], pixels(80)), says: ["5x2x2", "1 or 3 channels"]),
    refused(
      "labels in rows", labels: npy([2, 2], [0, 1, 0, 1]), says: ["labels.npy", "[2, 2]"]),
    refused("no labels", labels: npy([0], []), says: ["labels.npy", "[0]"]),
    refused("fewer labels", labels: npy([3], [0, 1, 0]), says: ["4 images", "3 labels"]),
    refused(
      "cut array", images: npy([4, 2, 2], pixels(10)), says: ["images.npy", "ends at byte"]),
    refused(
      "huge array", images: npy([200_000_000, 16, 16], pixels(16)), says: ["cannot hold more"]),
    refused(
      "an extent past 64 bits",
      images: npy(
        header: "{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999999999999, 2, 2)}",
        pixels(16)), says: ["images.npy", "no shape"]),
    refused(
      "a negative extent", images: npy([-4, 2, 2], pixels(16)), says: ["images.npy", "no shape"]),
    refused("bytes left over", images: npy([4, 2, 2], pixels(17)), says: ["goes on after byte"]),
    refused("not an array", images: Array("hello, hello".utf8), says: ["byte 0", "not a NumPy"]),
    refused("an empty member", images: [], says: ["images.npy", "byte 0"]),
    refused(
      "a header too long",
      images: joined([0x93], Array("NUMPY".utf8), [2, 0, 0, 0, 0, 0x7F], pixels(16)),
      says: ["byte 8", "header would have 2130706432 bytes"]),
    refused(
      "a header past the end",
      images: joined([0x93], Array("NUMPY".utf8), [1, 0, 0xF0, 0x10], pixels(16)),
      says: ["images.npy", "the header"]),
    refused(
      "fields",
      images: npy(
        header: "{'descr': [('a', '|u1')], 'fortran_order': False, 'shape': (4, 2, 2), }",
        pixels(16)), says: ["it has fields", "plain arrays"]),
    refused(
      "a header without a shape",
      images: npy(header: "{'descr': '|u1', 'fortran_order': False, }", pixels(16)),
      says: ["no 'shape'"]),
    refused(
      "a dtype without end",
      images: npy(
        header: "{'descr': '" + String(repeating: "x", count: 60_000), pixels(16)),
      says: ["images.npy"]),
    refused(
      "very many extents", images: npy(Array(repeating: 1, count: 15_000), pixels(1)),
      says: ["images.npy", "its shape is"]),
  ]

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

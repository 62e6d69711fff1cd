import Catalog

extension BadFile {
  static let whole4 = npy([4, 2, 2], pixels(16))
  static let labels4 = npy([4], [0, 1, 0, 1])

  static func npz(
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
}

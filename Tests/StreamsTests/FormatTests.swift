import Catalog
import Foundation
import Testing

@testable import Streams

@Suite struct PackedFormatTests {
  @Test(arguments: ["", ".gz"])
  func `plain and packed IDX files give the same images`(ending: String) throws {
    let folder = try TemporaryFolder()
    let pixels = BadFile.pixels(24)
    let (images, labels) = (idxFile([6, 2, 2], pixels), idxFile([6], [5, 9, 5, 9, 200, 5]))
    for (name, bytes) in zip(IDXSet.names, [images, labels, images, labels]) {
      try folder.write(ending.isEmpty ? bytes : gzip(bytes), to: name + ending)
    }
    let data = try IDXPair.read(Settings(), in: DataDirectory("/"), operand: folder.path)
    #expect(data.classNames == ["5", "9", "200"])
    #expect(data.train.labels == [0, 1, 0, 1, 2, 0])
    #expect(Array(data.train.storage.bytes) == pixels)
    #expect(data.files.map(\.name) == IDXSet.names.map { $0 + ending })
  }

  @Test func `xz labels and images with three channels are read`() throws {
    let folder = try TemporaryFolder()
    try folder.write(idxFile([600, 3, 1, 2], BadFile.pixels(3600)), to: IDXSet.names[0])
    try folder.write(SmallFiles.packedLabels, to: IDXSet.names[1] + ".xz")
    try folder.write(idxFile([1, 3, 1, 2], [1, 2, 3, 4, 5, 6]), to: "test")
    try folder.write(idxFile([1], [7]), to: IDXSet.names[3])
    let data = try IDXPair.read(
      Settings(["test-images": .text("test")]), in: DataDirectory("/"), operand: folder.path)
    #expect(data.train.shape == ImageShape(channels: 3, height: 1, width: 2))
    #expect(data.train.labels.prefix(12) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1])
    #expect(data.test.pixels(at: 0) == [1, 2, 3, 4, 5, 6])
    #expect(data.test.labels == [7])
  }

  @Test func `a gzip file of several members is read whole`() throws {
    let folder = try TemporaryFolder()
    let whole = idxFile([6], [0, 1, 2, 3, 4, 5])
    try folder.write(gzip(Array(whole.prefix(9))) + gzip(Array(whole.dropFirst(9))), to: "l.gz")
    #expect(try IDXFile.labels(folder.file("l.gz")) == [0, 1, 2, 3, 4, 5])
  }

  @Test func `a folder of the same name does not hide the packed file`() throws {
    let folder = try TemporaryFolder()
    try BadFile.writeIDX(to: folder)
    let name = IDXSet.names[0]
    let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: folder.file(name))))
    try FileManager.default.removeItem(atPath: folder.file(name))
    try folder.makeFolder(name)
    try folder.write(gzip(bytes), to: name + ".gz")
    let data = try IDXPair.read(Settings(), in: DataDirectory("/"), operand: folder.path)
    #expect(data.files.first?.name == name + ".gz")
  }

  @Test(arguments: [6100, 3073 * 600])
  func `CIFAR records are read over the ends of the buffer`(_ size: Int) throws {
    let folder = try TemporaryFolder()
    let count = size / 3073
    let records = (0..<count).flatMap { record in
      [UInt8(record % 10)] + [UInt8](repeating: UInt8(record % 251), count: 3072)
    }
    try folder.write(gzip(records), to: "r.bin.gz")
    let archive = try RecordFile(labelBytes: 1, labelAt: 0, classCount: 10)
      .read([folder.file("r.bin.gz"), folder.file("r.bin.gz")])
    #expect(archive.count == 2 * count)
    for index in [0, count - 1, count, 2 * count - 1] {
      #expect(archive.labels[index] == UInt16(index % count % 10))
      let value = UInt8(index % count % 251)
      #expect(archive.pixels(at: index) == [UInt8](repeating: value, count: 3072))
    }
  }
}

@Suite struct PictureTests {
  private func picture(_ bytes: [UInt8]) throws -> DecodedImage {
    let folder = try TemporaryFolder()
    try folder.write(bytes, to: "image")
    return try DecodedImage(folder.file("image"))
  }

  @Test func `a grey PNG keeps its values`() throws {
    let image = try picture(png(width: 3, height: 2, [[0, 1, 2], [253, 254, 255]]))
    #expect((image.height, image.width, image.channels) == (2, 3, 1))
    #expect(image.pixels == [0, 1, 2, 253, 254, 255])
  }

  @Test func `a colour PNG keeps its values`() throws {
    let image = try picture(png(width: 2, height: 1, kind: 2, [[10, 20, 30, 40, 50, 60]]))
    #expect((image.height, image.width, image.channels) == (1, 2, 3))
    #expect(image.pixels == [10, 20, 30, 40, 50, 60])
  }

  @Test func `16 bits become the nearest 8`() throws {
    let image = try picture(
      png(width: 4, height: 1, depth: 16, [[0, 0, 0x40, 0x40, 0x80, 0x80, 255, 255]]))
    #expect(image.pixels == [0, 0x40, 0x80, 255])
  }

  @Test func `one bit becomes black and white`() throws {
    let image = try picture(png(width: 8, height: 1, depth: 1, [[0b0110_0001]]))
    #expect(image.pixels == [0, 255, 255, 0, 0, 0, 0, 255])
  }

  @Test func `alpha is laid over black`() throws {
    let grey = try picture(png(width: 2, height: 1, kind: 4, [[200, 255, 200, 0]]))
    #expect(grey.channels == 1)
    #expect(grey.pixels == [200, 0])
    let colour = try picture(
      png(width: 2, height: 1, kind: 6, [[10, 20, 30, 255, 10, 20, 30, 0]]))
    #expect(colour.channels == 3)
    #expect(colour.pixels == [10, 20, 30, 0, 0, 0])
  }

  @Test func `a grey JPEG has one channel`() throws {
    let image = try picture(SmallFiles.greyJPEG)
    #expect((image.height, image.width, image.channels) == (16, 16, 1))
    for (place, value) in image.pixels.enumerated() {
      #expect(abs(Int(value) - 16 * (place % 16)) <= 8)
    }
  }

  @Test func `channels are made to fit`() {
    var out = [UInt8](repeating: 0, count: 6)
    let grey = DecodedImage(height: 1, width: 2, channels: 1, pixels: [7, 9])
    out.withUnsafeMutableBytes { grey.write(channels: 3, into: $0) }
    #expect(out == [7, 9, 7, 9, 7, 9])
    let colour = DecodedImage(height: 1, width: 2, channels: 3, pixels: [255, 0, 0, 255, 255, 255])
    out.withUnsafeMutableBytes { colour.write(channels: 3, into: $0) }
    #expect(out == [255, 255, 0, 255, 0, 255])
    out.withUnsafeMutableBytes { colour.write(channels: 1, into: $0) }
    #expect(out.prefix(2) == [76, 255])
  }

  @Test(arguments: [1, 3, 4, 7, 12, 25])
  func `resizing keeps one value one value`(_ side: Int) {
    let pixels = [UInt8](repeating: 93, count: 12 * 17 * 3)
    let image = Resampling(side: side)(
      DecodedImage(height: 12, width: 17, channels: 3, pixels: pixels))
    #expect((image.height, image.width) == (side, side))
    #expect(image.pixels == [UInt8](repeating: 93, count: side * side * 3))
  }

  @Test func `shrinking averages areas of the centred square`() {
    let image = DecodedImage(
      height: 2, width: 4, channels: 1, pixels: [255, 10, 20, 255, 255, 30, 40, 255])
    #expect(Resampling(side: 1)(image).pixels == [25])
    #expect(Resampling(side: 2)(image).pixels == [10, 20, 30, 40])
  }

  @Test func `folders are read in the order of their names`() throws {
    let folder = try TemporaryFolder()
    for (place, name) in ["b/2.png", "b/10.PNG", "a/x.png", "a/y.png", "a/z.png"].enumerated() {
      try folder.write(greyPNG(2, UInt8(place + 1)), to: name)
    }
    try folder.write("not an image", to: "a/notes.txt")
    try folder.write("hidden", to: "a/.hidden.png")
    let settings = Settings(["channels": .name("1"), "test": .number(0.34)])
    let data = try ImageFolder.read(settings, in: DataDirectory("/"), operand: folder.path)
    #expect(data.classNames == ["a", "b"])
    #expect((0..<data.train.count).map { data.train.pixels(at: $0)[0] } == [3, 4, 2])
    #expect((0..<data.test.count).map { data.test.pixels(at: $0)[0] } == [5, 1])
    #expect(data.train.labels == [0, 0, 1])
  }

  @Test func `a folder with the lists of CUB-200-2011 is divided as they say`() throws {
    let folder = try TemporaryFolder()
    for (place, name) in ["b/1.png", "b/2.png", "a/1.png", "a/2.png"].enumerated() {
      try folder.write(greyPNG(2, UInt8(place + 1)), to: "images/" + name)
    }
    try folder.write("1 a/1.png\n2 a/2.png\n3 b/1.png\n4 b/2.png\n", to: "images.txt")
    try folder.write("1 0\n2 1\n3 1\n4 0\n", to: "train_test_split.txt")
    let settings = Settings(["channels": .name("1")])
    let data = try ImageFolder.read(settings, in: DataDirectory("/"), operand: folder.path)
    #expect(data.classNames == ["a", "b"])
    #expect((0..<data.train.count).map { data.train.pixels(at: $0)[0] } == [4, 1])
    #expect((0..<data.test.count).map { data.test.pixels(at: $0)[0] } == [3, 2])
    #expect((data.train.labels, data.test.labels) == ([0, 1], [0, 1]))
  }
}

@Suite struct ArrayFormatTests {
  private func npz(
    _ settings: [String: Value] = [:], _ members: (name: String, bytes: [UInt8])...
  ) throws -> Dataset {
    let folder = try TemporaryFolder()
    try folder.write(zip(members), to: "d.npz")
    return try NPZ.read(Settings(settings), in: DataDirectory("/"), operand: folder.file("d.npz"))
  }

  @Test func `channels may be last or second`() throws {
    let last = npy([2, 1, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    let second = npy([2, 3, 1, 2], [1, 4, 2, 5, 3, 6, 7, 10, 8, 11, 9, 12])
    let labels = npy([2], [0, 1])
    for images in [last, second] {
      let data = try npz(
        [:], ("x_train.npy", images), ("y_train.npy", labels), ("x_test.npy", images),
        ("y_test.npy", labels))
      #expect(data.train.shape == ImageShape(channels: 3, height: 1, width: 2))
      #expect(data.train.pixels(at: 0) == [1, 4, 2, 5, 3, 6])
      #expect(data.test.pixels(at: 1) == [7, 10, 8, 11, 9, 12])
    }
  }

  @Test(arguments: ["|u1", "|i1", "<u2", "<i2", "<u4", "<i4", "<u8", "<i8"])
  func `labels may be any whole numbers`(_ kind: String) throws {
    let width = Int(kind.suffix(1)) ?? 1
    let isSigned = kind.contains("i")
    let values = [isSigned ? -7 : 3, 100, isSigned ? -7 : 3, 100]
    let bytes = values.flatMap { littleEndian($0, bytes: width) }
    let data = try npz(
      ["test": .integer(2)], ("images.npy", npy([4, 2, 2], BadFile.pixels(16))),
      ("labels.npy", npy([4, 1], bytes, kind: kind)))
    #expect(data.classNames == [isSigned ? "-7" : "3", "100"])
    #expect(data.train.labels == [0, 1])
    #expect(data.test.labels == [0, 1])
    #expect(data.train.shape == ImageShape(channels: 1, height: 2, width: 2))
  }

  @Test func `labels past 63 bits are refused`() throws {
    let bytes = [Int.min, 5, Int.min, 5].flatMap { littleEndian($0, bytes: 8) }
    #expect(throws: StreamsError.self) {
      try npz(
        ["test": .integer(2)], ("images.npy", npy([4, 2, 2], BadFile.pixels(16))),
        ("labels.npy", npy([4], bytes, kind: "<u8")))
    }
  }

  @Test func `house numbers are turned upright`() throws {
    let folder = try TemporaryFolder()
    let house = matlabArray("X", [32, 32, 3, 2], (0..<6144).map { UInt8($0 % 256) })
    // Doubles are stored in the smallest type that holds them.
    for (arrayClass, type, bytes) in [
      (9, 2, [3, 10]), (6, 2, [3, 10]), (6, 4, [3, 0, 10, 0]),
      (6, 9, [0, 0, 0, 0, 0, 0, 8, 0x40, 0, 0, 0, 0, 0, 0, 0x24, 0x40]),
    ] as [(UInt8, Int, [UInt8])] {
      let labels = matlabArray("y", [2, 1], bytes, arrayClass: arrayClass, type: type)
      try folder.write(matlabFile(labels, house), to: "t.mat")
      let archive = try SVHN.archive(folder.file("t.mat"))
      #expect(archive.labels == [3, 0])
      let pixels = archive.pixels(at: 0)
      #expect((pixels[0], pixels[1], pixels[32]) == (0, 32, 1))
    }
  }

  @Test func `packed arrays are read and their checksum is compared`() throws {
    let folder = try TemporaryFolder()
    let values = BadFile.pixels(200_000)
    let text = matlabArray("about", [1, 2], [65, 0, 66, 0], arrayClass: 4, type: 4)
    let whole = matlabFile(packedArray(text), packedArray(matlabArray("X", [200_000], values)))
    try folder.write(whole, to: "t.mat")
    let found = try MatlabFile(path: folder.file("t.mat")).bytes("X")
    #expect(found.extents == [200_000])
    #expect(Array(found.bytes.bytes) == values)
    for place in [100_000, -1] {
      try folder.write(BadFile.flipped(whole, at: place), to: "t.mat")
      let error = #expect(throws: StreamsError.self) {
        try MatlabFile(path: folder.file("t.mat")).bytes("X")
      }
      #expect(error?.message.contains("the data of 'X' are damaged") == true)
    }
  }

  @Test func `other arrays before the one asked for are passed over`() throws {
    let folder = try TemporaryFolder()
    let text = matlabArray("about", [1, 2], [65, 0, 66, 0], arrayClass: 4, type: 4)
    let labels = matlabArray("y", [1, 3], [1, 2, 3])
    try folder.write(matlabFile(text, labels), to: "t.mat")
    let found = try MatlabFile(path: folder.file("t.mat")).integers("y")
    #expect(found.extents == [1, 3])
    #expect(found.values == [1, 2, 3])
  }
}

@Suite struct ContainerTests {
  @Test func `an archive must have bytes for all its labels`() throws {
    let shape = ImageShape(channels: 1, height: 2, width: 2)
    let storage = try ImageStorage(count: 7) { _ in }
    let error = #expect(throws: StreamsError.self) {
      try ImageArchive(shape: shape, labels: [0, 1], storage: storage)
    }
    #expect(error?.message == "2 labels need 8 bytes of 1x2x2 images, not 7")
  }

  @Test func `blocks that grow keep their bytes`() throws {
    let block = GrowingBlock()
    let piece = BadFile.pixels(300_001)
    for _ in 0..<9 { try piece.withUnsafeBytes { try block.append($0) } }
    let storage = try block.finish()
    #expect(storage.count == 9 * piece.count)
    #expect(Array(storage.bytes.suffix(piece.count)) == piece)
    #expect(block.count == 0)
    #expect(try block.finish().count == 0)
  }

  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
  ])
  func `SHA-256 gives the published digests`(text: String, expected: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "text")
    #expect(try Files.sha256(folder.file("text")) == expected)
  }

  @Test func `the data directory is found by option, variable or default place`() {
    func path(_ option: String?, _ environment: [String: String]) -> String {
      DataDirectory.resolve(option: option, environment: environment).path
    }
    let all = ["REVERIE_DATA": "/b/", "XDG_DATA_HOME": "/c", "HOME": "/home/ada"]
    #expect(path("~/a/", all) == "/home/ada/a")
    #expect(path(nil, all) == "/b")
    #expect(path("", ["XDG_DATA_HOME": "/c", "HOME": "/home/ada"]) == "/c/reverie")
    #expect(path(nil, ["HOME": "/home/ada"]) == "/home/ada/.local/share/reverie")
    #expect(path(nil, [:]) == "./.local/share/reverie")
    #expect(path("/", [:]) == "/")
  }
}

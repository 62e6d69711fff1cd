import Catalog
import Testing

@testable import Streams

@Suite struct LetterTests {
  @Test(arguments: [
    ("balanced", 47, 46, "t"), ("byclass", 62, 61, "z"), ("bymerge", 47, 36, "a"),
    ("letters", 26, 26, "Z"), ("digits", 10, 9, "9"), ("mnist", 10, 0, "0"),
  ])
  func `EMNIST is turned upright and its classes have names`(
    subset: String, classes: Int, label: Int, name: String
  ) throws {
    #expect(EMNIST.names(subset).count == classes)
    let first = subset == "letters" ? 1 : 0
    #expect(EMNIST.names(subset)[label - first] == name)
    #expect(Set(EMNIST.names(subset)).count == classes)
    let folder = try TemporaryFolder()
    let count = classes
    let pixels = (0..<(count * 784)).map { UInt8($0 % 251) }
    let labels = (0..<count).map { UInt8($0 + first) }
    for part in ["train", "test"] {
      try folder.write(
        idxFile([count, 28, 28], pixels), to: "emnist-\(subset)-\(part)-images-idx3-ubyte")
      try folder.write(idxFile([count], labels), to: "emnist-\(subset)-\(part)-labels-idx1-ubyte")
    }
    let data = try EMNIST.read(
      Settings(["subset": .name(subset)]), in: DataDirectory("/"), operand: folder.path)
    #expect(data.train.labels == (0..<count).map { UInt16($0) })
    let image = data.train.pixels(at: 1)
    #expect(image[1] == pixels[784 + 28])
    #expect(image[28] == pixels[784 + 1])
    let stored = try EMNIST.read(
      Settings(["subset": .name(subset), "transpose": .name("no")]), in: DataDirectory("/"),
      operand: folder.path)
    #expect(stored.train.pixels(at: 1) == Array(pixels[784..<1568]))
  }

  @Test func `KMNIST and idx read the four usual files`() throws {
    let rows = idxFile([10, 28, 28], (0..<7840).map { UInt8($0 % 251) })
    let folder = try TemporaryFolder()
    for name in IDXSet.names {
      try folder.write(name.contains("images") ? rows : idxFile([10], Array(0...9)), to: name)
    }
    let data = try KMNIST.read(Settings(), in: DataDirectory("/"), operand: folder.path)
    #expect(data.classNames == ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"])
    let turned = try IDXPair.read(
      Settings(["transpose": .name("yes")]), in: DataDirectory("/"), operand: folder.path)
    #expect(turned.train.pixels(at: 3)[29 * 5] == data.train.pixels(at: 3)[29 * 5])
    #expect(turned.train.pixels(at: 3)[1] == data.train.pixels(at: 3)[28])
  }

  @Test func `QMNIST takes the first column of its labels`() throws {
    func labels(_ digits: [Int]) -> [UInt8] {
      joined(
        [0, 0, 12, 2], bigEndian(digits.count), bigEndian(8),
        digits.flatMap { digit in
          ([digit] + Array(repeating: 77, count: 7)).flatMap { bigEndian($0) }
        })
    }
    let folder = try TemporaryFolder()
    let digits = Array(0...9)
    for (name, bytes) in zip(
      QMNIST.files,
      [
        idxFile([10, 28, 28], [UInt8](repeating: 1, count: 7840)), labels(digits),
        idxFile([1, 28, 28], [UInt8](repeating: 2, count: 784)), labels([7]),
      ])
    {
      try folder.write(gzip(bytes), to: name + ".gz")
    }
    let data = try QMNIST.read(Settings(), in: DataDirectory("/"), operand: folder.path)
    #expect(data.train.labels == (0...9).map { UInt16($0) })
    #expect(data.test.labels == [7])
    try folder.write(gzip(labels([10])), to: QMNIST.files[3] + ".gz")
    let error = #expect(throws: StreamsError.self) {
      try QMNIST.read(Settings(), in: DataDirectory("/"), operand: folder.path)
    }
    #expect(error?.message.contains("label 10 of image 0") == true)
  }
}

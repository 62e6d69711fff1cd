import Catalog
import Foundation
import Testing

@testable import Streams

func classCounts(_ archive: ImageArchive, _ classes: Int) -> [Int] {
  archive.labels.reduce(into: [Int](repeating: 0, count: classes)) { $0[Int($1)] += 1 }
}

func inkOf(_ archive: ImageArchive, _ index: Int) -> Int {
  archive.pixels(at: index).reduce(0) { $0 + Int($1) }
}

@Suite struct BuiltInReaderTests {
  private let nowhere = DataDirectory("/nowhere")

  @Test func `digits has 500 and 100 images of each digit`() throws {
    let digits = try Digits.read(Settings(), in: nowhere, operand: nil)
    #expect(digits.train.shape == ImageShape(channels: 1, height: 28, width: 28))
    #expect(digits.classNames == (0...9).map(String.init))
    #expect(classCounts(digits.train, 10) == Array(repeating: 500, count: 10))
    #expect(classCounts(digits.test, 10) == Array(repeating: 100, count: 10))
    #expect(digits.train.labels.prefix(10) == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4])
    #expect(digits.test.labels.prefix(10) == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9])
    #expect(inkOf(digits.train, 0) == 27525)
    #expect(inkOf(digits.train, 4999) == 19928)
    #expect(inkOf(digits.test, 0) == 18454)
    #expect(digits.train.storage.count == 5000 * 784)
    #expect(
      digits.files.map { String($0.sha256.prefix(8)) } == [
        "988e6ed1", "7abea16e", "b0fcb194", "9ed1dc30",
      ])
  }

  @Test func `pixels outside the archive are none`() throws {
    let digits = try Digits.read(Settings(), in: nowhere, operand: nil)
    #expect(digits.train.pixels(at: -1).isEmpty)
    #expect(digits.train.pixels(at: 5000).isEmpty)
  }

  @Test(arguments: [(2, 8, 3), (10, 12, 100), (256, 16, 1)])
  func `glyphs has the figures and images that were asked for`(
    figures: Int, size: Int, train: Int
  ) throws {
    let settings = Settings([
      "figures": .integer(figures), "size": .integer(size), "train": .integer(train),
      "test": .integer(2),
    ])
    let glyphs = try Glyphs.read(settings, in: nowhere, operand: nil)
    #expect(glyphs.train.shape == ImageShape(channels: 1, height: size, width: size))
    #expect(classCounts(glyphs.train, figures) == Array(repeating: train, count: figures))
    #expect(classCounts(glyphs.test, figures) == Array(repeating: 2, count: figures))
    #expect(glyphs.files.isEmpty)
  }

  @Test func `glyphs are the same bytes for the same options`() throws {
    func digest(_ seed: Int) throws -> String {
      try Glyphs.read(Settings(["seed": .integer(seed)]), in: nowhere, operand: nil).digest
    }
    #expect(try digest(1) == digest(1))
    #expect(try digest(1) != digest(2))
  }

  @Test func `an unknown data set names those that there are`() {
    let error = #expect(throws: StreamsError.self) {
      try Datasets.stream("omniglot", in: nowhere)
    }
    #expect(error?.message.contains("there is no data set 'omniglot': use digits, glyphs") == true)
    #expect(error?.isDataProblem == false)
  }
}

@Suite struct RealReaderTests {
  @Test(.enabled(if: RealData.has("mnist"), RealData.hint))
  func `MNIST is read whole`() throws {
    let mnist = try MNIST.read(Settings(), in: RealData.directory, operand: nil)
    #expect(mnist.train.shape == ImageShape(channels: 1, height: 28, width: 28))
    #expect(
      classCounts(mnist.train, 10)
        == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949])
    #expect(
      classCounts(mnist.test, 10) == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009])
    #expect(inkOf(mnist.train, 0) == 27525)
    #expect(inkOf(mnist.train, 59_999) == 20920)
    #expect(inkOf(mnist.test, 9_999) == 41833)
    #expect(
      mnist.files.map(\.sha256) == [
        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
        "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
        "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
        "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
      ])
  }

  @Test(.enabled(if: RealData.has("mnist"), RealData.hint))
  func `idx reads the same MNIST from its folder`() throws {
    let folder = try RealData.path("mnist")
    let mnist = try MNIST.read(Settings(), in: RealData.directory, operand: folder)
    let idx = try IDXPair.read(Settings(), in: RealData.directory, operand: folder + "/")
    #expect(idx.digest == mnist.digest)
    #expect(idx.classNames == mnist.classNames)
  }

  @Test(.enabled(if: RealData.has("fashion-mnist"), RealData.hint))
  func `Fashion-MNIST is read whole`() throws {
    let fashion = try FashionMNIST.read(Settings(), in: RealData.directory, operand: nil)
    #expect(classCounts(fashion.train, 10) == Array(repeating: 6000, count: 10))
    #expect(classCounts(fashion.test, 10) == Array(repeating: 1000, count: 10))
    #expect(fashion.classNames.first == "T-shirt/top")
    #expect(fashion.classNames.last == "ankle boot")
    #expect(inkOf(fashion.train, 0) == 76247)
    #expect(inkOf(fashion.test, 9_999) == 24390)
    #expect(
      fashion.files.map { String($0.sha256.prefix(8)) }
        == ["3aede38d", "a04f1713", "346e55b9", "67da17c7"])
  }

  @Test(.enabled(if: RealData.has("cifar-10"), RealData.hint))
  func `CIFAR-10 is read with two of its batches, and says so`() throws {
    let cifar = try CIFAR10.read(Settings(), in: RealData.directory, operand: nil)
    #expect(
      classCounts(cifar.train, 10)
        == [1989, 1981, 2042, 2011, 2009, 1925, 2038, 2027, 2012, 1966])
    #expect(classCounts(cifar.test, 10) == Array(repeating: 1000, count: 10))
    #expect(cifar.classNames.first == "airplane")
    #expect(cifar.notes.count == 1)
    #expect(
      cifar.notes[0].hasPrefix(
        "2 of 5 training batches, 20000 images: data_batch_3.bin, data_batch_4.bin, "
          + "data_batch_5.bin not found in"))
  }

  @Test(
    .enabled(if: RealData.has("cifar-100"), RealData.hint),
    arguments: [("fine", 100), ("coarse", 20)])
  func `CIFAR-100 is read whole from xz files`(kind: String, classes: Int) throws {
    let settings = Settings(["labels": .name(kind)])
    let cifar = try CIFAR100.read(settings, in: RealData.directory, operand: nil)
    #expect(cifar.train.shape == ImageShape(channels: 3, height: 32, width: 32))
    #expect(
      classCounts(cifar.train, classes) == Array(repeating: 50_000 / classes, count: classes))
    #expect(
      classCounts(cifar.test, classes) == Array(repeating: 10_000 / classes, count: classes))
    #expect(inkOf(cifar.train, 0) == 424_846)
    #expect(inkOf(cifar.train, 49_999) == 268_402)
    #expect(cifar.test.pixels(at: 0).prefix(6) == [199, 196, 195, 195, 196, 197])
    #expect(inkOf(cifar.test, 9_999) == 328_923)
    let isFine = kind == "fine"
    #expect(cifar.train.labels[0] == (isFine ? 19 : 11))
    #expect(
      cifar.classNames[isFine ? 19 : 11] == (isFine ? "cattle" : "large_omnivores_and_herbivores"))
    #expect(cifar.files.map { String($0.sha256.prefix(8)) } == ["9c3829bb", "5318dab2"])
  }

  @Test(.enabled(if: RealData.has("svhn"), RealData.hint))
  func `the SVHN sample is read, with its last images to test`() throws {
    let svhn = try SVHN.read(
      Settings(["test": .integer(283)]), in: RealData.directory, operand: nil)
    #expect(svhn.train.shape == ImageShape(channels: 3, height: 32, width: 32))
    #expect((svhn.train.count, svhn.test.count) == (800, 283))
    let counts = zip(classCounts(svhn.train, 10), classCounts(svhn.test, 10)).map { $0 + $1 }
    #expect(counts == [66, 227, 141, 134, 110, 112, 78, 70, 78, 67])
    #expect(svhn.train.labels.prefix(8) == [1, 9, 2, 3, 2, 5, 9, 3])
    let pixels = svhn.train.pixels(at: 0)
    #expect((pixels[0], pixels[1], pixels[32]) == (33, 15, 28))
    #expect((pixels[1024 + 32], pixels[2048 + 32]) == (39, 35))
    #expect(inkOf(svhn.train, 0) == 195_146)
    #expect(inkOf(svhn.test, 282) == 620_245)
    #expect(svhn.files.map { String($0.sha256.prefix(8)) } == ["9a19de5d"])
  }

  @Test(.enabled(if: RealData.has("svhn"), RealData.hint))
  func `SVHN without test images says what to do`() throws {
    let error = #expect(throws: StreamsError.self) {
      try SVHN.read(Settings(), in: RealData.directory, operand: nil)
    }
    #expect(error?.message.contains("test_32x32.mat not found") == true)
    #expect(error?.message.contains("test=N") == true)
  }
}

@Suite struct RealFolderTests {
  private static let tiny = "tiny-imagenet-50/tiny-imagenet-200-first50.tar.xz"
  private static let birds = "cub-200-sample/cub-200-2010-first10-s96.tar.xz"

  @Test(.enabled(if: RealData.has(tiny), RealData.hint))
  func `three classes of Tiny ImageNet are read as they are unpacked`() throws {
    let folder = try TemporaryFolder()
    let names = ["n01443537", "n02124075", "n04067472"]
    let members = names.map { "tiny-imagenet-200/train/\($0)" } + ["tiny-imagenet-200/val"]
    try untar(RealData.path(Self.tiny), into: folder.path, members: members)
    let root = folder.file("tiny-imagenet-200")
    let annotations = root + "/val/val_annotations.txt"
    let lines = try String(contentsOfFile: annotations, encoding: .utf8).split(separator: "\n")
      .filter { line in names.contains { line.contains($0) } }
    try lines.joined(separator: "\n").write(
      toFile: annotations, atomically: true, encoding: .utf8)
    let tiny = try ImageFolder.read(Settings(), in: RealData.directory, operand: root)
    #expect(tiny.train.shape == ImageShape(channels: 3, height: 64, width: 64))
    #expect(classCounts(tiny.train, 3) == [110, 110, 110])
    #expect(classCounts(tiny.test, 3) == [50, 50, 50])
    #expect(tiny.classNames == names)
    let small = try ImageFolder.read(
      Settings(["size": .integer(16), "channels": .name("1")]), in: RealData.directory,
      operand: root)
    #expect(small.train.shape == ImageShape(channels: 1, height: 16, width: 16))
    #expect(small.train.labels == tiny.train.labels)
    let (large, little) = (inkOf(tiny.train, 0) / (3 * 64 * 64), inkOf(small.train, 0) / 256)
    #expect(abs(large - little) < 25)
  }

  @Test(.enabled(if: RealData.has(tiny), RealData.hint))
  func `Tiny ImageNet is read in place from its archive`() throws {
    let tiny = try ImageFolder.read(
      Settings(["size": .integer(8), "channels": .name("1")]), in: RealData.directory,
      operand: RealData.path(Self.tiny))
    #expect((tiny.train.count, tiny.test.count) == (5500, 2500))
    #expect(tiny.classNames.count == 50)
  }

  @Test(.enabled(if: RealData.has(birds), RealData.hint))
  func `birds of several sizes are read with a size only`() throws {
    let folder = try TemporaryFolder()
    try untar(RealData.path(Self.birds), into: folder.path)
    let root = folder.file("CUB_200_sample/images")
    let birds = try ImageFolder.read(
      Settings(["size": .integer(32)]), in: RealData.directory, operand: root)
    #expect(birds.train.shape == ImageShape(channels: 3, height: 32, width: 32))
    #expect(birds.train.count + birds.test.count == 294)
    #expect(birds.classNames.first == "001.Black_footed_Albatross")
    #expect(birds.classNames.count == 10)
    let error = #expect(throws: StreamsError.self) {
      try ImageFolder.read(Settings(), in: RealData.directory, operand: root)
    }
    #expect(error?.message.contains("make them alike with size=") == true)
  }
}

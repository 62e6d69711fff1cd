import Catalog
import Foundation
import Testing

@testable import Streams

/// A data set of grey images, with the value of each image's first pixel.
private func values(_ archive: ImageArchive) -> [UInt8] {
  (0..<archive.count).map { archive.pixels(at: $0)[0] }
}

private func read(
  _ folder: TemporaryFolder, _ settings: [String: Value] = [:], at name: String = ""
) throws -> Dataset {
  let settings = settings.merging(["channels": .name("1")]) { $1 }
  let path = name.isEmpty ? folder.path : folder.file(name)
  return try ImageFolder.read(Settings(settings), in: DataDirectory("/"), operand: path)
}

/// Images of 2x2, the n-th with the value n.
private func make(_ names: String...) throws -> TemporaryFolder {
  let folder = try TemporaryFolder()
  for (place, name) in names.enumerated() {
    try folder.write(greyPNG(2, UInt8(place + 1)), to: name)
  }
  return folder
}

@Suite struct FolderTests {
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

  @Test(arguments: [("train", "test"), ("Train", "Test"), ("TRAINING", "Valid"), ("train", "val")])
  func `parts are recognised by their names`(train: String, test: String) throws {
    let folder = try make("\(train)/a/1.png", "\(train)/b/1.png", "\(test)/b/2.png")
    let data = try read(folder)
    #expect(data.classNames == ["a", "b"])
    #expect((values(data.train), values(data.test)) == ([1, 2], [3]))
    #expect(data.notes == ["left out: nothing of a is available for testing"])
  }

  @Test func `a class may be called train`() throws {
    let folder = try make(
      "boat/1.png", "boat/2.png", "train/1.png", "train/2.png", "test/1.png", "test/2.png")
    #expect(try read(folder).classNames == ["boat", "test", "train"])
  }

  @Test(arguments: ["dev", "holdout"])
  func `parts with the same classes are not taken for classes`(name: String) throws {
    let folder = try make(
      "train/a/1.png", "train/a/2.png", "train/b/1.png", "\(name)/a/1.png", "\(name)/b/1.png")
    let error = #expect(throws: StreamsError.self) { try read(folder) }
    #expect(error?.message.contains("train/ and \(name)/ hold the same classes") == true)
    let classes = try make("train/x/1.png", "train/x/2.png", "boat/y/1.png", "boat/y/2.png")
    #expect(try read(classes).classNames == ["boat", "train"])
  }

  @Test func `folders that hold one folder are passed through`() throws {
    let folder = try make("x/y/a/1.png", "x/y/a/2.png", "x/y/b/1.png", "x/y/b/2.png")
    try folder.write("text", to: "x/README.txt")
    try folder.makeFolder("x/empty")
    #expect(try read(folder).classNames == ["a", "b"])
    let split = try make("top/train/a/1.png", "top/test/a/1.png")
    #expect(try values(read(split).test) == [2])
  }

  @Test func `Tiny ImageNet is tested with its validation set`() throws {
    let folder = try make(
      "train/n1/images/n1_0.JPEG", "train/n2/images/n2_0.JPEG", "val/images/v0.JPEG",
      "val/images/v1.JPEG", "val/images/v2.JPEG", "test/images/t0.JPEG")
    try folder.write("v0.JPEG\tn2\t0\r\nv1.JPEG\tn1\t0\r\n", to: "val/val_annotations.txt")
    try folder.write("n1\nn2\n", to: "wnids.txt")
    let data = try read(folder)
    #expect((data.train.labels, data.test.labels) == ([0, 1], [1, 0]))
    #expect(values(data.test) == [3, 4])
    #expect(
      data.notes == [
        "left out: 1 image in val/ that val/val_annotations.txt does not name",
        "left out: test/ with 1 image, since it has no labels; val/ is used for testing",
      ])
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func `lists may end their lines in any way`(_ end: String) throws {
    let folder = try make("images/a/1.png", "images/a/2.png", "images/b/1.png", "images/b/2.png")
    let list = ["1 a/1.png", "2 a/2.png", "3 b/1.png", "4 b/2.png"]
    try folder.write(list.joined(separator: end) + end, to: "images.txt")
    try folder.write(
      ["1 0", "2 1", "3 1", "4 0"].joined(separator: end), to: "train_test_split.txt")
    let data = try read(folder)
    #expect((values(data.train), values(data.test)) == ([2, 3], [1, 4]))
  }

  @Test func `other formats, files and folders are counted`() throws {
    let folder = try make("a/1.png", "a/2.png", "b/1.png", "b/2.png", "loose.png")
    for name in ["a/3.bmp", "a/4.WEBP", "b/5.gif", "b/6.gif", "b/notes.txt", "empty/x.txt"] {
      try folder.write("text", to: name)
    }
    try folder.makeFolder("nothing")
    try folder.write("junk", to: "__MACOSX/a/._1.png")
    let data = try read(folder)
    #expect(data.classNames == ["a", "b"])
    #expect(
      data.notes == [
        "left out: __MACOSX/, metadata of macOS",
        "left out: folders without images: empty, nothing",
        "left out: 1 .bmp, 2 .gif, 1 .webp files, since only PNG and JPEG images are read; "
          + "convert them first",
        "left out: 1 .txt file, not images",
        "left out: 1 image outside of the classes' folders",
      ])
    #expect(try ExperienceStream(data).notes == data.notes)
  }

  @Test func `a validation set beside a test set is counted`() throws {
    let folder = try make("train/a/1.png", "test/a/1.png", "val/a/1.png", "val/a/2.png")
    let data = try read(folder)
    #expect(values(data.test) == [2])
    #expect(data.notes.count == 1)
    #expect(data.notes[0].hasPrefix("left out: val/ with 2 images, since test/ is used"))
  }

  @Test func `images at any depth belong to their class`() throws {
    let folder = try make("a/1.png", "a/1/2/3/4/9.png", "b/1.png", "b/2.png")
    let data = try read(folder)
    #expect(data.train.count + data.test.count == 4)
    #expect(data.notes.isEmpty)
  }

  @Test func `a name that is not UTF-8 is refused by name`() throws {
    let folder = try make("a/1.png", "a/2.png")
    let bytes = Array(folder.path.utf8) + Array("/caf".utf8) + [0xE9, 0]
    #expect(bytes.withUnsafeBytes { mkdir($0.bindMemory(to: CChar.self).baseAddress!, 0o755) } == 0)
    let error = #expect(throws: StreamsError.self) { try read(folder) }
    #expect(error?.message.contains("'caf\\xe9' is not UTF-8") == true)
  }

  @Test func `a link to a folder above is refused`() throws {
    let folder = try make("a/1.png", "a/2.png")
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("a/loop"), withDestinationPath: folder.path)
    let error = #expect(throws: StreamsError.self) { try read(folder) }
    #expect(error?.message.contains("link to a folder above") == true)
  }

  @Test func `folders named by numbers are in the order of the numbers`() throws {
    let folder = try TemporaryFolder()
    for name in 0..<12 {
      for file in 1...2 { try folder.write(greyPNG(2, UInt8(name)), to: "\(name)/\(file).png") }
    }
    let data = try read(folder)
    #expect(data.classNames == (0..<12).map(String.init))
    let some = try ExperienceStream(data, SplitOptions(Settings(["classes": .range(2, 3)])))
    #expect(some.experiences[0].classes.map { some.classNames[$0] } == ["2", "3"])
  }

  @Test func `damaged images are skipped and counted only if asked for`() throws {
    let folder = try make("a/1.png", "a/2.png", "a/3.png", "b/1.png", "b/2.png", "b/3.png")
    try folder.write(Array(greyPNG(40).dropLast(400)), to: "a/2.png")
    try folder.write("hello", to: "b/3.png")
    let error = #expect(throws: StreamsError.self) { try read(folder) }
    #expect(error?.message.contains("a/2.png: damaged PNG") == true)
    #expect(error?.message.contains("skip=damaged") == true)
    let data = try read(folder, ["skip": .name("damaged"), "test": .number(0.34)])
    #expect((values(data.train), values(data.test)) == ([1, 4, 5], [3]))
    #expect((data.train.labels, data.test.labels) == ([0, 1, 1], [0]))
    #expect(data.notes.contains { $0.hasPrefix("left out: 2 damaged images") })
  }

  @Test func `too many large images are refused before one is read`() throws {
    let folder = try TemporaryFolder()
    for name in 0..<4000 { try folder.write([], to: "a/\(name).png") }
    let error = #expect(throws: StreamsError.self) { try read(folder, ["size": .integer(4096)]) }
    #expect(error?.message.contains("do not fit into the memory") == true)
  }
}

@Suite struct FolderTableTests {
  @Test func `a table beside the images names their classes`() throws {
    let folder = try make(
      "images/1.png", "images/2.png", "images/3.png", "images/4.png", "images/5.png")
    try folder.write(
      "\u{FEFF}id,breed\r\n1,\"pug, small\"\r\n2,collie\r\n3.png,\"pug, small\"\r\n4,collie\r\n",
      to: "labels.csv")
    let data = try read(folder)
    #expect(data.classNames == ["collie", "pug, small"])
    #expect((values(data.train), values(data.test)) == ([2, 1], [4, 3]))
    #expect(data.notes == ["left out: 1 image in images/ that labels.csv does not name"])
  }

  @Test func `a table may say which images are to test with`() throws {
    let folder = try make("images/1.png", "images/2.png", "images/3.png", "images/4.png")
    try folder.write(
      "label;file;split\n9;1.png;train\n9;2.png;test\n10;3.png;train\n10;4.png;val\n",
      to: "labels.csv")
    let data = try read(folder)
    #expect(data.classNames == ["9", "10"])
    #expect((values(data.train), values(data.test)) == ([1, 3], [2]))
    #expect(throws: StreamsError.self) { try read(folder, ["test": .number(0.5)]) }
  }
}

@Suite struct ArchiveTests {
  private static let members = [
    ("top/b/2.png", 1), ("top/a/1.png", 2), ("top/b/1.png", 3), ("top/a/2.png", 4),
    ("__MACOSX/top/a/._1.png", 5), ("../../evil.png", 6), ("top/a/3.bmp", 7),
  ].map { (name: $0.0, bytes: greyPNG(2, UInt8($0.1))) }

  @Test(arguments: ["d.zip", "d.tar", "d.tar.gz", "D.TGZ"])
  func `an archive of an image folder is read in place`(_ name: String) throws {
    let folder = try TemporaryFolder()
    let whole = name == "d.zip" ? zip(Self.members) : tar(Self.members)
    try folder.write(name.lowercased().hasSuffix("gz") ? gzip(whole) : whole, to: name)
    let data = try read(folder, at: name)
    #expect(data.classNames == ["a", "b"])
    #expect((values(data.train), values(data.test)) == ([2, 3], [4, 1]))
    #expect(data.notes.contains("left out: __MACOSX/, metadata of macOS"))
    #expect(data.notes.contains { $0.hasPrefix("left out: 1 .bmp file") })
  }

  @Test func `CIFAR-10 is read from its archive and with some of its batches`() throws {
    func batch(_ labels: ClosedRange<UInt8>) -> [UInt8] {
      labels.flatMap { [$0] + [UInt8](repeating: $0, count: 3072) }
    }
    let folder = try TemporaryFolder()
    let members = [
      ("cifar-10-batches-bin/batches.meta.txt", Array("a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n".utf8)),
      ("cifar-10-batches-bin/data_batch_2.bin", batch(0...9)),
      ("cifar-10-batches-bin/test_batch.bin", batch(3...4)),
    ].map { (name: $0.0, bytes: $0.1) }
    try folder.write(gzip(tar(members)), to: "cifar-10-binary.tar.gz")
    let data = try CIFAR10.read(Settings(), in: DataDirectory(folder.path), operand: nil)
    #expect(data.classNames == "abcdefghij".map(String.init))
    #expect(data.train.labels == (0...9).map { UInt16($0) })
    #expect(data.test.labels == [3, 4])
    #expect(data.files.map(\.name) == ["cifar-10-binary.tar.gz"])
    #expect(data.notes.count == 1)
    #expect(
      data.notes[0].hasPrefix(
        "1 of 5 training batches, 10 images: data_batch_1.bin, data_batch_3.bin"))
    let error = #expect(throws: StreamsError.self) {
      try CIFAR100.read(Settings(), in: DataDirectory(folder.path), operand: nil)
    }
    #expect(error?.message.contains("train.bin") == true)
  }

  @Test func `reading an archive can be stopped`() throws {
    let folder = try TemporaryFolder()
    try folder.write(zip(Self.members), to: "d.zip")
    for limit in 1...12 {
      var asked = 0
      #expect(throws: StreamsError.stopped) {
        try Datasets.stream(
          "folder", in: DataDirectory("/"), operand: folder.file("d.zip"),
          shouldStop: {
            asked += 1
            return asked >= limit
          })
      }
    }
  }
}

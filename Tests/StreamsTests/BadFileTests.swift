import Catalog
import Foundation
import TestSupport
import Testing

@testable import Streams

/// A file or folder that cannot be read, and what the message must say of it.
struct BadFile: Sendable, CustomTestStringConvertible {
  let what: String
  let maker: String
  /// The file or folder in the temporary folder that a person would name; "" is the folder itself.
  var operand = ""
  var settings: [String: Value] = [:]
  var words: [String]
  let make: @Sendable (TemporaryFolder) throws -> Void

  var testDescription: String { "\(maker): \(what)" }

  init(
    _ what: String, _ maker: String, _ operand: String = "", _ settings: [String: Value] = [:],
    says words: String..., make: @escaping @Sendable (TemporaryFolder) throws -> Void
  ) {
    (self.what, self.maker, self.operand) = (what, maker, operand)
    (self.settings, self.words, self.make) = (settings, words, make)
  }

  /// What the maker throws for it.
  func failure() throws -> StreamsError? {
    let folder = try TemporaryFolder()
    try make(folder)
    let path = operand.isEmpty ? folder.path : folder.file(operand)
    do {
      _ = try Datasets.stream(
        maker, Settings(settings), in: DataDirectory(folder.path), operand: path)
      return nil
    } catch let error as StreamsError {
      return error
    }
  }
}

private func isOneLine(_ text: String) -> Bool { !text.contains { $0.isNewline } }

@Suite struct BadFileTests {
  @Test(
    arguments: BadFile.idx + BadFile.packed + BadFile.records + BadFile.matlab + BadFile.folders
      + BadFile.pictures + BadFile.numpy)
  func `a bad file is refused in one line that names it`(_ bad: BadFile) throws {
    let error = try #require(try bad.failure(), "it was read")
    #expect(isOneLine(error.message))
    #expect(error.message.count < 700)
    for word in bad.words { #expect(error.message.contains(word), "\(error.message.prefix(300))") }
  }

  @Test(arguments: [
    "mnist", "fashion-mnist", "kmnist", "qmnist", "emnist", "cifar10", "cifar100", "svhn",
  ])
  func `a missing data set is named with its folder and addresses`(_ maker: String) throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: StreamsError.self) {
      try Datasets.stream(maker, in: DataDirectory(folder.path))
    }
    let message = try #require(error?.message)
    #expect(message.hasPrefix("\(maker): "))
    #expect(message.contains("not found in \(folder.path)/"))
    #expect(isOneLine(message))
    let details = try #require(error?.details)
    #expect(details.contains { $0.hasPrefix("missing: ") })
    #expect(details.contains { $0.hasPrefix("looked in: \(folder.path)/") })
    #expect(details.contains { $0.hasPrefix("from: http") })
    #expect(details.contains { $0.hasPrefix("by hand: mkdir -p ") })
    #expect(
      details.contains("to get them: reverie data get \(maker)")
        == DataFetcher.names.contains(maker))
    #expect(details.allSatisfy(isOneLine))
  }

  @Test func `only the missing files are named`() throws {
    let folder = try TemporaryFolder()
    try folder.write([], to: "mnist/train-images-idx3-ubyte.gz")
    try folder.write([], to: "mnist/t10k-labels-idx1-ubyte")
    let error = #expect(throws: StreamsError.self) {
      try Datasets.stream("mnist", in: DataDirectory(folder.path))
    }
    #expect(
      error?.details.first == "missing: train-labels-idx1-ubyte, t10k-images-idx3-ubyte")
  }

  @Test(.enabled(if: getuid() != 0, "needs a user other than root, who may read anything"))
  func `a file without permission is named`() throws {
    let folder = try TemporaryFolder()
    try BadFile.writeIDX(to: folder)
    chmod(folder.file("train-images-idx3-ubyte"), 0)
    let error = #expect(throws: StreamsError.self) {
      try IDXPair.read(Settings(), in: DataDirectory(folder.path), operand: folder.path)
    }
    #expect(error?.message.contains("train-images-idx3-ubyte: cannot be read") == true)
  }

  @Test func `names of files cannot break the line`() throws {
    let folder = try TemporaryFolder()
    let name = "a\nb\u{2028}c\u{85}d"
    try folder.write("text", to: name)
    let error = #expect(throws: StreamsError.self) {
      try NPZ.read(Settings(), in: DataDirectory(folder.path), operand: folder.file(name))
    }
    #expect(error?.message.contains("a\\u{a}b\\u{2028}c\\u{85}d") == true)
    #expect(error.map { isOneLine($0.message) } == true)
  }

  @Test func `random damage to small files never crashes`() throws {
    var random = Seeded(seed: 7)
    for bad in BadFile.whole {
      let folder = try TemporaryFolder()
      try bad.make(folder)
      let path = bad.operand.isEmpty ? folder.path : folder.file(bad.operand)
      let target = try #require(bad.words.first)
      let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: folder.file(target))))
      for _ in 0..<60 {
        var damaged = bytes
        for _ in 0...random.below(3) {
          damaged[random.below(damaged.count)] = UInt8(random.below(256))
        }
        if random.below(3) == 0 {
          damaged.removeLast(random.below(damaged.count))
        }
        try folder.write(damaged, to: target)
        do {
          _ = try Datasets.stream(
            bad.maker, Settings(bad.settings), in: DataDirectory(folder.path), operand: path)
        } catch let error as StreamsError {
          #expect(isOneLine(error.message))
        }
      }
    }
  }
}

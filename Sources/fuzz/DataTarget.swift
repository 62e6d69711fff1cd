import Catalog
import Foundation
import Journal
import Streams

/// The readers of data sets in files: npz, IDX, MATLAB and the lists beside images.
final class DataTarget: Target {
  private let file: ScratchFile
  private let maker: String
  private let settings: Settings
  /// The file or folder that is read.
  private let operand: String?
  private let part: Part

  /// - Throws: What cannot be written beside the input.
  init(_ part: Part) throws {
    self.part = part
    switch part {
    case .npz:
      file = try ScratchFile("x.npz")
      (maker, operand, settings) = ("npz", file.path, Settings(["test": .integer(1)]))
    case .mat:
      file = try ScratchFile("train_32x32.mat")
      (maker, operand, settings) = ("svhn", file.folder, Settings(["test": .integer(1)]))
    case .list:
      file = try ScratchFile("labels.csv")
      (maker, operand, settings) = ("folder", file.folder, Settings())
      let images = file.folder + "/images"
      try FileManager.default.createDirectory(atPath: images, withIntermediateDirectories: true)
      for name in ["a.png", "b.png", "c.jpg"] {
        try Data([0]).write(to: URL(fileURLWithPath: images + "/" + name))
      }
    default:
      file = try ScratchFile("images")
      let labels = file.folder + "/labels"
      try Data([0, 0, 8, 1, 0, 0, 0, 2, 0, 1]).write(to: URL(fileURLWithPath: labels))
      maker = "idx"
      operand = nil
      settings = Settings([
        "images": .text(file.path), "test-images": .text(file.path), "labels": .text(labels),
        "test-labels": .text(labels),
      ])
    }
  }

  func make(_ input: inout [UInt8], _ dice: inout Dice) {
    switch part {
    case .idx:
      input += [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2]
      input += (0..<8).map { _ in UInt8(dice.below(256)) }
    case .list:
      for _ in 0...dice.below(4) {
        input += dice.pick(["a.png", "b.png", "c.jpg", "\"a.png\"", "../x", "file"]).utf8
        input += dice.pick([",", ";", "\t"]).utf8
        input += dice.pick(["cat", "dog", "\"c,d\"", "train", "label"]).utf8
        input += dice.pick(["\n", "\r\n", ",test\n"]).utf8
      }
    default: input += (0..<dice.below(64)).map { _ in UInt8(dice.below(256)) }
    }
  }

  func read(_ input: [UInt8], _ dice: inout Dice) throws(Finding) {
    try file.write(input)
    do {
      _ = try Datasets.stream(maker, settings, in: DataDirectory("/nowhere"), operand: operand)
    } catch {
      let words = Failure(wrapping: error).oneLine
      try require(
        words.utf8.count < 5000 && !words.utf8.contains { $0 < 32 }, "no short line: \(words)")
    }
  }
}

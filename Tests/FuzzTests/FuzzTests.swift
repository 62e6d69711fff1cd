import Foundation
import Testing

@testable import fuzz

/// Broken inputs, as `Scripts/fuzz` makes them without end: a few thousand, and nasty ones by hand.
@Suite struct FuzzTests {
  private static let corpus = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appending(path: "Corpus")

  /// Files that libFuzzer kept, as they reach places in the program that others do not.
  @Test(arguments: Part.allCases)
  func `every file of the corpus is read or refused`(part: Part) throws {
    let target = try part.target()
    let folder = Self.corpus.appending(path: part.rawValue)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(files.count > 5)
    for name in files {
      let input = try Array(Data(contentsOf: folder.appending(path: name)))
      do throws(Finding) {
        try target.read(input)
      } catch { Issue.record("\(part.rawValue)/\(name): \(error)") }
    }
  }

  @Test(arguments: zip(Part.allCases, [600, 300, 200, 20, 20, 20, 80]))
  func `made inputs are read or refused`(part: Part, count: Int) throws {
    let target = try part.target()
    for number in 0..<count {
      var dice = Dice(seed: 2, part: part.rawValue, number: number)
      var input: [UInt8] = []
      target.make(&input, &dice)
      do throws(Finding) {
        try target.read(input)
      } catch { Issue.record("\(part.rawValue) \(number): \(error)") }
    }
  }

  @Test(arguments: Nasty.lines.indices)
  func `a nasty line is read or refused`(index: Int) throws {
    let line = Nasty.lines[index]
    try read(Array(line.utf8), by: .language)
  }

  @Test(arguments: Nasty.records.indices)
  func `a nasty record is read or refused`(index: Int) throws {
    let record = Nasty.records[index]
    try read(
      Array("#!reverie journal 1\nlet x = 1\n\(record)\n#= 1 a=1\n".utf8), by: .journal)
  }

  @Test(arguments: Nasty.headers.indices)
  func `a nasty header is read or refused`(index: Int) throws {
    let header = Nasty.headers[index]
    var file = [UInt8](repeating: 0, count: 8) + Array(header.utf8)
    SnapshotMaker.setLength(of: &file, to: UInt64(header.utf8.count))
    try read(file, by: .snapshot)
  }

  private func read(_ input: [UInt8], by part: Part) throws {
    let target = try part.target()
    // Whole, with the choices that reading makes, and cut off at every third byte.
    for number in 0..<16 {
      var dice = Dice(seed: 3, part: part.rawValue, number: number)
      try target.read(input, &dice)
    }
    guard input.count < 300 else { return }
    for count in stride(from: 0, to: input.count, by: 3) {
      var dice = Dice(seed: 4, part: part.rawValue, number: count)
      try target.read(Array(input[..<count]), &dice)
    }
  }
}

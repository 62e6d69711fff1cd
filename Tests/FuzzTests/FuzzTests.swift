import Foundation
import Testing

@testable import fuzz

/// Broken inputs, as `Scripts/fuzz` makes them without end: a few thousand, and nasty ones by hand.
@Suite struct FuzzTests {
  private static let sessions = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Sessions").path

  private func target(_ part: Fuzz.Part) throws -> any Target {
    try part.target(Corpus(sessions: Self.sessions))
  }

  @Test(arguments: [(Fuzz.Part.language, 3000), (.journal, 1500), (.snapshot, 1000)])
  func `made inputs are read or refused`(part: Fuzz.Part, count: Int) throws {
    let target = try target(part)
    var input: [UInt8] = []
    for number in 0..<count {
      do throws(Finding) {
        try Fuzz.execute(number, of: target, part, 2, &input)
      } catch { Issue.record("\(part.rawValue) 2 \(number): \(error)") }
    }
  }

  @Test func `an input is a function of seed, part and number`() throws {
    let (first, second) = (try target(.journal), try target(.journal))
    var (left, right) = ([UInt8](), [UInt8]())
    for number in 0..<100 {
      var dice = Dice(seed: 7, part: "journal", number: number)
      first.make(&left, &dice)
    }
    var dice = Dice(seed: 7, part: "journal", number: 99)
    second.make(&right, &dice)
    #expect(left == right)
    dice = Dice(seed: 8, part: "journal", number: 99)
    second.make(&right, &dice)
    #expect(left != right)
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

  private func read(_ input: [UInt8], by part: Fuzz.Part) throws {
    let target = try target(part)
    // Whole, with every choice that reading makes, and cut off at every byte.
    for number in 0..<32 {
      var dice = Dice(seed: 3, part: part.rawValue, number: number)
      try target.read(input, &dice)
    }
    guard input.count < 300 else { return }
    for count in 0..<input.count {
      var dice = Dice(seed: 4, part: part.rawValue, number: count)
      try target.read(Array(input[..<count]), &dice)
    }
  }
}

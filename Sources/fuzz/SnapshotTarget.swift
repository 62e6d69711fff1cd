import Journal
import Foundation
import Language
import Torch
import Workbench

/// The reader of snapshots and saved objects: header, tensors, the JSON in the metadata, and what
/// `load` makes of them.
final class SnapshotTarget: Target {
  /// Files that `save` and snapshots wrote.
  private let originals: [[UInt8]]
  private let file: ScratchFile
  private let load: Statement

  /// Writes real files first; libtorch is opened for that.
  init() throws {
    file = try ScratchFile("x.safetensors")
    originals = try RealSnapshots.make(in: file.folder)
    load = try Parser.statements(in: "load \"\(file.path)\" as again")[0].statement
  }

  func make(_ input: inout [UInt8], _ dice: inout Dice) {
    switch dice.below(8) {
    case 0...2: SnapshotMaker.write(&input, &dice)
    case 3...5: SnapshotMaker.writeWrong(&input, &dice)
    case 6 where dice.once(in: 20): SnapshotMaker.writeNested(&input, &dice)
    default: input += dice.pick(originals)
    }
    if dice.once(in: 12) { SnapshotMaker.lie(&input, &dice) }
  }

  /// Has the length before the header say where the header ends.
  func mend(_ input: inout [UInt8], _ dice: inout Dice) {
    guard input.count > 8, !dice.once(in: 4), let end = input.lastIndex(of: UInt8(ascii: "}"))
    else { return }
    SnapshotMaker.setLength(of: &input, to: UInt64(max(0, end - 7)))
  }

  func read(_ input: [UInt8], _ dice: inout Dice) throws(Finding) {
    try file.write(input)
    let metadata = try texts(input.count)
    let tensors: SafeTensors
    do {
      tensors = try SafeTensors(readingFrom: file.path)
    } catch { return try check(error, input.count) }
    try require(tensors.metadata == metadata, "the texts read otherwise with the tensors")
    let bytes = tensors.tensors.reduce(0) {
      $0 + $1.tensor.count * ($1.tensor.elementType?.size ?? 0)
    }
    // One byte of an 8-bit integer becomes eight.
    try require(bytes < 8 * input.count, "\(bytes) bytes of tensors come from \(input.count)")
    if dice.once(in: 64) { try again(tensors) }
    guard tensors.metadata["reverie"] != nil else { return }
    do { _ = try Snapshot(readingFrom: file.path) } catch { try check(error) }
    if dice.once(in: 2) { try restore(&dice) }
  }

  private func texts(_ size: Int) throws(Finding) -> [String: String]? {
    do {
      return try SafeTensors.metadata(ofFile: file.path)
    } catch {
      try check(error, size)
      return nil
    }
  }

  /// A message must name a byte of the file, and must not be about running out of memory.
  private func check(_ error: any Error, _ size: Int) throws(Finding) {
    try check(error)
    let words = "\(error)"
    guard let place = words.firstRange(of: ": byte ") else { throw Finding("no place: \(words)") }
    let number = Int(words[place.upperBound...].prefix { $0 != ":" })
    try require((0...size).contains(number ?? -1), "the place is outside of \(size): \(words)")
  }

  private func check(_ error: any Error) throws(Finding) {
    let words = Failure(wrapping: error).oneLine
    try require(
      words.utf8.count < 5000 && !words.utf8.contains { $0 < 32 }, "no short line: \(words)")
    for sign in ["can't allocate", "annot allocate", "bad_alloc", "not enough memory"] {
      try require(!words.contains(sign), "too much is asked for: \(words)")
    }
  }

  /// What is written again reads as the same.
  private func again(_ tensors: SafeTensors) throws(Finding) {
    do {
      try tensors.write(to: file.path)
      let again = try SafeTensors(readingFrom: file.path)
      try require(
        again.metadata == tensors.metadata && Set(again.byName.keys) == Set(tensors.byName.keys),
        "it reads otherwise than it was written")
    } catch let finding as Finding { throw finding } catch {
      throw Finding("what was read cannot be written or read again: \(error)")
    }
  }

  /// Loads the object; one that comes alive is looked at and used.
  private func restore(_ dice: inout Dice) throws(Finding) {
    let workspace = Workspace(.init(data: RealSnapshots.noData))
    let session = Session(workspace)
    do throws(Failure) {
      for statement in RealSnapshots.declarations { _ = try session.run(statement) }
      _ = try session.run(load)
      guard let object = workspace["again"] else { return }
      _ = (object.summary, object.fields)
      for statement in RealSnapshots.uses where dice.once(in: 4) { _ = try session.run(statement) }
    } catch { try check(error.diagnostic) }
  }
}

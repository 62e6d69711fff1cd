import Foundation
import Learning
import Testing
import Torch

@testable import Journal
@testable import Workbench

/// Snapshots of trainings: what they are named by, what they answer, and how many there are.
@Suite struct SnapshotTests {
  private static let full = "train ours on d epochs=3 batch=3"

  private func desk(
    _ name: String = "generative-replay", journal: String? = nil, seed: UInt64 = 1
  ) throws -> Desk {
    let desk = try Desk(seed: seed, journal: journal)
    try desk.type(
      Lines.data(for: name), Lines.model, Lines.generator,
      "learner ours = \(name) model=net generator=g\(Lines.options(name))")
    return desk
  }

  /// A desk whose trainings may be answered by what `other` left.
  private func follower(
    of other: Desk, _ name: String = "generative-replay", seed: UInt64 = 1
  ) throws -> Desk {
    let desk = try desk(name, journal: "b.journal", seed: seed)
    desk.session.snapshots?.look(beside: other.path("a.journal"))
    desk.session.snapshots?.answers = true
    return desk
  }

  private func origins(_ desk: Desk) -> [Origin] {
    desk.events.compactMap { event in
      guard case .end(_, let result) = event, result.statement.description.hasPrefix("train")
      else { return nil }
      return result.outcome.origin
    }
  }

  // Learners stop anywhere in the tests of their contract.
  @Test(arguments: Learners.all.names, [7, 16])
  func `a training continues from a snapshot within an epoch, values included`(
    name: String, stop: Int
  ) throws {
    let straight = try desk(name)
    try straight.type(Self.full)
    let first = try desk(name, journal: "a.journal")
    try first.type(Self.full + " stop=\(stop)")
    let second = try follower(of: first, name)
    try second.type(Self.full)
    #expect(origins(second) == [.snapshot(until: stop)])
    #expect(try second.digest("ours") == straight.digest("ours"))
    for field in ["last", "loss", "steps", "accuracy", "forward"] {
      #expect(second.value(field, of: "ours") == straight.value(field, of: "ours"), "\(field)")
    }
  }

  @Test func `a finished training is replayed from its record and the rest is the same`() throws {
    let first = try desk(journal: "a.journal")
    try first.type("train ours on d.1 epochs=2 batch=8", "train ours on d steps=2 batch=8")
    let second = try follower(of: first)
    try second.type("train ours on d.1 epochs=2 batch=8", "train ours on d steps=2 batch=8")
    #expect(origins(second) == [.snapshot(until: nil), .snapshot(until: nil)])
    #expect(try second.states() == first.states())
  }

  @Test func `other inputs are reported by name and computed`() throws {
    let first = try desk(journal: "a.journal")
    try first.type("train ours on d steps=2 batch=8")
    let other = try follower(of: first)
    try other.type("train ours on d steps=3 batch=8")
    #expect(origins(other).map(\.description) == ["ran (steps changed)"])
    let seeded = try follower(of: first, seed: 2)
    try seeded.type("train ours on d steps=2 batch=8")
    #expect(origins(seeded).first?.description.hasPrefix("ran (name or seed") == true)
    let straight = try desk(seed: 2)
    try straight.type("train ours on d steps=2 batch=8")
    #expect(try seeded.digest("ours") == straight.digest("ours"))
  }

  @Test func `a folder of snapshots that is a link is neither filled nor cleaned`() throws {
    let desk = try Desk(journal: "a.journal")
    for name in ["other", "snapshots"] {
      try FileManager.default.createDirectory(
        atPath: desk.path(name), withIntermediateDirectories: true)
    }
    let kept = ["back-1-1.safetensors", "x.safetensors.part-1"]
    for name in kept { try desk.write("mine", to: "other/" + name) }
    #expect(symlink(desk.path("other"), desk.path("snapshots/a.journal")) == 0)
    for line in Lines.all + [Lines.train] { try desk.type(line) }
    desk.session.snapshots?.sweep()
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: desk.path("other")).sorted() == kept)
  }

  @Test func `a damaged or foreign snapshot is not used`() throws {
    let first = try desk(journal: "a.journal")
    try first.type(Lines.train)
    let store = try #require(first.session.snapshots)
    let entry = try #require(SnapshotStore.entries(store.folder).first)
    var bytes = try Data(contentsOf: URL(fileURLWithPath: entry.path))
    bytes[bytes.count - 5] ^= 1
    try bytes.write(to: URL(fileURLWithPath: entry.path))
    let second = try follower(of: first)
    try second.type(Lines.train)
    #expect(try second.states() == first.states())
    try Data(bytes.prefix(100)).write(to: URL(fileURLWithPath: entry.path))
    let third = try follower(of: first)
    try third.type(Lines.train)
    #expect(try third.states() == first.states())
  }

  @Test func `the number and size of snapshots are bounded, and those of other sessions are kept`()
    throws
  {
    let desk = try desk("finetune", journal: "a.journal")
    let store = try #require(desk.session.snapshots)
    store.limits.files = 3
    for seed in 1...6 {
      try desk.type("learner l\(seed) = finetune model=net", "train l\(seed) on d steps=1")
    }
    #expect(SnapshotStore.entries(store.folder).count == 3)
    try Data().write(to: URL(fileURLWithPath: store.folder + "/other.txt"))
    // Another session that still runs, and one that does not.
    let live = try JournalWriter(path: desk.path("live.journal"), facts: [])
    let entry = try #require(SnapshotStore.entries(store.folder).first)
    for name in ["live.journal", "dead.journal"] {
      let folder = desk.path("snapshots/\(name)")
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        atPath: entry.path, toPath: folder + "/" + (entry.path as NSString).lastPathComponent)
      for name in ["back-7-1.safetensors", "x.safetensors.part-7"] {
        try Data().write(to: URL(fileURLWithPath: folder + "/" + name))
      }
    }
    store.limits.allBytes = 1
    store.limits.bytes = 1
    try desk.type("learner last = finetune model=net", "train last on d steps=1")
    #expect(SnapshotStore.entries(store.folder).count == 1)
    #expect(SnapshotStore.entries(desk.path("snapshots/live.journal")).count == 1)
    let manager = FileManager.default
    #expect(try manager.contentsOfDirectory(atPath: desk.path("snapshots/live.journal")).count == 3)
    #expect(!manager.fileExists(atPath: desk.path("snapshots/dead.journal")))
    #expect(FileManager.default.fileExists(atPath: store.folder + "/other.txt"))
    withExtendedLifetime(live) {}
  }

  @Test func `snapshots are written by the clock, at ends, and only as often as they pay`() throws {
    let desk = try desk("finetune", journal: "a.journal")
    var now = 0.0
    desk.session.control.clock = {
      now += 1
      return now
    }
    var steps: Set<Int> = []
    let store = try #require(desk.session.snapshots)
    store.interval = 10
    desk.session.control.report = { _ in
      for entry in SnapshotStore.entries(store.folder) { steps.insert(entry.steps) }
    }
    try desk.type("train ours on d steps=20 batch=4")
    #expect(steps.count >= 4 && steps.contains(20))
    #expect(SnapshotStore.entries(store.folder).map(\.steps) == [40])
    store.interval = 0
  }

  @Test func `a folder that cannot be created is reported once and training continues`() throws {
    let desk = try desk("finetune", journal: "a.journal")
    try desk.write("in the way", to: "snapshots")
    var warnings: [String] = []
    desk.session.control.warn = { warnings.append($0) }
    try desk.type("train ours on d steps=2 batch=8")
    #expect(warnings.count == 1 && warnings[0].contains("no snapshot could be written"))
    #expect(desk.value("steps", of: "ours") == .integer(4))
  }
}

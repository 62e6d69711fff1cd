import Catalog
import Language
import Learning
import Models
import Streams
import Testing
import Torch

@testable import Journal
@testable import Workbench

/// Fine-tuning that breaks after some steps.
private final class Fragile: Learner {
  static let card = Card("fragile", "breaks after some steps")
  /// Steps before the next one fails, and learners before the next one cannot be made.
  nonisolated(unsafe) static var (steps, makings) = (Int.max, Int.max)
  let inner: FineTuning

  static func count(_ left: inout Int) throws {
    left -= 1
    if left < 0 { throw WorkbenchError("out of memory") }
  }

  init(_ settings: Settings, parts: Parts) throws {
    try Self.count(&Self.makings)
    inner = try FineTuning(settings, parts: parts)
  }

  func begin(_ experience: Experience) { inner.begin(experience) }

  func observe(_ batch: Batch) throws -> Losses {
    try Self.count(&Self.steps)
    return try inner.observe(batch)
  }

  func scores(_ inputs: Tensor) throws -> Tensor { try inner.scores(inputs) }
  var state: LearnerState { inner.state }
}

/// A training that fails half-way leaves its learner as it was.
@Suite(.serialized) struct FailedTrainingTests {
  private func desk(journal: String? = nil) throws -> Desk {
    (Fragile.steps, Fragile.makings) = (.max, .max)
    let desk = try Desk(journal: journal)
    try desk.interpreter.script(Lines.data, label: "")
    let key = desk.workspace.key(.learner, "l")
    try desk.session.context().insert(
      LearnerObject(
        name: "l",
        declaration: Invocation(binding: Binding(kind: "learner", name: "l"), verb: "fragile"),
        card: Fragile.card, maker: Fragile.self, settings: Settings(),
        classifier: blueprint(Models.classifiers, key),
        generator: blueprint(Models.generators, key), key: key))
    return desk
  }

  private func blueprint<Maker>(
    _ registry: Registry<Maker>, _ key: RandomKey
  ) -> Blueprint<Maker> {
    Blueprint(card: registry.entries[0].card, maker: registry.entries[0].maker, key: key)
  }

  @Test(arguments: [false, true], ["d.1 steps=3", "d steps=3 stop=4", ""])
  func `a failed training changes nothing`(atPrompt: Bool, before: String) throws {
    let desk = try desk(journal: "a.journal")
    if atPrompt { desk.session.keepTimeline() }
    let run = { try desk.interpreter.script($0, label: "") }
    if !before.isEmpty { try run("train l on \(before) batch=8") }
    let states = try desk.states()
    for steps in 0...1 {
      Fragile.steps = steps
      #expect(throws: Failure.self) { try run("train l on d steps=3 batch=8") }
      #expect(try desk.states() == states)
    }
    Fragile.steps = .max
    try run("train l on d steps=3 batch=8")
    let straight = try self.desk()
    if !before.isEmpty { try straight.type("train l on \(before) batch=8") }
    try straight.type("train l on d steps=3 batch=8")
    #expect(try desk.digest("l") == straight.digest("l"))
    if atPrompt {
      try run("undo")
      #expect(try desk.states() == states)
    }
  }

  @Test func `a learner that cannot be restored is removed until back brings it back`() throws {
    let desk = try desk()
    try desk.type("train l on d.1 steps=3 batch=8", "let k = 1")
    let digest = try desk.digest("l")
    (Fragile.steps, Fragile.makings) = (2, 0)
    let failure = try #require(desk.failure(of: "train l on d steps=3 batch=8"))
    #expect(failure.diagnostic.message.contains("l is lost"))
    #expect(desk.workspace["l"] == nil)
    (Fragile.steps, Fragile.makings) = (.max, .max)
    try desk.type("back 3")
    #expect(try desk.digest("l") == digest)
  }
}

import Figures
import Journal
import Language
import Learning
import Testing
import Torch

@testable import Workbench

/// What a learner offers to be looked at besides its accuracy.
@Suite struct ViewTests {
  private static let memory = "learner m = dgm width=2 features=2 latent=16"
  private static let train = "train m on d.1 steps=3 batch=8"

  private func desk(_ more: String...) throws -> Desk {
    let desk = try Desk()
    for line in [Lines.data, Self.memory] + more { try desk.type(line) }
    return desk
  }

  static let cards = Learners.all.entries.map(\.card)

  @Test func `every view of every learner is drawn by plot and by show`() throws {
    for card in Self.cards {
      let options = Lines.options(card.name)
      let desk = try Desk()
      try desk.type(
        Lines.data(for: card.name), "learner m = \(card.name)\(options)",
        "train m on d steps=2 batch=8")
      for view in card.views + Views.all.map(\.offer) {
        if view.name != "accuracy" { try desk.type("show m.\(view.name)") }
        try desk.type("plot m.\(view.name)", "plot m.\(view.name).2", "plot m,m.\(view.name)")
      }
    }
  }

  @Test func `losses of an experience that was stopped can be seen`() throws {
    let desk = try Desk()
    try desk.type(Lines.data, "learner m = finetune", "train m on d steps=4 batch=8 stop=2")
    try desk.type("plot m.losses", "show m.losses.1")
    #expect(desk.failure(of: "plot m.losses.2")?.diagnostic.message.contains("1 to 1") == true)
    #expect(desk.failure(of: "plot m.accuracy") != nil)
    try desk.type("train m on d steps=4 batch=8", "plot m.losses.2")
    let history = (desk.workspace["m"] as? LearnerObject)?.run?.history
    let straight = try Desk()
    try straight.type(Lines.data, "learner m = finetune", "train m on d steps=4 batch=8")
    #expect(history == (straight.workspace["m"] as? LearnerObject)?.run?.history)
  }

  @Test func `views and results of a card have names of their own and one line of help`() {
    for card in Self.cards {
      let offers = card.results + card.views
      #expect(Set(offers.map(\.name)).count == offers.count)
      for offer in offers {
        #expect(!offer.name.isEmpty && !offer.name.contains("."))
        #expect(!offer.help.isEmpty && !offer.help.contains("\n") && !offer.help.hasSuffix("."))
      }
    }
  }

  @Test func `help and completion know views and results`() throws {
    let desk = try desk(Self.train)
    try desk.type("help dgm")
    let shown = desk.shown.joined(separator: "\n")
    let words = Completions(desk.workspace, text: "plot m.", cursor: 7).words.map(\.text)
    for view in ["accuracy", "losses", "masks", "growth", "reuse", "memory", "dreams"] {
      #expect(words.contains("m.\(view)"))
      #expect(words.count { $0 == "m.\(view)" } == 1)
    }
    for offer in try #require(Learners.all["dgm"]).card.results + [] {
      #expect(shown.contains(offer.help))
    }
    #expect(words.contains("m.drift"))
  }

  @Test(arguments: [
    ("plot m.masks", "has not learned an experience yet"),
    ("plot m.nothing", "'nothing' cannot be plotted"),
    ("show m.nothing", "m has no field 'nothing'"), ("plot d.masks", "d has no such field"),
  ])
  func `what cannot be drawn is refused in one line`(line: String, text: String) throws {
    let desk = try desk()
    let failure = try #require(desk.failure(of: line))
    #expect(failure.diagnostic.message.contains(text), "\(failure.diagnostic.message)")
  }

  @Test(arguments: [
    ("plot m.masks.2", "has masks of experiences 1 to 1"),
    ("plot m.masks.0", "has masks of experiences 1 to 1"),
    ("plot m.masks.99999999999999999999", "is not a view"), ("plot m.masks.1.1", "is not a view"),
    ("sample m each=0", "each=0 is not valid"),
  ])
  func `experiences that were not learned are refused`(line: String, text: String) throws {
    let desk = try desk(Self.train)
    let failure = try #require(desk.failure(of: line))
    #expect(failure.diagnostic.message.contains(text), "\(failure.diagnostic.message)")
  }

  @Test func `a training gives the mean accuracy by classes and the learner's own measures`()
    throws
  {
    let desk = try desk("train m on d steps=3 batch=8")
    guard case .list(let rows)? = desk.value("accuracy", of: "m"), case .list(let row) = rows[1]
    else { throw WorkbenchError("no accuracy") }
    let mean = row.compactMap(\.double).reduce(0, +) / 2
    #expect(desk.value("a4", of: "m") == .number(mean))
    #expect(desk.value("a2", of: "m") != nil && desk.value("a1", of: "m") == nil)
    #expect(desk.value("drift", of: "m") == .number(0))
    for name in ["size", "reserved", "reused", "bytes"] {
      #expect(desk.value(name, of: "m") != nil, "\(name)")
    }
    try desk.type("expect m.drift == 0", "show m")
    #expect(desk.shown.joined().contains("largest change of a replayed pixel"))
  }

  @Test func `measures come back with a loaded learner`() throws {
    let desk = try desk(Self.train)
    let path = desk.path("m.safetensors")
    try desk.type("save m to \"\(path)\"", "load \"\(path)\" as again")
    for name in ["size", "reserved", "reused", "drift", "bytes", "a2"] {
      #expect(desk.value(name, of: "again") == desk.value(name, of: "m"))
    }
  }

  @Test func `an item of a field is shown alone`() throws {
    let desk = try desk("train m on d steps=3 batch=8")
    guard case .list(let rows)? = desk.value("accuracy", of: "m"), case .list(let row) = rows[1]
    else { throw WorkbenchError("no accuracy") }
    try desk.type("show m.accuracy.2", "show m.accuracy.2.1")
    #expect(
      desk.shown.suffix(2) == [
        "m.accuracy.2 = \(JournalText.spelled(rows[1]))", "m.accuracy.2.1 = \(row[0])",
      ])
    for word in ["m.accuracy.3", "m.accuracy.0", "m.accuracy.x", "m.accuracy.1.1.1", "m.last.1"] {
      let failure = try #require(desk.failure(of: "show \(word)"))
      #expect(failure.diagnostic.message == "there is no '\(word)'")
    }
  }

  @Test func `a judge reports which generated images it recognises, and the learner is unchanged`()
    throws
  {
    let desk = try desk(Self.train)
    let before = try desk.digest("m")
    try desk.type("eval m on d judge=yes")
    let first = try #require(desk.value("recognised", of: "m"))
    #expect(try desk.digest("m") == before)
    try desk.type("eval m on d judge=yes")
    #expect(desk.value("recognised", of: "m") == first)
    #expect(0...1 ~= (try #require(first.double)))
    try desk.type("train m on d steps=1 batch=8")
    #expect(desk.value("recognised", of: "m") == nil)
  }

  @Test func `a learner with an unconditional generator is not judged`() throws {
    let desk = try Desk()
    try desk.type(Lines.data, "learner base = finetune", "train base on d steps=1 batch=8")
    let failure = try #require(desk.failure(of: "eval base on d judge=yes"))
    #expect(failure.diagnostic.message.contains("cannot generate images of a class"))
    #expect(desk.failure(of: "sample base each=2") != nil)
  }

  @Test func `samples of each class are rows with the class in front`() throws {
    let desk = try desk(Self.train)
    try desk.type("sample m each=3")
    var sheets: [ImageSheet] = []
    for case .end(_, let result) in desk.events {
      for case .images(let sheet) in result.outcome.figures { sheets.append(sheet) }
    }
    let sheet = try #require(sheets.last)
    #expect(sheet.images.count == 6 && sheet.columns == 3)
    #expect(sheet.captions.count == 6 && sheet.captions[1].isEmpty && !sheet.captions[3].isEmpty)
  }
}

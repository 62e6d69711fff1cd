import Catalog
import Foundation
import Journal
import Language
import Learning
import Testing

@testable import Workbench

/// Learners on other data, with other options, and what can be asked about their answers and images.
@Suite struct EvaluationTests {
  private func desk(_ more: String...) throws -> Desk {
    let desk = try Desk()
    try desk.type(Lines.data, Lines.model, Lines.generator)
    for line in more { try desk.type(line) }
    return desk
  }

  private func results(_ desk: Desk, _ line: String) throws -> [String: Value] {
    let before = desk.events.count
    try desk.type(line)
    var values: [String: Value] = [:]
    for case .end(_, let result) in desk.events[before...] {
      for value in result.outcome.values { values[value.name] = value.value }
    }
    return values
  }

  private static let base = [
    "learner base = finetune model=net", "train base on d steps=20 batch=8",
  ]

  @Test func `a learner is evaluated on a part of its data and on other data of its classes`()
    throws
  {
    let desk = try desk(Self.base[0], Self.base[1])
    let own = try results(desk, "eval base on d.2")
    // The same classes under another split, and the same images.
    try desk.type(
      "data part = glyphs figures=4 classes=2,3 size=8 train=8 test=4",
      "data same = glyphs figures=4 size=8 train=8 test=4")
    #expect(try results(desk, "eval base on part")["overall"] == own["overall"])
    #expect(try results(desk, "eval base on same")["overall"] == desk.value("last", of: "base"))
    let classes = try results(desk, "eval base on part measures=classes,confusion,calibration")
    #expect(classes["classes"]?.numbers?.count == 2 && classes["calibration"] != nil)
    // Evaluation leaves the learner as it is.
    let straight = try self.desk(Self.base[0], Self.base[1])
    #expect(try desk.digest("base") == straight.digest("base"))
    try desk.type("data more = glyphs figures=5 size=8 train=8 test=4")
    let stranger = try #require(desk.failure(of: "eval base on more"))
    #expect(stranger.diagnostic.message.contains("class '4' is not one of the learner's"))
    try desk.type("data large = glyphs figures=4 size=12 train=8 test=4")
    let large = try #require(desk.failure(of: "eval base on large"))
    #expect(large.diagnostic.message.contains("1x12x12"))
  }

  @Test func `with the label of the experience given, parts are matched to their experiences`()
    throws
  {
    let desk = try Desk()
    try desk.type(
      Lines.data + " scenario=task", Lines.model, Self.base[0], Self.base[1],
      "data other = glyphs figures=4 split=1 size=8 train=8 test=4")
    #expect(
      try results(desk, "eval base on other")["overall"] == desk.value("last", of: "base"))
  }

  @Test func `measures that need a joint learner say so before anything is trained`() throws {
    let desk = try desk(
      Self.base[0], "learner all = joint model=net", "learner b = finetune model=net")
    for (line, words) in [
      ("train base on d steps=1 measures=omega", "omega compares with a joint learner"),
      ("train base on d steps=1 measures=omega joint=b", "is not a joint learner"),
      ("train base on d steps=1 measures=omega joint=all", "has not learned an experience"),
    ] {
      #expect(try #require(desk.failure(of: line)).diagnostic.message.contains(words))
      #expect((desk.workspace["base"] as? LearnerObject)?.run == nil)
    }
    try desk.type("train all on d.1 steps=20 batch=16")
    let short = try #require(
      desk.failure(of: "train base on d steps=1 measures=omega joint=all"))
    #expect(short.diagnostic.message.contains("has learned 1 of 2 experiences"))
    try desk.type("train all on d steps=40 batch=16")
    let values = try results(
      desk, "train base on d steps=10 batch=8 measures=omega,intransigence,learning joint=all")
    let learner = try #require(desk.workspace["base"] as? LearnerObject)
    let joint = try #require((desk.workspace["all"] as? LearnerObject)?.run?.matrix)
    #expect(
      values["omega"]?.double == learner.run?.matrix.omega(to: joint) && values["omega"] != nil)
    #expect(values["intransigence"]?.double == learner.run?.matrix.intransigence(to: joint))
    let evaluated = try results(desk, "eval base on d measures=omega,learning joint=all")
    #expect(evaluated["omega"] == values["omega"] && evaluated["learning"] == values["learning"])
    let compared = try results(desk, "compare base measures=omega joint=all")
    #expect(compared["base.omega"] == values["omega"])
  }

  @Test func `mistakes are shown with the class that is true and the one that was given`() throws {
    let desk = try desk(Self.base[0], Self.base[1])
    let values = try results(desk, "sample base wrong=yes n=3")
    let run = try #require((desk.workspace["base"] as? LearnerObject)?.run)
    let wrong = run.matrix.counts.reduce(0, +) - (run.matrix.correct.last ?? []).reduce(0, +)
    #expect(values["mistakes"] == .integer(wrong) && values["images"] == .integer(min(3, wrong)))
    let mistakes = try run.mistakes()
    #expect(mistakes.count == wrong)
    let confidences = mistakes.map(\.answer.confidence)
    #expect(confidences == confidences.sorted(by: >))
  }

  @Test func `a run measured every few steps has its course in results, views and saved files`()
    throws
  {
    let desk = try desk(Self.base[0])
    let values = try results(desk, "train base on d steps=6 batch=8 measure-every=3")
    #expect(values["course"]?.matrix?.map { $0[1] } == [3, 6, 3, 6])
    try desk.type(
      "plot base.course", "plot base.classes", "plot base.calibration",
      "save base to \"\(desk.path("b.st"))\"", "load \"\(desk.path("b.st"))\" as again")
    let runs = ["base", "again"].compactMap { (desk.workspace[$0] as? LearnerObject)?.run }
    #expect(runs[0].course == runs[1].course && runs[0].resultDigest == runs[1].resultDigest)
    let failure = try #require(desk.failure(of: "train base on d patience=2"))
    #expect(failure.diagnostic.message.contains("already learned"))
    try desk.type("learner c = finetune model=net")
    let lacking = try #require(desk.failure(of: "train c on d patience=2"))
    #expect(lacking.diagnostic.message.contains("no validation images"))
  }

  @Test func `options are changed between experiences and what was learned stays`() throws {
    let desk = try desk(Self.base[0], "train base on d.1 steps=4 batch=8")
    let before = try desk.digest("base")
    try desk.type("change base rate=0 mirror=yes")
    #expect(try desk.digest("base") == before)
    let weights = { () throws -> UInt64? in
      let learner = desk.workspace["base"] as? LearnerObject
      return try learner?.run?.learner.state.stores[0].store.digest()
    }
    let first = try weights()
    try desk.type("train base on d steps=4 batch=8")
    #expect(try weights() == first)
    #expect(
      desk.workspace["base"]?.declaration.description
        == "learner base = finetune model=net rate=0.0 mirror=yes")
    for (line, words) in [
      ("change base", "say what to change"), ("change base rat=1", "has no option 'rat'"),
      ("change base model=net", "cannot be changed"), ("change base rate=-1", "not valid"),
      ("change base optimizer=sgd", "cannot take optimizer=sgd"),
    ] {
      #expect(try #require(desk.failure(of: line)).diagnostic.message.contains(words), "\(line)")
      #expect(try weights() == first)
    }
    try desk.type("change base rate=1e-2", "undo")
    #expect(desk.workspace["base"]?.declaration.description.contains("rate=0.0") == true)
  }

  @Test func `a journal with changed options and several data sets verifies`() throws {
    let desk = try Desk(journal: "j.journal")
    for line in [
      "data b = glyphs figures=2 split=1 size=8 train=8 test=4 seed=2",
      "data d = glyphs figures=4 split=2 size=8 train=8 test=4 then b", Lines.model,
      "learner base = finetune model=net", "train base on d.1 steps=3 batch=8",
      "change base rate=0.01", "train base on d.2 steps=4 batch=8 measure-every=2",
      "train base on d steps=3 batch=8 measures=classes,calibration,learning,lowest",
      "eval base on b measures=confusion", "sample base wrong=yes", "compare base on d",
    ] { try desk.type(line) }
    let verification = try Desk().verification(
      of: JournalDocument(file: desk.path("j.journal")))
    #expect(verification.differences == [] && verification.digests > 3)
    #expect(try desk.text(of: "j.journal").hasPrefix("#!reverie journal 3\n"))
  }

  @Test func `several data sets make one stream`() throws {
    let desk = try Desk()
    try desk.type(
      "data b = glyphs figures=2 split=2 size=8 train=6 test=3 seed=2",
      "data d = glyphs figures=4 split=2 size=8 train=8 test=4 then b")
    let stream = try #require(desk.workspace["d"] as? DataObject).stream
    #expect(stream.experiences.map(\.outputs) == [0..<2, 2..<4, 4..<5, 5..<6])
    #expect(stream.experiences.map(\.train.count) == [16, 16, 6, 6])
    #expect(stream.headSize == 6 && stream.classNames.count == 6)
    #expect(Set(stream.classNames).count == 6)
    let other = try #require(desk.workspace["b"] as? DataObject).stream
    #expect(other.number(of: 1, in: stream) == 5 && stream.number(of: 5, in: other) == 1)
    let (moved, own) = (stream.experiences[3].test, other.experiences[1].test)
    #expect(
      moved.archive.pixels(at: Int(moved.indices[2])) == own.archive.pixels(at: Int(own.indices[2]))
    )
    #expect(stream.union(upTo: 3)?.count == 44)
    try desk.type(Lines.model, "learner all = joint model=net", "train all on d steps=2 batch=8")
    try desk.type("eval all on b")
    // A maker is given the same split.
    try desk.type("data two = digits split=5 limit=2 scenario=domain then digits")
    let twice = try #require(desk.workspace["two"] as? DataObject).stream
    #expect(twice.experiences.count == 10 && twice.headSize == 2)
    #expect(Set(twice.classNames).count == 20 && twice.experiences[9].train.count == 4)
    for (line, words) in [
      ("data x = glyphs figures=4 size=8 then digits", "images of one size"),
      ("data x = glyphs figures=4 size=8 then nothing", "neither a data set that is declared"),
      ("data x = digits then folder", "needs a file or folder"),
      ("data x = glyphs figures=4 size=8 scenario=task then b", "same scenario"),
    ] {
      #expect(try #require(desk.failure(of: line)).diagnostic.message.contains(words), "\(line)")
    }
  }

  @Test func `an experience is learned further, and again after it was stopped in between`() throws
  {
    let desk = try desk(Self.base[0], "train base on d steps=4 batch=8")
    let first = try desk.digest("base")
    for (line, words) in [
      ("train base on d steps=4 batch=8", "to train it longer add again=yes"),
      ("train base on d.1 steps=4 again=yes", "only the last of them can be learned further"),
    ] {
      #expect(try #require(desk.failure(of: line)).diagnostic.message.contains(words), "\(line)")
    }
    try desk.type("train base on d steps=6 batch=8 again=yes")
    let longer = try desk.digest("base")
    #expect(longer != first && desk.value("steps", of: "base") == .integer(6))
    let run = try #require((desk.workspace["base"] as? LearnerObject)?.run)
    #expect(run.matrix.correct.count == 2 && run.isFinished && run.answers.count == 2)
    let other = try self.desk(Self.base[0], "train base on d steps=4 batch=8")
    try other.type(
      "train base on d steps=6 batch=8 again=yes stop=2",
      "save base to \"\(other.path("b.st"))\"", "load \"\(other.path("b.st"))\" as base",
      "train base on d steps=6 batch=8 again=yes")
    #expect(try other.digest("base") == longer)
    try desk.type("undo")
    #expect(try desk.digest("base") == first)
    try desk.type("learner ours = random-features features=16", Lines.train)
    let failure = try #require(desk.failure(of: "train ours on d steps=4 batch=8 again=yes"))
    #expect(
      failure.diagnostic.message.contains(
        "cannot learn an experience further once it has ended: its readout is the exact solution"))
    #expect((desk.workspace["ours"] as? LearnerObject)?.run?.isFinished == true)
  }

  @Test func `a generator that was never trained is reported when training ends`() throws {
    let desk = try desk("learner ours = mergan model=net width=1 latent=4")
    var warnings: [String] = []
    desk.session.control.warn = { warnings.append($0) }
    // Five steps of the critic come before each of the generator.
    try desk.type("train ours on d.1 steps=2 batch=8")
    #expect(warnings.contains { $0.hasPrefix("ours: the generator was never trained") })
  }

  @Test func `what journals of version 2 lack is left out when they are verified`() throws {
    let desk = try desk(Self.base[0], Self.base[1])
    let before = desk.events.count
    try desk.type("compare base", "eval base on d measures=confusion")
    let results = desk.events[before...].compactMap { event -> Session.Result? in
      if case .end(_, let result) = event { result } else { nil }
    }
    let seen = results.map(SecondVersion.seen).map(\.outcome.figures)
    guard case .table(let now)? = results.first?.outcome.figures.first,
      case .table(let then)? = seen.first?.first
    else {
      Issue.record("compare gives no table")
      return
    }
    #expect(now.header.contains("bytes") && then.header == now.header.filter { $0 != "bytes" })
    #expect(then.rows[0].count == now.rows[0].count - 1)
    #expect(results[1].outcome.figures.count == seen[1].count + 1)
    #expect(SecondVersion.lacks("bytes") && SecondVersion.lacks("f.1.flops"))
    #expect(!SecondVersion.lacks("last") && !SecondVersion.lacks("base.average"))
  }

  @Test func `generated images are judged by a live learner`() throws {
    let desk = try desk(
      "data all = glyphs figures=4 split=1 size=8 train=8 test=4",
      "learner oracle = joint model=net", "train oracle on all epochs=20 batch=8",
      "learner ours = mergan model=net width=1 latent=4", "train ours on d.1 steps=2 batch=8",
      "save ours to \"\(NSTemporaryDirectory())early-\(ProcessInfo.processInfo.processIdentifier).st\"",
      "load \"\(NSTemporaryDirectory())early-\(ProcessInfo.processInfo.processIdentifier).st\" as early",
      "train ours on d steps=12 batch=8")
    let values = try results(desk, "eval ours on d with oracle samples=6 since=early")
    #expect(values["oracle_accuracy"] == desk.value("last", of: "oracle"))
    for measure in SampleMeasures.all {
      #expect(values[measure.name] != nil && values["real_\(measure.name)"] != nil)
      #expect(values["\(measure.name)_by_class"]?.numbers?.count == 4, "\(measure.name)")
    }
    #expect(values["drift"]?.double ?? 0 > 0)
    #expect(desk.value("frechet", of: "ours") == values["frechet"])
    for (line, words) in [
      ("eval ours on d with ours", "no features to judge by"),
      ("eval oracle on all with oracle", "no generator"),
      ("eval ours on d with nobody", "no object named 'nobody'"),
      ("eval ours on all with oracle", "on the data that the learner was trained on"),
    ] {
      #expect(try #require(desk.failure(of: line)).diagnostic.message.contains(words), "\(line)")
    }
    try FileManager.default.removeItem(
      atPath: NSTemporaryDirectory() + "early-\(ProcessInfo.processInfo.processIdentifier).st")
  }
}

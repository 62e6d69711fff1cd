import Foundation
import Language
import Learning
import TestSupport
import Testing

@testable import Journal
@testable import Workbench

/// `check` is a dry run: it stops where a run stops, with the same words.
@Suite struct CheckTests {
  /// Sessions of one argument; `REVERIE_CHECK_SESSIONS` makes them more.
  private static let count =
    (ProcessInfo.processInfo.environment["REVERIE_CHECK_SESSIONS"].flatMap { Int($0) } ?? 48) / 8

  /// What only a run can know.
  private static func isExempt(_ failure: Failure) -> Bool {
    let message = failure.diagnostic.message
    return failure.trouble == .command && message.hasPrefix("expected ")
      || message.contains("is not finite")
  }

  /// Where a failure stands.
  private static func line(_ failure: Failure?) -> Int {
    guard let failure, let source = failure.source else { return .max }
    return failure.diagnostic.position(in: source.text).line
  }

  /// A desk with files, and a session that is made there.
  private static func session(_ seed: UInt64, _ number: Int) throws -> (Desk, [String]) {
    let desk = try Desk()
    try desk.write("let z = 1\nlist\nlet z = 2\n", to: "other.session")
    try desk.write("list\nshow zork\n", to: "bad.session")
    var maker = SessionMaker(
      random: Seeded(seed: seed &* 1_000_003 &+ UInt64(number)), folder: desk.folder)
    return (desk, maker.lines())
  }

  @Test(arguments: 1...8)
  func `line by line, check refuses what a run refuses`(seed: UInt64) throws {
    var (refused, passed) = (0, 0)
    for number in 0..<Self.count {
      let (desk, lines) = try Self.session(seed, number)
      let dry = try desk.interpreter.dry()
      dry.session.keepTimeline()
      desk.session.keepTimeline()
      for line in lines where !line.hasPrefix("quit") {
        let check = Self.failure { () throws(Failure) in
          try dry.script(line, label: "s", continues: true)
        }
        let run = Self.failure { () throws(Failure) in
          try desk.interpreter.script(line, label: "s", continues: true)
        }
        if run == nil { passed += 1 } else { refused += 1 }
        if let run, Self.isExempt(run) {
          #expect(check == nil, "\(run.oneLine)")
          guard run.diagnostic.message.hasPrefix("expected ") else { break }
          continue
        }
        #expect(
          check?.oneLine == run?.oneLine && check?.trouble == run?.trouble,
          "\(seed) \(number) run: \(run?.oneLine ?? "passes")\ncheck: \(check?.oneLine ?? "passes")\n\(line) in \(lines)"
        )
      }
    }
    #expect(refused > Self.count && passed > 5 * Self.count)
  }

  @Test(arguments: 1...8)
  func `check of a file stops where a run stops`(seed: UInt64) throws {
    for number in 0..<max(2, Self.count / 8) {
      let (desk, lines) = try Self.session(100 + seed, number)
      let text = lines.joined(separator: "\n")
      try desk.write(text, to: "s.session")
      let path = desk.path("s.session")
      let check = Self.failure { () throws(Failure) in _ = try desk.interpreter.rehearse(path) }
      #expect(desk.workspace.objects.isEmpty && desk.session.number == 1)
      let run = Self.failure { () throws(Failure) in try desk.interpreter.file(path) }
      if let run, Self.isExempt(run) {
        #expect(Self.line(check) > Self.line(run), "\(run.oneLine)\n\(text)")
      } else {
        #expect(
          check?.oneLine == run?.oneLine && check?.trouble == run?.trouble,
          "run: \(run?.oneLine ?? "passes")\ncheck: \(check?.oneLine ?? "passes")\n\(text)")
      }
    }
  }

  private static func failure(_ work: () throws(Failure) -> Void) -> Failure? {
    do throws(Failure) {
      try work()
      return nil
    } catch { return error }
  }

  @Test(arguments: [
    ("learner l = finetune model=zork", "no object named 'zork'"),
    ("load \"/no/such.safetensors\" as x", "/no/such.safetensors: No such file"),
    ("plot ours.foo", "'foo' cannot be plotted"),
    ("expect ours.lst > 3", "'ours.lst' is not a number"),
    ("train d on d", "'d' is a data set, not a learner"),
    ("train ours", "train needs 'on'"),
    ("train ours on d epochs=0", "epochs"),
    ("data e = digits split=3", "10 classes"),
    ("data e = mnist", "not found in /nowhere"),
    ("sample ours each=1", "cannot generate images of a class"),
    ("eval ours on d split=validation", "no validation images"),
    ("back 9", "no command 9"),
    ("run \"/no/such.session\"", "there is no file /no/such.session"),
  ])
  func `what a run refuses check refuses`(line: String, words: String) throws {
    let desk = try Desk()
    let lines = Lines.all + ["train ours on d.1 steps=1 batch=4", line]
    try desk.write(lines.joined(separator: "\n"), to: "s.session")
    let failure = try #require(desk.failure(of: "check \"\(desk.path("s.session"))\""))
    #expect(failure.oneLine.contains(words), "\(failure.oneLine)")
    #expect(Self.line(failure) == lines.count || failure.diagnostic.span == .nowhere)
  }

  @Test func `a session reads what it wrote, in a run, in a check and verified elsewhere`() throws {
    let desk = try Desk(journal: "a.journal")
    func path(_ name: String) -> String { "\"\(desk.path(name))\"" }
    let lines = [
      Lines.data, "save d to \(path("d.npz"))", "data e = npz \(path("d.npz")) split=2",
      "learner l = finetune", "train l on e.1 steps=1 batch=4",
      "save l to \(path("l.st"))", "load \(path("l.st")) as m",
      "export to \(path("own.md"))", "export \(path("own.journal")) to \(path("more.md"))",
    ]
    try desk.write(lines.dropLast().joined(separator: "\n"), to: "s.session")
    let plan = try desk.interpreter.rehearse(desk.path("s.session"))
    #expect(plan.files.map { ($0 as NSString).lastPathComponent } == ["d.npz", "l.st", "own.md"])
    #expect(!FileManager.default.fileExists(atPath: desk.path("d.npz")))
    try desk.interpreter.file(desk.path("s.session"))
    #expect(try desk.digest("m") == desk.digest("l"))
    // What nobody writes is missed in both.
    let failure = try #require(desk.failure(of: lines[8]))
    try desk.write(lines.joined(separator: "\n"), to: "t.session")
    let check = try #require(desk.failure(of: "check \(path("t.session"))"))
    #expect(check.diagnostic.message == failure.diagnostic.message)
    // Verified, the files go to a folder of their own and are read there.
    desk.session.close(status: "ok")
    for name in ["d.npz", "l.st"] {
      try FileManager.default.removeItem(atPath: desk.path(name))
    }
    let other = try Desk()
    other.session.redirected = try RedirectedFiles()
    let text = try desk.text(of: "a.journal")
    #expect(try other.verification(of: JournalDocument(text)).differences == [])
  }

  @Test(arguments: Learners.all.names)
  func `a dry run offers the fields and views that a training gives`(name: String) throws {
    let options =
      ["genifer": SessionMaker.genifer, "random-features": " features=8"][name] ?? ""
    let scenarios = try #require(Learners.all[name]).maker.needs.scenarios
    let scenario = scenarios.contains(.classIncremental) ? "" : " scenario=task"
    let lines = [
      Lines.data + scenario, "learner l = \(name)\(options)", "train l on d steps=1 batch=8",
    ]
    let desk = try Desk()
    let dry = Interpreter(
      Session(Workspace(desk.workspace.configuration, rehearsal: Rehearsal())))
    for line in lines {
      try desk.type(line)
      try dry.prompt(line)
    }
    let learner = try #require(desk.workspace["l"] as? LearnerObject)
    let counted = try #require(dry.session.workspace["l"] as? LearnerObject)
    #expect(counted.fields.map(\.name) == learner.fields.map(\.name))
    #expect(
      counted.fields.map { $0.value.double == nil } == learner.fields.map { $0.value.double == nil }
    )
    #expect(try counted.run?.digest() != learner.run?.digest())
    for view in learner.views {
      #expect(try counted.figures(of: view.name, number: 2).isEmpty)
      _ = try learner.figures(of: view.name, number: 2)
    }
  }

  @Test func `check writes nothing and lists the files that a run would write`() throws {
    let desk = try Desk()
    let file = desk.path("o.safetensors")
    try desk.write(
      (Lines.all + [
        "train ours on d.1 steps=1 batch=4", "save ours to \"\(file)\"",
        "load \"\(file)\" as again",
        "train again on d steps=1 batch=4",
      ]).joined(separator: "\n"), to: "s.session")
    try desk.type("check \"\(desk.path("s.session"))\"")
    #expect(try FileManager.default.contentsOfDirectory(atPath: desk.folder) == ["s.session"])
    let told = desk.events.flatMap { event -> [String] in
      guard case .look(let figures) = event else { return [] }
      return figures.compactMap { if case .text(let text) = $0 { text } else { nil } }
    }
    #expect(told.contains("writes: \(file)"))
    #expect(told.contains("2 steps on 8 images"))
  }
}

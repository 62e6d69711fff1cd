import Foundation
import Language
import Testing

@testable import Journal
@testable import Workbench

/// Whatever plays a file treats it alike.
@Suite struct PlayingTests {
  /// A session with every verb that needs no terminal and no process of its own.
  private static func session(_ desk: Desk) throws -> String {
    try desk.write("let inner = 1\nnote \"inside\"\n", to: "inner.session")
    let (saved, inner) = (desk.path("ours.safetensors"), desk.path("inner.session"))
    return """
      #' Every verb once.
      param n = 4
      let rate = (0.5 * 2)
      \(Lines.all.joined(separator: "\n"))
      list
      train ours on d.1 steps=$n batch=8
      mark first
      show ours
      pin show d
      change ours rate=0.01
      train ours on d steps=$n batch=8
      eval ours on d.1
      compare ours
      plot ours
      sample ours n=2
      train g on d.1 steps=$n batch=8
      interpolate g n=2 rows=1
      save ours to "\(saved)"
      load "\(saved)" as again
      let spare = 1
      undo
      redo
      def study(name, steps=2) {
          learner f.$name = finetune model=net
          train f.$name on d steps=$steps batch=8
          note "f.$name: $(f.$name.last * 100) %"
      }
      study one steps=3
      for s in 1..2 { study $s }
      if f.1.last > 2 { note "never" } else if $n == 4 { eval f.2 on d.1 }
      rename f.2 best
      delete f.1,again
      plot best.last,ours.average to "\(desk.path("best.svg"))" replace=yes
      back first
      history
      journal
      status
      help train
      explain generative-replay
      apropos replay
      run "\(inner)"
      for i in 1..2 { eval ours on d.$i }
      repeat 2 { note "again" }
      expect ours.last >= 0
      check "\(inner)"
      diff "\(inner)" "\(inner)"
      quit
      note "never reached"
      """
  }

  /// How a file is played.
  enum Way: CaseIterable {
    case run, step, verify, journalVerified, journalResumed
  }

  /// Plays the session, or the journal of a run of it, in a session of its own.
  private static func played(_ way: Way, _ desk: Desk) throws -> Desk {
    let other = try Desk(journal: "b.journal")
    let (file, journal) = (desk.path("s.session"), desk.path("a.journal"))
    switch way {
    case .run: try other.interpreter.file(file)
    case .step:
      let player = try Player(file: file, in: other.interpreter)
      while player.next != nil, !other.interpreter.hasQuit { try player.step(writing: nil) }
    case .verify, .journalVerified:
      other.session.redirected = try RedirectedFiles()
      let document = try JournalDocument(file: way == .verify ? file : journal)
      #expect(try other.verification(of: document).differences == [])
    case .journalResumed:
      other.session.look(beside: journal)
      try Resumption(journal).replay(in: other.interpreter)
    }
    return other
  }

  @Test(arguments: Way.allCases)
  func `every verb leads to the same objects, however the file is played`(way: Way) throws {
    let desk = try Desk(journal: "a.journal")
    try desk.write(Self.session(desk), to: "s.session")
    try desk.interpreter.file(desk.path("s.session"))
    desk.session.close(status: "ok")
    #expect(desk.interpreter.hasQuit)
    let other = try Self.played(way, desk)
    #expect(try other.states() == desk.states())
    #expect(other.workspace.variables == desk.workspace.variables)
    #expect(other.session.number == desk.session.number)
  }

  @Test func `every verb passes a check, which changes nothing`() throws {
    let desk = try Desk(journal: "a.journal")
    try desk.write(Self.session(desk), to: "s.session")
    try desk.interpreter.check(desk.path("s.session"))
    #expect(desk.workspace.variables.isEmpty && desk.session.number == 1)
    #expect(!FileManager.default.fileExists(atPath: desk.path("ours.safetensors")))
    let broken = try Self.session(desk).replacing("eval ours on d.1", with: "eval ours on d.9")
    try desk.write(broken, to: "broken.session")
    #expect(throws: Failure.self) { try desk.interpreter.check(desk.path("broken.session")) }
  }

  @Test func `the session of every verb names each that can stand in a file`() throws {
    let text = try Self.session(Desk())
    let elsewhere: Set = [
      "verify", "accept", "step", "rerun", "resume", "vary", "experiment", "export", "set", "grade",
      "serve", "lesson", "next", "hint", "skip", "try", "progress", "leave",
    ]
    for card in Commands.vocabulary.verbs
    where !elsewhere.contains(card.name) {
      #expect(text.contains(card.name), "\(card.name)")
    }
  }
}

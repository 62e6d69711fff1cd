import Language
import TestSupport
import Testing

@testable import Journal
@testable import Workbench

/// Laws that hold whatever is typed.
@Suite struct RandomSessionTests {
  /// Pieces that lines are made of: whole lines to change, and words to change them with.
  private static let lines = [
    "train base on d steps=2 batch=8", "train ours on d.1 steps=2 batch=8 stop=1",
    "train ours on d epochs=1", "eval base on d.2", "eval ours on d split=train",
    "eval fresh on d split=validation", "sample ours n=2", "compare base,ours to ours", "plot base",
    "let n = (2 * $n)", "let w = net", "expect base.last >= 0", "expect $n < 5",
    "show ours", "note \"a \\\"b\\\"\"", "model net = mlp hidden=8",
    "learner base = finetune model=$w rate=(0.1 / $n)",
    "learner ours = generative-replay model=net generator=g",
    "learner fresh = joint model=net", "data d = glyphs figures=4 split=2 size=8 train=8 test=4",
    "data e = glyphs figures=4 split=2 size=8 train=6 test=2 scenario=task",
    "train fresh on e steps=1",
    "for s in 1..2 { learner l = finetune rate=(0.01 * $s); train l on e stop=$s }",
    "repeat 2 { train fresh on e stop=1 steps=3 batch=4 }", "for l in base,ours { eval $l on d }",
    "for s in 1..2 { let n = $s; expect $s < 2 }",
  ]
  private static let words = [
    "base", "ours", "fresh", "d", "d.1", "e", "net", "g", "on", "$n", "$s", "$w", "0", "-1", "2",
    "(1 / 0)", "1..2", "\"x\"", "steps=1", "batch=4", "stop=1", "{", "}", ";", "a,b", "=", "?", "#",
    "split=9", "rate=1e-3", "学", "\\",
  ]

  private func line(_ random: inout Seeded) -> String {
    let line = Self.lines[random.below(Self.lines.count)]
    guard random.below(3) == 0 else { return line }
    var parts = line.split(separator: " ").map(String.init)
    let place = random.below(parts.count)
    let word = Self.words[random.below(Self.words.count)]
    switch random.below(4) {
    case 0: parts[place] = word
    case 1: parts.insert(word, at: place)
    case 2: parts.remove(at: place)
    default: parts.swapAt(place, random.below(parts.count))
    }
    return parts.joined(separator: " ")
  }

  @Test(arguments: 1...6)
  func `a random session loses nothing and its journal is verified`(seed: UInt64) throws {
    var random = Seeded(seed: seed)
    let desk = try Desk(journal: "a.journal")
    for line in Lines.all + ["let n = 2", "let w = net"] { try desk.type(line) }
    var failures = 0
    for _ in 0..<80 {
      let line = line(&random)
      let before = try desk.states()
      if random.below(6) == 0 { desk.patience = random.below(6) }
      let failure = desk.failure(of: line)
      desk.patience = nil
      guard let failure else { continue }
      failures += 1
      #expect(!failure.oneLine.contains("\n"), "\(line)")
      #expect(failure.source?.text == line)
      let names = Set(desk.workspace.objects.map(\.name))
      #expect(names.isSuperset(of: before.keys))
      // Of several statements, those before the failure have been done.
      if !line.contains(where: { ";{".contains($0) }) {
        #expect(try desk.states() == before, "\(line)")
      }
    }
    #expect(failures > 5)
    let document = try JournalDocument(desk.text(of: "a.journal"))
    let again = try Desk()
    let verification = try again.verification(of: document)
    #expect(verification.differences == [])
    #expect(verification.commands > 20)
    let (found, expected) = (try again.states(), try desk.states())
    #expect(found == expected)
    #expect(again.workspace.variables == desk.workspace.variables)
  }
}

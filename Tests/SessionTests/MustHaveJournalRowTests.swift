import Foundation
import Journal
import TestSupport
import Testing

/// The journal's rows of the table of must-haves, each test named as its row.
@Suite(.serialized) struct MustHaveJournalRowTests {
  let program: Program

  private static let script = """
    data d = glyphs split=2
    model w = mlp hidden=8
    learner l = finetune model=w
    train l on d epochs=2

    """

  init() throws {
    program = try Program()
    try program.folder.write(Self.script, to: "s.session")
  }

  private func run(_ arguments: String..., input: String = "") throws -> Program.Run {
    try program.run(arguments + ["--threads", "1"], input: input)
  }

  /// A journal of the script, under the name `a.journal`.
  private func record(_ name: String = "a.journal", seed: Int = 1) throws -> String {
    let run = try run("run", "s.session", "--journal", name, "--seed", "\(seed)")
    try #require(run.status == 0, "\(run)")
    return try program.folder.text(name)
  }

  /// The journal as a session with its first loss off by one part in ten million would write it.
  private func bent(_ text: String) throws -> String {
    let loss = try #require(text.firstMatch(of: #/ loss=([0-9.]+)/#)).1
    let off = try #require(Double(loss)) * (1 + 1e-7)
    return JournalText.sealed(text.replacing("loss=\(loss)", with: "loss=\(off)"))
  }

  private func journals() throws -> [String] {
    let folder = program.folder.path + "/journals"
    return try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".journal") }.map { "journals/" + $0 }
  }

  @Test func `scripts: stdin, -c, file, exit codes`() throws {
    let ways = [
      try run("--no-journal", input: Self.script), try run("--no-journal", "-c", Self.script),
      try run("run", "s.session", "--no-journal"),
      try run("run", "-", "--no-journal", input: Self.script),
    ]
    for way in ways {
      #expect(way.status == 0 && way.errors == "" && way.output.contains("last "), "\(way)")
      #expect(!way.output.contains("\u{1b}"))
    }
    for (line, status) in [
      ("expect 1 > 2", 1), ("train l onn d", 2), ("data d = mnist", 4), ("list", 0),
    ] as [(String, Int32)] {
      let run = try run("--no-journal", "--data", program.folder.path, "-c", line)
      #expect(run.status == status, "\(line): \(run)")
      #expect(run.errors.contains("-c:1:") == (status != 0), "\(run)")
    }
    #expect(try run("--nonsense").status == 2)
    try program.folder.write(bent(record()), to: "b.journal")
    #expect(try run("verify", "b.journal").status == 3)
  }

  @Test func `journal on by default, directly executable`() throws {
    let first = try run("--home", program.folder.path, "run", "s.session")
    try #require(first.status == 0, "\(first)")
    let path = try #require(try journals().first)
    let text = try program.folder.text(path)
    let plain = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(plain == Self.script.split(separator: "\n"))
    let again = try run("run", path, "--no-journal")
    #expect(again.status == 0, "\(again)")
    func results(_ run: Program.Run) -> String {
      run.output.split(separator: "\n").filter { !$0.contains(" steps in ") }
        .joined(separator: "\n")
    }
    #expect(results(again) == results(first))
  }

  @Test func `outputs in the journal, machine-checkable`() throws {
    let text = try record()
    #expect(text.contains(#/\n#= 4 last=[0-9.]+ average=/#))
    #expect(text.contains(#/\n#@ 4 l=[0-9a-f]{16}\n/#))
    let same = try run("verify", "a.journal")
    #expect(same.status == 0 && same.output.contains("all identical"), "\(same)")
    try program.folder.write(bent(text), to: "b.journal")
    #expect(try run("verify", "b.journal").status == 3)
    let lines = try run("run", "s.session", "--no-journal", "--json").output.split(separator: "\n")
    for line in lines {
      #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any])
    }
    #expect(lines.count == 4)
  }

  @Test func `crash loses nothing, recovery offered`() throws {
    do {
      // The terminal kills it at the end of this block.
      let dying = try Prompt(program, ["--no-color"])
      #expect(dying.ready(1))
      dying.run(
        "data d = glyphs split=2", "model w = mlp hidden=8", "learner l = finetune model=w",
        "train l on d.1 epochs=2", from: 1)
      dying.type("train l on d steps=100000000\r")
      #expect(dying.sees("/100000000"), "\(dying.screen)")
    }
    let next = try Prompt(program, ["--no-color"])
    #expect(next.sees("It was interrupted in: train l on d steps=100000000"), "\(next.screen)")
    next.type("w\r")
    #expect(next.sees("after 4 commands") && next.ready(5), "\(next.screen)")
    next.run("show l", shows: "learned 1 of 2", at: 5)
    next.leave()
    let path = try #require(try journals().first)
    let verified = try run("verify", path)
    #expect(verified.status == 0, "\(verified)")
    #expect(try journals().count == 1)
  }

  @Test func `verify: exact, tolerance, first divergence`() throws {
    let text = try record()
    #expect(try run("verify", "a.journal", "--exact").status == 0)
    try program.folder.write(bent(text), to: "b.journal")
    let exact = try run("verify", "b.journal")
    #expect(exact.status == 3 && exact.output.contains("first difference at command 4"), "\(exact)")
    #expect(try run("verify", "b.journal", "--tol", "rel=1e-5").status == 0)
    #expect(try run("verify", "b.journal", "--tol", "rel=1e-9").status == 3)
    // Another width moves the state of the learner first, then its values.
    try program.folder.write(
      JournalText.sealed(
        text.replacing("\nmodel w = mlp hidden=8\n", with: "\nmodel w = mlp hidden=9\n")),
      to: "c.journal")
    let other = try run("verify", "c.journal")
    #expect(other.status == 3 && other.output.contains("state first diverges at"), "\(other)")
    #expect(other.output.contains("state of l"))
  }

  @Test func `interrupted run replays to same state`() throws {
    let prompt = try Prompt(program, ["--no-color"])
    #expect(prompt.ready(1))
    prompt.run(
      "data d = glyphs split=2", "model w = mlp hidden=8", "learner l = finetune model=w", from: 1)
    prompt.type("train l on d steps=100000\r")
    #expect(prompt.sees("steps/s"))
    prompt.type("\u{3}")
    #expect(prompt.ready(5), "\(prompt.screen)")
    prompt.leave()
    let path = try #require(try journals().first)
    #expect(try program.folder.text(path).contains(#/\ntrain l on d steps=100000 stop=[0-9]+\n/#))
    let verified = try run("verify", path)
    #expect(verified.status == 0 && verified.output.contains("all identical"), "\(verified)")
  }

  @Test func `step, until, resume, cached fast replay`() throws {
    let question = "b back · q quit:"
    let stepping = try Prompt(program, ["step", program.folder.path + "/s.session", "--no-color"])
    func answer(_ text: String, _ next: String) {
      stepping.type(text + "\r")
      #expect(
        stepping.pty.wait {
          $0.screen.text.hasSuffix(question) && $0.screen.text.contains("\n\(next)")
        }, "\(stepping.screen)")
    }
    #expect(stepping.sees("1/4  data d = glyphs split=2"))
    answer("", "2/4  model w")
    // The command is there to be edited.
    stepping.type("e\r")
    #expect(stepping.sees("instead: model w = mlp hidden=8"), "\(stepping.screen)")
    answer("0", "3/4  learner l")
    stepping.type("c\r")
    #expect(stepping.ready(5), "\(stepping.screen)")
    stepping.run("show w", shows: "hidden=80", at: 5)
    stepping.leave()

    let until = try run("run", "s.session", "--until", "3", "--journal", "u.journal")
    #expect(until.status == 0, "\(until)")
    #expect(try program.folder.text("u.journal").contains("commands=3"))

    let ended = try run("run", "s.session", "--journal", "r.journal")
    try #require(ended.status == 0)
    let cut = try #require(try program.folder.text("r.journal").ranges(of: "#: end=").first)
    let torn = try program.folder.text("r.journal")[..<cut.lowerBound]
    try program.folder.write(torn + "#> 5 10:00:00 eval l on d.1\n", to: "r.journal")
    let resumed = try run("resume", "r.journal")
    #expect(resumed.status == 0 && resumed.output.contains("after 4 commands"), "\(resumed)")
    #expect(try program.folder.text("r.journal").contains("\neval l on d.1\n"))
    #expect(try run("verify", "r.journal").status == 0)

    _ = try record()
    let fast = try run("run", "s.session", "--fast", "--journal", "f.journal")
    #expect(fast.output.contains("from cache (same inputs)"), "\(fast)")
    #expect(try run("verify", "f.journal").status == 0)
  }

  @Test func `diff of two sessions by value`() throws {
    _ = try record()
    _ = try record("b.journal", seed: 2)
    let same = try run("diff", "a.journal", "a.journal")
    #expect(same.status == 0, "\(same)")
    let other = try program.run("diff", "a.journal", "b.journal")
    #expect(other.status == 3 && other.output.contains("head  seed: 1 | 2"), "\(other)")
    #expect(other.output.contains("loss"), "\(other)")
  }

  @Test func `re-run over seeds with mean ± sd`() throws {
    let run = try program.run(
      "vary", "s.session", "seed=1..3", "--json", "--home", program.folder.path)
    #expect(run.status == 0, "\(run)")
    let rows = try run.output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    let loss = try #require(rows.first { $0["value"] as? String == "loss" })
    let values = try #require(loss["values"] as? [Double])
    let mean = values.reduce(0, +) / 3
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 2
    let (told, deviation) = (loss["mean"] as? Double ?? 0, loss["sd"] as? Double ?? 0)
    #expect(values.count == 3 && abs(told - mean) < 1e-12, "\(loss)")
    #expect(abs(deviation - variance.squareRoot()) < 1e-12, "\(loss)")
    let shown = try program.run(
      "vary", "s.session", "seed=1,2", "--detail", "--home", program.folder.path)
    #expect(shown.output.contains(#/mean +sd/#), "\(shown)")
  }

  @Test func `in-terminal plots, HTML, ipynb, Markdown export`() throws {
    let prompt = try Prompt(program, ["--no-color"])
    #expect(prompt.ready(1))
    prompt.run(
      "data d = glyphs split=2", "learner l = generative-replay", "train l on d steps=3", from: 1)
    prompt.run("plot l", from: 4)
    let isBraille = { (scalar: Unicode.Scalar) in (0x2801...0x28ff).contains(scalar.value) }
    #expect(prompt.screen.unicodeScalars.contains(where: isBraille), "\(prompt.screen)")
    prompt.run("plot l.accuracy", "sample l n=2", from: 5)
    prompt.run("show l", shows: "learned 2 of 2", at: 7)
    prompt.run("pin", from: 7)
    prompt.leave()
    let path = try #require(try journals().first)
    #expect(try program.folder.text(path).contains("\npin show l\n#f 7 "))
    for ending in ["html", "ipynb", "md"] {
      let made = try run("export", path, "--to", "out.\(ending)")
      #expect(made.status == 0, "\(made)")
      let text = try program.folder.text("out.\(ending)")
      #expect(text.contains("pin show l") && text.contains("learned 2 of 2"), "\(ending)")
      if ending == "ipynb" {
        #expect(try JSONSerialization.jsonObject(with: Data(text.utf8)) is [String: Any])
      }
      if ending == "html" { #expect(text.contains("<svg") && text.contains("data:image/png")) }
    }
    // The pinned look is a command like others.
    let verified = try run("verify", path)
    #expect(verified.status == 0, "\(verified)")
  }
}

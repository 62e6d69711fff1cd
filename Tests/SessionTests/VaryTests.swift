import Foundation
import Journal
import Testing

/// Sessions over seeds and params, compared, accepted and run fast.
@Suite struct VaryTests {
  let program: Program

  private static let script = """
    param epochs = 1
    data d = digits split=5 limit=40
    model net = mlp hidden=16
    learner l = finetune model=net
    train l on d epochs=$epochs batch=16

    """

  init() throws {
    program = try Program()
    try program.folder.write(Self.script, to: "s.session")
  }

  private func lines(_ run: Program.Run) throws -> [[String: Any]] {
    try run.output.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  @Test func `what is varied equals single runs bit for bit`() throws {
    let run = try program.run(
      "vary", "s.session", "seed=1..3", "epochs=1,2", "--json", "--home", program.folder.path)
    #expect(run.status == 0, "\(run)")
    for epochs in [1, 2] {
      let row = try #require(
        try lines(run).first {
          $0["with"] as? String == "epochs=\(epochs)" && $0["value"] as? String == "loss"
        })
      let values = try #require(row["values"] as? [Double])
      let singles = try (1...3).map { seed in
        let single = try program.run(
          "run", "s.session", "--json", "--no-journal", "--threads", "1", "--seed", "\(seed)",
          "--set", "epochs=\(epochs)")
        let last = try #require(try lines(single).last?["values"] as? [String: Any])
        return try #require(last["loss"] as? Double)
      }
      #expect(values == singles)
      #expect(row["n"] as? Int == 3)
    }
    let journals = try FileManager.default.contentsOfDirectory(
      atPath: program.folder.path + "/journals/s.session.vary-1")
    #expect(journals.count == 6)
    let verified = try program.run(
      "verify", "journals/s.session.vary-1/4-seed=2_epochs=2.journal")
    #expect(verified.status == 0, "\(verified)")
  }

  @Test func `a run that fails is named and the others are counted`() throws {
    try program.folder.write(
      Self.script + "expect $epochs < 2\n", to: "f.session")
    let run = try program.run(
      "vary", "f.session", "epochs=1,2", "--home", program.folder.path)
    #expect(run.status == 1)
    #expect(run.output.contains("1 of 2 runs finished (epochs=1)"), "\(run)")
    #expect(run.output.contains("epochs=2: exited with 1"))
    let wrong = try program.run("vary", "f.session", "epoch=1", "--home", program.folder.path)
    #expect(wrong.status != 0 && wrong.errors.contains("no param 'epoch'"), "\(wrong)")
  }

  @Test func `a param goes before what the process would be given`() throws {
    try program.folder.write(
      "param seed = 5\nmodel net = mlp hidden=(8 * $seed)\nexpect $seed < 3\n", to: "p.session")
    let run = try program.run("vary", "p.session", "seed=2,4", "--home", program.folder.path)
    #expect(run.status == 1)
    #expect(run.output.contains("seed=4: exited with 1"), "\(run)")
    #expect(!run.output.contains("seed=2: exited with"), "\(run)")
  }

  /// A variation over `epochs`, two at a time, that writes to `out`.
  private func startLong(epochs: String) throws -> Process {
    try program.folder.write(
      Self.script.replacing("batch=16", with: "batch=1"), to: "long.session")
    try program.folder.write("", to: "out")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = [
      "vary", "long.session", "epochs=" + epochs, "--jobs", "2", "--home", program.folder.path,
    ]
    process.environment = program.environment
    process.currentDirectoryURL = URL(fileURLWithPath: program.folder.path)
    process.standardOutput = FileHandle(forWritingAtPath: program.folder.path + "/out")
    try process.run()
    return process
  }

  @Test func `an interrupted vary reports which runs finished`() throws {
    let process = try startLong(epochs: "1,100000")
    defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
    // The short run is over when its journal has its end.
    let journal = program.folder.path + "/journals/long.session.vary-1/1-epochs=1.journal"
    for _ in 0..<400 {
      if (try? String(contentsOfFile: journal, encoding: .utf8))?.contains("#: end=ok") == true {
        break
      }
      usleep(50_000)
    }
    usleep(300_000)
    process.interrupt()
    for _ in 0..<600 where process.isRunning { usleep(50_000) }
    try #require(!process.isRunning)
    let text = try program.folder.text("out")
    #expect(process.terminationStatus == 130)
    #expect(text.contains("1 of 2 runs finished (epochs=1)"), "\(text)")
    #expect(text.contains("epochs=100000: stopped"), "\(text)")
  }

  @Test func `workers end with the process that started them`() throws {
    let process = try startLong(epochs: "100000,100001")
    defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
    let folder = program.folder.path + "/journals/long.session.vary-1"
    /// How many journals hold `text`.
    func count(_ text: String) -> Int {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      return names.count {
        (try? String(contentsOfFile: folder + "/" + $0, encoding: .utf8))?.contains(text) == true
      }
    }
    for _ in 0..<800 where count(" train l on d") < 2 { usleep(50_000) }
    try #require(count(" train l on d") == 2)
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    for _ in 0..<800 where count("#: end=stopped") < 2 { usleep(50_000) }
    #expect(count("#: end=stopped") == 2)
  }

  @Test func `what is accepted has its pictures too`() throws {
    try program.folder.write(
      "data d = glyphs split=2\nlearner l = generative-replay\ntrain l on d steps=1\nsample l n=2\n",
      to: "p.session")
    let first = try program.run("run", "p.session", "--journal", "p.journal", "--threads", "1")
    try #require(first.status == 0, "\(first)")
    let text = try program.folder.text("p.journal")
    try program.folder.write(text.replacing("n=2\n", with: "n=3\n"), to: "p.journal")
    #expect(try program.run("accept", "p.journal", "--yes").status == 0)
    let accepted = try program.folder.text("p.journal")
    func digest(_ text: String) -> Substring? {
      text.firstMatch(of: #/\n#f .*sha256":"([0-9a-f]+)/#)?.1
    }
    #expect(digest(accepted) != nil && digest(accepted) != digest(text))
    let page = try program.run("export", "p.journal", "--to", "p.html")
    #expect(page.status == 0, "\(page)")
    #expect(try !program.folder.text("p.html").contains("is not the one that was recorded"))
  }

  @Test func `a loop over experiences verifies`() throws {
    try program.folder.write(
      Self.script.replacing("train l", with: "for i in 1..5 {\n  train l")
        .replacing("on d epochs", with: "on d.$i epochs")
        + "  eval l on d.($i)\n}\nfor k in l { expect $k.last > 0 }\n", to: "loop.session")
    let run = try program.run("run", "loop.session", "--journal", "l.journal", "--threads", "1")
    #expect(run.status == 0, "\(run)")
    let text = try program.folder.text("l.journal")
    #expect(text.contains("  train l on d.$i epochs=$epochs batch=16\n"), "\(text)")
    #expect(text.contains("\n#= 5.5.1 last="))
    #expect(try program.run("verify", "l.journal").status == 0)
    #expect(try program.run("check", "loop.session").output.contains("25 steps on 400 images"))
    let wrong = try program.run("-c", "data d = glyphs split=2\nlet i = 0.5\neval l on d.$i")
    #expect(wrong.errors.contains("$i is 0.5, which cannot be part of a name"), "\(wrong)")
  }

  @Test func `differences, tolerances and what is accepted have their exit codes`() throws {
    for (name, seed) in [("a", "1"), ("b", "2")] {
      let run = try program.run(
        "run", "s.session", "--journal", "\(name).journal", "--seed", seed, "--threads", "1")
      try #require(run.status == 0)
    }
    #expect(try program.run("diff", "a.journal", "a.journal").status == 0)
    let diff = try program.run("diff", "a.journal", "b.journal")
    #expect(diff.status == 3 && diff.output.contains("head  seed: 1 | 2"), "\(diff)")
    let text = try program.folder.text("a.journal")
    let loss = try #require(text.firstMatch(of: #/ loss=([0-9.]+)/#)).1
    let off = try #require(Double(loss)) * (1 + 1e-7)
    try program.folder.write(
      JournalText.sealed(text.replacing("loss=\(loss)", with: "loss=\(off)")), to: "c.journal")
    #expect(try program.run("verify", "c.journal").status == 3)
    #expect(try program.run("verify", "c.journal", "--tol", "rel=1e-5,abs=0").status == 0)
    #expect(try program.run("verify", "c.journal", "--tol", "rel").status == 2)
    let unasked = try program.run("accept", "c.journal")
    #expect(unasked.status == 3 && unasked.errors.contains("--yes"), "\(unasked)")
    #expect(try program.run("accept", "c.journal", "--yes").status == 0)
    #expect(try program.run("verify", "c.journal").status == 0)
  }

  @Test func `a fast run takes equal trainings from snapshots and says why it ran others`() throws {
    try program.folder.write(
      Self.script + "learner m = finetune model=net rate=0.01\ntrain m on d batch=16\n",
      to: "two.session")
    let options = ["--threads", "1", "--home", program.folder.path]
    let first = try program.run(["run", "two.session", "--journal", "a.journal"] + options)
    try #require(first.status == 0)
    let text = try program.folder.text("two.session")
    try program.folder.write(text.replacing("0.01", with: "0.02"), to: "two.session")
    let fast = try program.run(
      ["run", "two.session", "--fast", "--journal", "b.journal"] + options)
    #expect(fast.output.contains("from cache (same inputs)"), "\(fast.output)")
    #expect(fast.output.contains("ran (rate changed)"), "\(fast.output)")
    #expect(try program.run("verify", "b.journal").status == 0)
    #expect(
      try program.run(["run", "two.session", "--fast", "--no-journal"] + options).status == 2)
  }

  @Test func `a plan is reported without running anything`() throws {
    let run = try program.run("check", "s.session")
    #expect(run.status == 0 && run.output.contains("15 steps on 400 images") == false, "\(run)")
    #expect(run.output.contains("25 steps on 400 images"), "\(run)")
    #expect(run.output.contains("5 commands, no errors found"))
  }

  @Test func `a run ends at the given command`() throws {
    let run = try program.run("run", "s.session", "--until", "3", "--journal", "u.journal")
    #expect(run.status == 0, "\(run)")
    #expect(try program.folder.text("u.journal").contains("commands=3"))
    #expect(try program.run("run", "s.session", "--until", "9", "--no-journal").status == 2)
  }
}

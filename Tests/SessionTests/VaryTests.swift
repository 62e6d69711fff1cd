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
    let folder = program.folder.path + "/journals/s.session.vary-1"
    let runs = try FileManager.default.contentsOfDirectory(atPath: folder + "/runs")
    #expect(Set(runs) == Set((1...6).map(String.init)))
    let verified = try program.run("verify", folder, "--runs", "2")
    #expect(verified.status == 0, "\(verified)")
    #expect(verified.output.contains("2 of 6 runs verified, all identical"), "\(verified)")
    // What is done is not done again, and its journals are as they were.
    let before = try program.folder.text("journals/s.session.vary-1/runs/4/journal")
    let again = try program.run(
      "vary", "s.session", "seed=1..3", "epochs=1,2", "--home", program.folder.path)
    #expect(again.status == 0 && again.output.contains("6 runs: done 6"), "\(again)")
    #expect(try program.folder.text("journals/s.session.vary-1/runs/4/journal") == before)
    let more = try program.run("experiment", folder, "add", "seed=4", "--home", program.folder.path)
    #expect(more.status == 0 && more.output.contains("8 runs: done 8"), "\(more)")
  }

  @Test func `the journal keeps the table with the digests of all runs, and verifies`() throws {
    try program.folder.write("vary \"s.session\" seed=1..2\n", to: "v.session")
    let run = try program.run(
      "run", "v.session", "--journal", "v.journal", "--home", program.folder.path)
    #expect(run.status == 0, "\(run)")
    let text = try program.folder.text("v.journal")
    let folder = program.folder.path + "/journals/s.session.vary-1"
    #expect(text.contains("\nexperiment \"\(folder)\"\n#= 1 runs=2 finished=2 "), "\(text)")
    #expect(text.contains(#/digests=\["[0-9a-f]{32}","[0-9a-f]{32}"\]/#), "\(text)")
    #expect(try program.run("verify", "v.journal").status == 0)
    // It was typed otherwise than it is recorded.
    #expect(try program.run("resume", "v.journal", "v.session").status == 0)
    let journal = "journals/s.session.vary-1/runs/2/journal"
    let whole = try program.folder.text(journal)
    try program.folder.write(whole.replacing("last=", with: "last=1"), to: journal)
    #expect(try program.run("verify", "v.journal").status == 3)
    #expect(try program.run("verify", folder).status == 6)
  }

  @Test func `a look at an experiment that is not done is never compared`() throws {
    try program.folder.write(Self.script + "expect $epochs < 2\n", to: "f.session")
    _ = try program.run("vary", "f.session", "epochs=1,2", "--home", program.folder.path)
    let folder = program.folder.path + "/journals/f.session.vary-1"
    let run = try program.run("-c", "experiment \"\(folder)\"", "--journal", "p.journal")
    #expect(run.status == 0, "\(run)")
    #expect(try program.folder.text("p.journal").contains("\nexperiment \"\(folder)\" status\n"))
    try FileManager.default.removeItem(atPath: folder + "/runs/1/end.json")
    #expect(try program.run("verify", "p.journal").status == 0)
  }

  @Test func `sessions that vary themselves or each other are stopped`() throws {
    for (name, other) in [("self", "self"), ("a", "b"), ("b", "a")] {
      try program.folder.write("vary \"\(other).session\" seed=1..2\n", to: name + ".session")
    }
    let same = try program.run("run", "self.session", "--no-journal", "--home", program.folder.path)
    #expect(same.status != 0 && same.errors.contains("self.session runs itself"), "\(same)")
    let run = try program.run(
      "run", "a.session", "--no-journal", "--home", program.folder.path)
    #expect(run.status == 1, "\(run)")
    #expect(run.errors.contains("a run of an experiment cannot start another one"), "\(run)")
    let check = try program.run("check", "a.session")
    #expect(check.status == 1 && check.errors == run.errors, "\(check)")
    #expect(!FileManager.default.fileExists(atPath: program.folder.path + "/journals"))
  }

  @Test func `a run that fails is named and the others are counted`() throws {
    try program.folder.write(
      Self.script + "expect $epochs < 2\n", to: "f.session")
    let run = try program.run(
      "vary", "f.session", "epochs=1,2", "--home", program.folder.path)
    #expect(run.status == 1)
    #expect(run.output.contains("2 runs: done 1 · failed 1"), "\(run)")
    #expect(
      run.output.contains("run 2 (epochs=2) failed: expected $epochs < 2"), "\(run)")
    let task = try program.run("task", "journals/f.session.vary-1", "1")
    #expect(task.status == 0 && task.output.contains("run 1 is done"), "\(task)")
    #expect(
      try program.run("task", "journals/f.session.vary-1", environment: ["REVERIE_TASK": "2"])
        .status == 1)
    let other = try program.run(
      "task", "journals/f.session.vary-1", "2", "--instructions", "baseline")
    #expect(other.status == 2 && other.errors.contains("avx2"), "\(other)")
    let wrong = try program.run("vary", "f.session", "epoch=1", "--home", program.folder.path)
    #expect(wrong.status != 0 && wrong.errors.contains("no param 'epoch'"), "\(wrong)")
  }

  @Test func `a param goes before what the process would be given`() throws {
    try program.folder.write(
      "param seed = 5\nmodel net = mlp hidden=(8 * $seed)\nexpect $seed < 3\n", to: "p.session")
    let run = try program.run("vary", "p.session", "seed=2,4", "--home", program.folder.path)
    #expect(run.status == 1)
    #expect(run.output.contains("run 2 (seed=4) failed"), "\(run)")
    #expect(!run.output.contains("run 1 (seed=2)"), "\(run)")
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
    // The short run is over when its end is there.
    let end = program.folder.path + "/journals/long.session.vary-1/runs/1/end.json"
    for _ in 0..<400 {
      if FileManager.default.fileExists(atPath: end) { break }
      usleep(50_000)
    }
    usleep(300_000)
    process.interrupt()
    for _ in 0..<600 where process.isRunning { usleep(50_000) }
    try #require(!process.isRunning)
    let text = try program.folder.text("out")
    #expect(process.terminationStatus == 130)
    #expect(text.contains("2 runs: done 1 · stopped 1"), "\(text)")
    #expect(text.contains("run 2 (epochs=100000) was stopped and can go on"), "\(text)")
  }

  @Test func `workers end with the process that started them`() throws {
    let process = try startLong(epochs: "100000,100001")
    defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
    let folder = program.folder.path + "/journals/long.session.vary-1/runs"
    /// How many journals hold `text`.
    func count(_ text: String) -> Int {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      return names.count {
        (try? String(contentsOfFile: folder + "/\($0)/journal", encoding: .utf8))?.contains(text)
          == true
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

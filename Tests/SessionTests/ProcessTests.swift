import Foundation
import Testing

/// The program without a terminal: what it prints where, and what it leaves with.
@Suite struct ProcessTests {
  let program: Program

  init() throws { program = try Program() }

  @Test func `the output of views is in JSON too`() throws {
    try program.folder.write("data d = glyphs split=2\n", to: "s.session")
    let run = try program.run("check", "s.session", "--json")
    let line = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let look = try #require(line["look"] as? [String])
    #expect(line.count == 1 && look.contains { $0.contains("data d = glyphs split=2") })
  }

  @Test(
    arguments: [
      (["-c", "data d = digits split=5", "--no-journal"], 0, ""),
      (["-c", "let k = 2; expect $k > 3", "--no-journal"], 1, "-c:1:12: error: expected $k > 3"),
      (["-c", "trian d", "--no-journal"], 2, "-c:1:1: error: "),
      (["-c", "data d = digits split=", "--no-journal"], 2, "-c:1:"),
      (["-c", "data d = mnist", "--no-journal"], 4, "-c:1:1: error: "),
      (["run", "missing.session"], 2, "there is no file missing.session"),
      (["check", "missing.session"], 2, "there is no file missing.session"),
      (["verify", "missing.journal"], 2, "there is no file missing.journal"),
      (["--threads", "0", "-c", "list"], 2, "--threads"),
      (["--no-such-flag"], 2, "--no-such-flag"),
      (["-c", "list", "--set", "k"], 2, "--set k is not name=value"),
    ] as [([String], Int32, String)])
  func `the exit code tells which kind of error occurred`(
    arguments: [String], status: Int32, words: String
  ) throws {
    let run = try program.run(arguments)
    #expect(run.status == status, "\(run)")
    #expect(words.isEmpty || run.errors.contains(words), "\(run.errors)")
    if status == 0 { #expect(run.errors.isEmpty) }
  }

  @Test func `the environment may choose the instructions of new sessions alone`() throws {
    let chosen = ["REVERIE_INSTRUCTIONS": "baseline"]
    let lines = "data d = glyphs split=2; learner l = finetune; train l on d steps=2"
    _ = try program.run("-c", lines, "--journal", "a.journal", environment: chosen)
    #expect(try program.folder.text("a.journal").contains("instructions=baseline"))
    _ = try program.run(
      "-c", lines, "--journal", "b.journal", "--instructions", "avx2", environment: chosen)
    #expect(try program.folder.text("b.journal").contains("instructions=avx2"))
    // A journal's own are taken, whatever the environment says.
    let verified = try program.run("verify", "b.journal", environment: chosen)
    #expect(verified.status == 0, "\(verified)")
    let wrong = try program.run("-c", "list", environment: ["REVERIE_INSTRUCTIONS": "avx3"])
    #expect(wrong.status == 2)
    #expect(wrong.errors.contains("REVERIE_INSTRUCTIONS is 'avx3': choose from baseline, avx2"))
  }

  @Test func `nothing that is not a terminal gets an escape code`() throws {
    let run = try program.run(
      "-c", "data d = glyphs split=2; show d; help; help train; list", "--no-journal")
    #expect(run.status == 0)
    #expect(!run.output.contains("\u{1b}"))
    #expect(run.output.contains("experience"))
  }

  @Test(arguments: [
    ("train \"\\u{1b}[31mx\" on d", 2), ("show \"\u{1b}[31mx\"", 1), ("#' red: \u{1b}[31m", 0),
    ("let x = \"\u{1b}[31m\"", 0), ("export to \"\u{1b}.html\"", 0),
  ])
  func `no escape code of a script reaches what it prints or its journal`(
    line: String, status: Int32
  ) throws {
    let run = try program.run("--journal", "a.journal", input: line + "\nlet y = 1\n")
    #expect(run.status == status, "\(run)")
    #expect(!(run.output + run.errors).contains("\u{1b}"), "\(run)")
  }

  @Test(arguments: ["j", "é"])
  func `a journal may have a name of one letter`(name: String) throws {
    #expect(try program.run("--journal", name, "-c", "let x = 1").status == 0)
    #expect(try program.run("run", name).status == 0)
  }

  @Test func `a script comes from standard input, a file or the command line alike`() throws {
    let text =
      "data d = glyphs split=2\nmodel m = mlp hidden=8\nlearner l = finetune model=m\n"
      + "train l on d steps=3\n"
    let file = try program.folder.write(text, to: "s.session")
    let runs = [
      try program.run("--json", "--no-journal", input: text),
      try program.run("run", file, "--json", "--no-journal"),
      try program.run("run", "-", "--json", "--no-journal", input: text),
      try program.run("-c", text, "--json", "--no-journal"),
    ]
    let states = try runs.map { run in
      try #require(run.status == 0, "\(run.errors)")
      let last = try #require(run.output.split(separator: "\n").last)
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any])
      #expect(object["command"] as? String == "train l on d steps=3")
      return try #require((object["state"] as? [String: String])?["l"])
    }
    #expect(Set(states).count == 1)
  }

  @Test func `a param is overridden from the command line and the journal keeps the value`() throws
  {
    try program.folder.write(
      "param k = 2\nlet twice = ($k * 2)\nexpect $twice == 6\n", to: "s.session")
    let run = try program.run("run", "s.session", "--set", "k=3", "--journal", "j.journal")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try program.folder.text("j.journal").contains("\nparam k = 3\n"))
  }

  @Test func `without libtorch everything but training works`() throws {
    let run = try program.run(
      "-c", "data d = glyphs split=2\nmodel m = mlp\nlearner l = finetune model=m\ntrain l on d",
      "--no-journal", environment: ["REVERIE_TORCH_SHIM": "/nowhere/shim.so"])
    #expect(run.status == 1)
    #expect(run.errors.contains("-c:4:1: error: "))
    #expect(run.errors.contains("Scripts/setup"))
  }

  @Test func `check finds a wrong word without running anything`() throws {
    let file = try program.folder.write(
      "data d = digits split=5\nmodel net = mlp hiden=3\n", to: "s.session")
    let run = try program.run("check", file)
    #expect(run.status == 2)
    #expect(run.errors.contains("s.session:2:"))
    #expect(run.errors.contains("hidden"))
  }
}

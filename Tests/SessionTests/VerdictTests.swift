import Foundation
import Journal
import Testing

/// What `check`, `verify`, `accept` and `run` say and exit with for journals that are not whole.
@Suite struct VerdictTests {
  let program: Program
  let text: String

  init() throws {
    program = try Program()
    let script = """
      data d = digits split=5 limit=20
      generator g = vae latent=4 hidden=16
      learner f = generative-replay generator=g
      train f on d steps=2
      eval f on d
      sample f n=2
      """
    let run = try program.run(
      "--journal", "j.journal", "--seed", "5", "--threads", "1", input: script + "\n")
    try #require(run.status == 0, "\(run)")
    text = try program.folder.text("j.journal")
  }

  private func run(
    _ verb: String, _ text: String, _ more: String..., environment: [String: String] = [:]
  ) throws -> Program.Run {
    try program.folder.write(text, to: "x.journal")
    return try program.run([verb, "x.journal"] + more, environment: environment)
  }

  private func changed(_ before: String, _ after: String) throws -> String {
    let changed = text.replacing(before, with: after, maxReplacements: 1)
    try #require(changed != text)
    return changed
  }

  @Test func `a whole journal is complete and identical`() throws {
    let check = try run("check", text)
    #expect(check.status == 0 && check.output.contains("complete, no errors found"), "\(check)")
    let verify = try run("verify", text)
    #expect(verify.status == 0 && verify.output.contains("all identical"), "\(verify)")
  }

  @Test func `a changed journal, one without end and one that differs have their own exit codes`()
    throws
  {
    let forged = try changed("#= 5 overall=0", "#= 5 overall=1")
    for verb in ["check", "verify"] {
      let damaged = try run(verb, forged)
      #expect(
        damaged.status == 6 && damaged.output.contains("command 5, its records"), "\(damaged)")
      let end = try #require(text.range(of: "#: end=")).lowerBound
      let cut = try run(verb, String(text[..<end]))
      #expect(
        cut.status == 5 && cut.output.contains("ends without '#: end' after command 6"), "\(cut)")
      let empty = try run(
        verb, String(text[...(try #require(text.range(of: "\n#> 1"))).lowerBound]))
      #expect(empty.status == 5 && !empty.output.contains("identical"), "\(empty)")
    }
    let diverged = try run("verify", JournalText.sealed(forged))
    #expect(diverged.status == 3 && diverged.output.contains("first difference at command 5"))
    let session = try run("verify", "let a = 1\n")
    #expect(session.status == 5 && session.output.contains("nothing is recorded"), "\(session)")
  }

  @Test func `what is accepted is whole again`() throws {
    let forged = try changed("#= 5 overall=0", "#= 5 overall=1").replacing("#% 2 ", with: "# 2 ")
    let accepted = try run("accept", forged, "--yes")
    #expect(accepted.status == 0, "\(accepted)")
    let now = try program.folder.text("x.journal")
    #expect(try run("check", now).status == 0)
    let verified = try run("verify", now)
    #expect(verified.status == 0 && verified.output.contains("all identical"), "\(verified)")
    #expect(now.split(separator: "\n").filter { $0.hasPrefix("#% ") }.count == 8)
  }

  @Test func `circumstances that are missing have an exit code of their own`() throws {
    let none = try run("verify", text, environment: ["REVERIE_TORCH_SHIM": "/nowhere/shim.so"])
    #expect(none.status == 7 && none.errors.contains("Scripts/setup"), "\(none)")
    let gpu = try run("verify", JournalText.sealed(changed("device=cpu", "device=cuda:0")))
    #expect(gpu.status == 7 || gpu.status == 3, "\(gpu)")
  }

  @Test(arguments: [("seed=5", "seed=x"), ("instructions=avx2", "instructions=avx9")])
  func `a head that cannot be followed is an error`(before: String, after: String) throws {
    for verb in ["verify", "run"] {
      let run = try run(verb, JournalText.sealed(changed(before, after)))
      #expect(run.status == 2 && run.errors.contains(after), "\(run)")
    }
  }

  @Test func `another version of the program is reported`() throws {
    let other = try run(
      "verify", JournalText.sealed(text.replacing(#/app=\S+/#, with: "app=9.9.9")))
    #expect(other.status == 0 && other.output.contains("recorded with reverie 9.9.9"), "\(other)")
  }

  @Test func `a journal runs with the seed of its head, or says which it uses instead`() throws {
    let again = try program.run("run", "j.journal", "--journal", "a.journal")
    #expect(again.status == 0 && !again.errors.contains("recorded with"), "\(again)")
    let head = try program.folder.text("a.journal")
    #expect(head.contains(" seed=5 threads=1 "), "\(head)")
    let other = try program.run("run", "j.journal", "--seed", "6", "--no-journal")
    let said = (other.errors + other.output).contains("recorded with seed=5")
    #expect(other.status == 0 && said, "\(other)")
  }

  @Test func `a picture that was replaced is found`() throws {
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: program.folder.path + "/j.figures").first)
    let picture = try Data(
      contentsOf: URL(fileURLWithPath: program.folder.path + "/j.figures/" + name))
    let path = program.folder.path + "/j.figures/" + name
    try Data(picture.dropLast()).write(to: URL(fileURLWithPath: path))
    let run = try program.run("verify", "j.journal")
    #expect(run.status == 6 && run.output.contains("not the one that was recorded"), "\(run)")
    try FileManager.default.removeItem(atPath: path)
    let gone = try program.run("verify", "j.journal")
    #expect(gone.status == 0 && gone.output.contains("is missing"), "\(gone)")
  }

  @Test func `a file is one under all of its paths while a journal is verified`() throws {
    let script = """
      data d = digits split=5 limit=20
      learner f = finetune
      train f on d steps=1
      save f to "f.safetensors"
      load "./f.safetensors" as again
      """
    let run = try program.run("--journal", "s.journal", input: script + "\n")
    try #require(run.status == 0, "\(run)")
    try FileManager.default.removeItem(atPath: program.folder.path + "/f.safetensors")
    let verified = try program.run("verify", "s.journal")
    #expect(verified.status == 0, "\(verified)")
  }
}

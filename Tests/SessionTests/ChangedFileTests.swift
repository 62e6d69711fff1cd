import Foundation
import TestSupport
import Testing

/// Journals that someone else writes while they are verified or accepted.
@Suite struct ChangedFileTests {
  let program: Program
  private static let picture = "a.figures/4.png"

  /// A journal that has a picture, and of which one line was changed by hand.
  init() throws {
    program = try Program()
    try program.folder.write(
      "data d = glyphs split=2\nlearner l = generative-replay\ntrain l on d steps=1\nsample l n=2\n",
      to: "a.session")
    let run = try program.run("run", "a.session", "--journal", "a.journal", "--threads", "1")
    try #require(run.status == 0, "\(run)")
    try program.folder.write(
      program.folder.text("a.journal").replacing("n=2\n", with: "n=3\n"), to: "a.journal")
  }

  private func picture() throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: program.folder.path + "/" + Self.picture))
  }

  @Test func `what was added while accept asked stays, and so do the pictures`() throws {
    let path = program.folder.path + "/a.journal"
    let before = try picture()
    let pty = try Pty(
      running: Program.path, ["accept", path],
      environment: program.environment.map { "\($0.key)=\($0.value)" })
    #expect(pty.wait(for: "values and states? [y/N]"), "\(pty.painted)")
    let text = try program.folder.text("a.journal") + "note \"more\"\n"
    try text.write(toFile: path, atomically: false, encoding: .utf8)
    pty.send("y\r")
    #expect(pty.exitStatus() != 0, "\(pty.painted)")
    #expect(pty.painted.contains("has changed since it was read"), "\(pty.painted)")
    #expect(try program.folder.text("a.journal") == text && picture() == before)
  }

  @Test(arguments: [["accept", "--yes"], ["verify", "--record"]])
  func `a journal that is being written is refused before anything runs`(words: [String]) throws {
    let text = try program.folder.text("a.journal")
    let descriptor = open(program.folder.path + "/a.journal", O_RDONLY | O_CLOEXEC)
    defer { close(descriptor) }
    try #require(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    let run = try program.run(words + ["a.journal"])
    #expect(run.status != 0 && run.errors.contains("still runs") && run.output == "", "\(run)")
    #expect(try program.folder.text("a.journal") == text)
  }

  @Test func `a note has a line of its own, and never follows a torn one`() throws {
    try program.folder.write("data d = glyphs split=2\nexpect d.train > 0", to: "b.session")
    let run = try program.run("verify", "b.session", "--record")
    #expect(run.status == 5 && run.output.contains("nothing is recorded"), "\(run)")
    #expect(try program.folder.text("b.session").contains("d.train > 0\n#: verified="))
    let torn = try program.folder.text("a.journal") + "#> 5 10:00:00 data e = glyphs\ndata e = gl"
    try program.folder.write(torn, to: "a.journal")
    let refused = try program.run("verify", "a.journal", "--record")
    #expect(refused.status == 2 && refused.errors.contains("incomplete"), "\(refused)")
    #expect(try program.folder.text("a.journal") == torn)
  }
}

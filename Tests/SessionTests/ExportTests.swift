import Foundation
import Journal
import Testing

/// `reverie export`: journals made into pages by a process.
@Suite struct ExportTests {
  let program: Program

  static let text = """
    #' # A small session
    data d = glyphs figures=4 split=2 size=8 train=8 test=4
    model net = mlp hidden=16
    generator g = vae latent=4 hidden=16
    learner ours = generative-replay model=net generator=g
    train ours on d steps=4 batch=8
    sample ours n=4
    plot ours
    """

  init() throws {
    program = try Program()
    let run = try program.run("--journal", "j.journal", "--threads", "1", input: Self.text + "\n")
    try #require(run.status == 0, "\(run.errors)")
  }

  @Test(arguments: [("j.html", "<!doctype html>"), ("html", "<!doctype"), ("b.md", "# A small")])
  func `the ending of the name chooses the format of an exported journal`(
    target: String, start: String
  ) throws {
    let run = try program.run("export", "j.journal", "--to", target)
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    let name = target == "html" ? "j.html" : target
    #expect(run.output == "exported j.journal to \(name)\n")
    #expect(try program.folder.text(name).hasPrefix(start))
  }

  @Test func `a notebook is JSON and a page holds the sampled images`() throws {
    #expect(try program.run("export", "j.journal", "--to", "ipynb").status == 0)
    let data = Data(try program.folder.text("j.ipynb").utf8)
    let book = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect((book["cells"] as? [Any])?.count == 9)
    #expect(try program.run("export", "j.journal", "--to", "j.html").status == 0)
    let page = try program.folder.text("j.html")
    #expect(page.contains("src=\"data:image/png;base64,") && page.contains("<svg"))
    #expect(page.contains("No verification is recorded."))
  }

  @Test func `a page says that the journal was verified, or that it does not verify`() throws {
    let run = try program.run("export", "j.journal", "--to", "j.html", "--verify")
    #expect(run.status == 0, "\(run)")
    #expect(try program.folder.text("j.html").contains("class=\"badge good\""))
    let text = try program.folder.text("j.journal")
    try program.folder.write(
      JournalText.sealed(text.replacing("steps=4 batch=8\n", with: "steps=5 batch=8\n")),
      to: "k.journal")
    let other = try program.run("export", "k.journal", "--to", "k.html", "--verify")
    #expect(other.status == 3, "\(other)")
    #expect(try program.folder.text("k.html").contains("class=\"badge bad\""))
  }

  @Test func `a verification is recorded once and for all who export`() throws {
    #expect(try program.run("verify", "j.journal", "--record").status == 0)
    #expect(try program.run("verify", "j.journal").status == 0)
    #expect(try program.run("export", "j.journal", "--to", "j.html").status == 0)
    let page = try program.folder.text("j.html")
    #expect(page.contains("The file says: verified (exact") && !page.contains("class=\"badge good"))
    let again = ["export", "j.journal", "--to", "j.html", "--verify"]
    let refused = try program.run(again)
    #expect(refused.status == 1 && refused.errors.contains("j.html exists"), "\(refused)")
    #expect(try program.run(again + ["--replace"]).status == 0)
    #expect(try program.folder.text("j.html").contains("class=\"badge good\""))
  }

  @Test func `a line of JSON holds the figures that the journal keeps`() throws {
    let run = try program.run(
      "--json", "--journal", "k.journal", "--threads", "1", input: Self.text + "\n")
    let figures = run.output.split(separator: "\n").flatMap { line -> [String] in
      let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return (object?["figures"] as? [[String: Any]] ?? []).compactMap { $0["kind"] as? String }
    }
    #expect(figures == ["heatmap", "images", "chart"], "\(run)")
    let plot = try #require(run.output.split(separator: "\n").last)
    let record = try #require(
      try program.folder.text("k.journal").split(separator: "\n").last {
        $0.hasPrefix("#f 7 chart ")
      })
    #expect(plot.contains("\"figures\":[\(record.dropFirst("#f 7 chart ".count))]"))
  }

  @Test func `a missing image is reported and the rest is kept`() throws {
    try FileManager.default.removeItem(atPath: program.folder.path + "/j.figures")
    let run = try program.run("export", "j.journal", "--to", "j.html")
    #expect(run.status == 0 && run.output.contains("images missing: 1"))
    #expect(try program.folder.text("j.html").contains("j.figures/6.png is missing"))
  }

  @Test(
    arguments: [
      (["j.journal", "--to", "x.pdf"], 2, ".html, .ipynb, .md"),
      (["none.journal", "--to", "x.html"], 2, "there is no file none.journal"),
      (["j.journal", "--to", "/dev/null/x.html"], 1, "there is no folder /dev/null"),
      (["j.journal"], 2, "--to"),
    ] as [([String], Int32, String)])
  func `what cannot be exported is reported`(arguments: [String], status: Int32, words: String)
    throws
  {
    let run = try program.run(["export"] + arguments)
    #expect(run.status == status && run.errors.contains(words), "\(run)")
  }

  @Test func `a session exports itself while it runs`() throws {
    let run = try program.run(
      "-c", "data d = digits split=5\nexport to \"mine.md\"\nlist", "--journal", "i.journal")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try program.folder.text("mine.md").contains("data d = digits split=5"))
    let again = try program.run("export", "i.journal", "--to", "again.md")
    #expect(again.status == 0)
    #expect(try program.folder.text("again.md") == program.folder.text("mine.md"))
  }
}

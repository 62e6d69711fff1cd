import Foundation
import TestSupport
import Testing

/// The sessions that come with the repository, and the README that shows one of them.
@Suite struct PublishedTests {
  static let sessions =
    ((try? FileManager.default.subpathsOfDirectory(
      atPath: Program.root.appending(path: "Sessions").path)) ?? [])
    .filter {
      $0.hasSuffix(".session") && !$0.hasPrefix("journals/") && !$0.hasPrefix("lessons/")
    }.map {
      String($0.dropLast(".session".count))
    }.sorted()

  private static func path(_ name: String) -> String {
    Program.root.appending(path: "Sessions/\(name).session").path
  }

  @Test(arguments: sessions) func `every session is made of known words`(name: String) throws {
    let run = try Program().run("check", Self.path(name))
    // Where a collection must be downloaded, check says so, as a run would.
    let lacksData =
      run.status == 4
      && ["not found in", "there is no such folder"].contains { run.errors.contains($0) }
    #expect(run.status == 0 || lacksData, "\(run.errors)")
  }

  @Test func `every short form is one of a session, and of params that it has`() throws {
    #expect(ShortForms.all.keys.sorted() == Self.sessions)
    for (name, settings) in ShortForms.all {
      let text = try String(contentsOfFile: Self.path(name), encoding: .utf8)
      for setting in settings {
        let word = setting.prefix { $0 != "=" }
        #expect(
          text.contains("param \(word) = ") || text.contains("data \(word) = "),
          "\(name) has no \(word)")
      }
    }
  }

  @Test(arguments: sessions)
  func `every session is checked, stepped through, resumed, run as a notebook and verified alike`(
    name: String
  ) throws {
    let settings = try #require(ShortForms.all[name], "\(name) has no short form")
    let program = try Program()
    try Birds.put(into: program.folder, as: "CUB_200_2011")
    let options =
      ["--threads", "1"] + settings.flatMap { ["--set", $0] }
    let file = try Self.shortened(name, in: program.folder)
    let check = try program.run(["check", file] + options)
    #expect(check.status == 0, "\(check.errors)")

    let lines = try String(contentsOfFile: file, encoding: .utf8).matches(of: #/\n[a-z]/#).count
    try step(through: file, options, first: lines / 2, of: program)
    let resumed = try program.run(["resume", "j.journal", file])
    #expect(resumed.status == 0, "\(resumed)")
    let journal = try program.folder.text("j.journal")
    #expect(!journal.contains("\n#! ") && journal.contains("\n#@ "))
    let commands = journal.matches(of: #/\n#> /#).count
    try #require(commands > lines / 2)
    let params = journal.matches(of: #/\nparam /#).count
    try checkExports(of: program, commands: commands, params: params)
    try checkNotebook(of: program)
  }

  /// The exported notebook of `j.journal` gives the same results in the kernel, and a journal that verifies.
  private func checkNotebook(of program: Program) throws {
    var made = "j.journal"
    if NotebookTests.isInstalled {
      let (status, text) = try NotebookTests.run(
        "notebook_run.py", in: program.folder,
        ["j.ipynb", "n.journal"].map { program.folder.path + "/" + $0 })
      #expect(status == 0 && text.contains("notebook ok"), "\(text)")
      // They differ in how they were begun.
      let difference = try program.run("diff", "j.journal", "n.journal").output
      #expect(
        difference.hasPrefix("no difference")
          || difference.split(separator: "\n").allSatisfy { $0.hasPrefix("head ") }, "\(difference)"
      )
      made = "n.journal"
    }
    let verified = try program.run("verify", "--exact", made)
    #expect(verified.status == 0 && verified.output.contains("all identical"), "\(verified)")
  }

  /// The session's file, or a copy with the text of its short form.
  private static func shortened(_ name: String, in folder: Folder) throws -> String {
    guard let texts = ShortForms.texts[name] else { return path(name) }
    var text = try String(contentsOfFile: path(name), encoding: .utf8)
    for (long, short) in texts {
      try #require(text.contains(long), "\(name) has no \(long)")
      text = text.replacing(long, with: short)
    }
    return try folder.write(text, to: "short.session")
  }

  /// Runs the first commands one by one at a terminal and leaves.
  private func step(
    through file: String, _ options: [String], first: Int, of program: Program
  ) throws {
    let pty = try Pty(
      running: "/bin/sh",
      ["-c", "cd \"$HOME\" && exec \"$0\" \"$@\"", Program.path, "step", file]
        + ["--journal", "j.journal", "--home", ".", "--no-color"] + options,
      environment: program.environment.map { "\($0)=\($1)" })
    for place in 1...first {
      #expect(pty.wait { $0.painted.ranges(of: "q quit: ").count == place }, "\(pty.screen.text)")
      pty.send("\r")
    }
    #expect(pty.wait { $0.painted.ranges(of: "q quit: ").count > first }, "\(pty.screen.text)")
    pty.send("q")
    #expect(pty.wait(for: "] >"), "\(pty.screen.text)")
    pty.send("\u{4}")
    #expect(pty.exitStatus() == 0, "\(pty.painted)")
  }

  private func checkExports(of program: Program, commands: Int, params: Int) throws {
    for format in ["html", "ipynb"] {
      let run = try program.run("export", "j.journal", "--to", format)
      #expect(run.status == 0 && !run.output.contains("missing"), "\(run)")
    }
    let page = Page(try program.folder.text("j.html"))
    #expect(page.problems.isEmpty && page.foreign.isEmpty, "\(page.problems) \(page.foreign)")
    #expect(page.all("section").count == commands)
    let book = NotebookCheck(try program.folder.text("j.ipynb"))
    #expect(book.problems.isEmpty, "\(book.problems)")
    // Params share one cell.
    #expect(book.cells > commands - params, "\(book.cells)")
  }

  @Test func `the README shows the first session`() throws {
    let text = try String(contentsOfFile: Self.path("first"), encoding: .utf8)
    let readme = try String(
      contentsOf: Program.root.appending(path: "README.md"), encoding: .utf8)
    #expect(readme.contains(text.trimmingCharacters(in: .newlines)))
  }

  @Test func `what is wrong with pages and notebooks is noticed`() {
    #expect(Page("<p>a &amp; b</p>").problems.isEmpty)
    #expect(!Page("<p>a").problems.isEmpty && !Page("<p>a & b</p>").problems.isEmpty)
    for html in ["<script>x</script>", "<img src=\"http://a.b/c\">", "<a onclick=\"x\">y</a>"] {
      #expect(!Page(html).foreign.isEmpty, "\(html)")
    }
    let cell = #"{"id": "a", "cell_type": "markdown", "metadata": {}, "source": []}"#
    func book(_ cells: String, more: String = "") -> String {
      #"{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [\#(cells)]\#(more)}"#
    }
    #expect(NotebookCheck(book(cell)).problems.isEmpty)
    for wrong in [
      "[]", book(cell, more: #", "x": 1"#), book(cell + "," + cell),
      book(cell.replacing("\"a\"", with: "\"a b\"")), book(cell.replacing("[]", with: "1")),
      book(cell.replacing("markdown", with: "code")),
    ] {
      #expect(!NotebookCheck(wrong).problems.isEmpty, "\(wrong)")
    }
  }
}

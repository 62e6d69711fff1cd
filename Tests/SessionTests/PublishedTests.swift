import Foundation
import TestSupport
import Testing

/// The sessions that come with the repository, and the README that shows one of them.
@Suite struct PublishedTests {
  static let sessions =
    ((try? FileManager.default.subpathsOfDirectory(
      atPath: Program.root.appending(path: "Sessions").path)) ?? [])
    .filter { $0.hasSuffix(".session") }.map { String($0.dropLast(".session".count)) }.sorted()

  private static func path(_ name: String) -> String {
    Program.root.appending(path: "Sessions/\(name).session").path
  }

  @Test(arguments: sessions) func `every session is made of known words`(name: String) throws {
    let run = try Program().run("check", Self.path(name))
    #expect(run.status == 0, "\(run.errors)")
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
  func `every session runs in its short form, verifies exactly and becomes valid pages`(
    name: String
  ) throws {
    let settings = try #require(ShortForms.all[name], "\(name) has no short form")
    let program = try Program()
    try Birds.put(into: program.folder, as: "CUB_200_2011")
    let run = try program.run(
      ["run", Self.path(name), "--journal", "j.journal", "--threads", "1", "--no-snapshots"]
        + settings.flatMap { ["--set", $0] })
    #expect(run.status == 0, "\(run.errors)")
    let verified = try program.run("verify", "--exact", "j.journal")
    #expect(verified.status == 0 && verified.output.contains("all identical"), "\(verified)")
    let journal = try program.folder.text("j.journal")
    #expect(!journal.contains("\n#! ") && journal.contains("\n#@ "))
    try checkExports(of: program, commands: journal.matches(of: #/\n#> /#).count)
  }

  private func checkExports(of program: Program, commands: Int) throws {
    for format in ["html", "ipynb"] {
      let run = try program.run("export", "j.journal", "--to", format)
      #expect(run.status == 0 && !run.output.contains("missing"), "\(run)")
    }
    let page = Page(try program.folder.text("j.html"))
    #expect(page.problems.isEmpty && page.foreign.isEmpty, "\(page.problems) \(page.foreign)")
    #expect(page.all("section").count == commands)
    let book = NotebookCheck(try program.folder.text("j.ipynb"))
    #expect(book.problems.isEmpty, "\(book.problems)")
    #expect(book.cells > commands)
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

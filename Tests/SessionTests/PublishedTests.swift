import Foundation
import Testing

/// The sessions that come with the repository, and the README that shows one of them.
@Suite struct PublishedTests {
  static let sessions =
    ((try? FileManager.default.subpathsOfDirectory(
      atPath: Program.root.appending(path: "Sessions").path)) ?? [])
    .filter { $0.hasSuffix(".session") }.sorted()

  @Test(arguments: sessions) func `every session is made of known words`(name: String) throws {
    let path = Program.root.appending(path: "Sessions/" + name).path
    let run = try Program().run("check", path)
    #expect(run.status == 0, "\(run.errors)")
  }

  @Test func `the README shows the first session, which runs, verifies and becomes a page`() throws
  {
    let path = Program.root.appending(path: "Sessions/first.session").path
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let readme = try String(
      contentsOf: Program.root.appending(path: "README.md"), encoding: .utf8)
    #expect(readme.contains(text.trimmingCharacters(in: .newlines)))
    let program = try Program()
    let run = try program.run("run", path, "--journal", "j.journal")
    #expect(run.status == 0, "\(run.errors)")
    let verified = try program.run("verify", "j.journal")
    #expect(verified.status == 0, "\(verified)")
    #expect(try program.run("export", "j.journal", "--to", "html").status == 0)
    let page = try program.folder.text("j.html")
    #expect(page.matches(of: #/<svg/#).count == 2 && page.contains("<img alt="))
  }
}

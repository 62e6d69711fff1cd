import Catalog
import Figures
import Foundation
import Language
import TestSupport
import Text
import Testing

@testable import Journal
@testable import Reports
@testable import Workbench

/// Journals as pages, notebooks and Markdown.
@Suite struct ExportTests {
  static let script =
    Lines.all + [
      Lines.train, "eval ours on d", "sample ours n=3", "let r = 0.01",
      "for s in 4..5 {\n learner base = finetune model=net rate=($r / $s)\n"
        + " train base on d steps=2 batch=8\n sample ours n=2 draw=$s\n}",
      "note \"**done** well\"", "expect ours.last >= 0", "compare base,ours", "plot base,ours",
      "plot ours.accuracy",
    ]

  /// A desk that has recorded these lines in `a.journal`.
  private func desk(_ lines: [String] = script) throws -> Desk {
    let desk = try Desk(journal: "a.journal")
    for line in lines { try desk.type(line) }
    return desk
  }

  private func export(_ desk: Desk, _ name: String) throws -> String {
    try desk.type("export to \"\(desk.path(name))\"")
    return try desk.text(of: name)
  }

  @Test func `another file is replaced only where that is asked for`() throws {
    let desk = try desk(["data d = glyphs split=2"])
    let line = "export to \"\(desk.path("a.csv"))\""
    try desk.type(line, line)
    try desk.type("note \"more\"", "learner l = finetune", "train l on d steps=1")
    let failure = try #require(desk.failure(of: line))
    #expect(failure.oneLine.contains("exists") && failure.oneLine.contains("replace=yes"))
    #expect(failure.diagnostic.span.lower == "export to ".count)
    let old = try desk.text(of: "a.csv")
    try desk.type(line + " replace=yes")
    #expect(try desk.text(of: "a.csv") != old)
    for target in ["\(desk.folder)/none/a.csv", "\(desk.folder)"] {
      #expect(throws: Failure.self) {
        _ = try Exports.write([desk.path("a.journal")], to: target, replaces: true)
      }
    }
  }

  @Test func `losses become charts, in a block and pinned too`() throws {
    let desk = try desk(
      Lines.all + [
        Lines.train, "plot ours.losses", "for s in 1..2 {\n plot ours.losses\n}",
        "pin show ours.losses",
      ])
    let page = Page(try export(desk, "a.html"))
    #expect(page.problems.isEmpty, "\(page.problems)")
    // The training's heat map; four charts, each drawn wide and narrow.
    #expect(page.all("svg").count == 1 + 4 * 2)
    let charts = try export(desk, "a.md").ranges(of: "losses by part").count
    #expect(charts == 4)
  }

  @Test func `a page shows every command with its charts, maps, tables and pictures`() throws {
    let desk = try desk()
    let page = Page(try export(desk, "a.html"))
    #expect(page.problems.isEmpty, "\(page.problems)")
    #expect(page.all("section").count == Self.script.count - 1)
    // Heat maps of three trainings and one plot, and a chart that is drawn wide and narrow.
    #expect(page.all("svg").count == 4 + 2)
    let pictures = page.all("img")
    #expect(pictures.count == 3)
    for picture in pictures {
      #expect(picture["src"]?.hasPrefix("data:image/png;base64,iVBORw0KGgo") == true)
      #expect(picture["alt"]?.contains("sample ours") == true)
    }
    #expect(page.all("h1").count == 1 && page.all("table").count == 4)
    for words in ["train ours on d steps=4 batch=8", "s=4", "s=5", "holds", "verify a.journal"] {
      #expect(page.text.contains(words), "\(words)")
    }
    let sha256 = try #require(desk.value("sha256", of: "d"))
    #expect(page.text.contains(sha256.description.dropFirst().dropLast()))
  }

  @Test func `a page needs neither network nor scripts`() throws {
    let page = Page(try export(desk(), "a.html"))
    #expect(page.all("script").isEmpty && page.all("link").isEmpty)
    for element in page.elements {
      #expect(!element.attributes.keys.contains { $0.hasPrefix("on") })
      for name in ["src", "href"] {
        guard let address = element.attributes[name] else { continue }
        #expect(address.hasPrefix("data:"), "\(address.prefix(40))")
      }
    }
    let policy = page.all("meta").first { $0["http-equiv"] == "Content-Security-Policy" }
    #expect(policy?["content"]?.hasPrefix("default-src 'none'") == true)
  }

  @Test func `the page holds the journal itself`() throws {
    let desk = try desk()
    let page = Page(try export(desk, "a.html"))
    let link = try #require(page.all("a").first { $0["download"] == "a.journal" }?["href"])
    let data = Data(base64Encoded: String(link.drop { $0 != "," }.dropFirst()))
    #expect(try data == Data(desk.text(of: "a.journal").utf8))
  }

  @Test(arguments: ["a.html", "a.ipynb", "a.md"])
  func `the same journal gives the same bytes`(name: String) throws {
    let desk = try desk()
    let first = try export(desk, name)
    #expect(try export(desk, name) == first)
  }

  static let hostile = [
    "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\" onload=\"x", "' x='",
    "<\u{301}script>", "\"\u{301} onload=\"x", "&lt;b&gt;", "&amp", "]]>", "<!--", "-->", "</pre>",
    "</style>", "[x](javascript:alert(1))", "[x](https://a.b\" onclick=\"y)", "`<b>`", "**<b>**",
    "```\n<b>\n```", "\u{0}\u{7}\u{1b}[31m\u{7f}\u{85}", "\u{202e}drawkcab", "\u{2028}line",
    "\r\r\n", String(repeating: "x", count: 60_000), String(repeating: "[", count: 20_000),
    String(repeating: "`*_", count: 5000), String(repeating: "> ", count: 5000),
    "*a **b* c**", "~~~", "# ", "#######", "学 🙂 👩‍👩‍👧 e\u{301}",
    "\\`<img src=x onerror=alert(1)>`", "``<b>`", "    ```\n<b>", "~~~\n<b>", "<https://a.b>",
    "[x](data:text/html,<b>)", "<javascript:alert(1)>", "[a]: javascript:alert(1)\n\n[a]",
    "![x](javascript:y)", "\u{61C}\u{AD}\u{E0041}\u{34F}", "a | <b> | c", "- <b>\n    <b>",
    "> <b>\n<b>", "<b\n>", "<!DOCTYPE", "<?x", "<![CDATA[", "&#60;b&#62;", "\\<b>", "$x$<b>",
  ]

  /// A figure of each kind with these words at every place.
  private static func figures(_ words: String) -> [Figure] {
    [
      .chart(
        LineChart(
          title: words, xLabel: words, yLabel: words,
          series: [.init(name: words, points: [(0, 1), (1, 2)])])),
      .heatMap(
        HeatMap(
          title: words, rowLabels: [words], columnLabels: [words], values: [[0.5]], range: 0...1)),
      .table(Table(header: [words], rows: [[.text(words)]])), .text(words),
    ]
  }

  /// A line without its code spans: what stands between runs of back quotes of one length.
  private static func withoutCode(_ line: String) -> String {
    var (kept, rest) = ("", line[...])
    while let start = rest.firstIndex(of: "`") {
      kept += rest[..<start]
      let run = rest[start...].prefix { $0 == "`" }
      let behind = rest[run.endIndex...]
      let close = behind.ranges(of: #/`+/#).first { behind[$0].count == run.count }
      if close == nil { kept += run }
      rest = behind[(close?.upperBound ?? behind.startIndex)...]
    }
    return kept + rest
  }

  /// The lines of Markdown that hold a `<` which is neither in code nor the address of a link.
  private static func tags(in markdown: String) -> [String] {
    var fence = ""
    return markdown.split(separator: "\n").map(String.init).filter { line in
      let run = String(line.prefix { $0 == "`" })
      if run.count >= 3, fence.isEmpty || line == fence {
        fence = fence.isEmpty ? run : ""
        return false
      }
      guard fence.isEmpty else { return false }
      // A backslash before a mark takes its meaning, so that no code begins there.
      return withoutCode(line.replacing(#/\\./#, with: ""))
        .replacing(#/\]\(<(https?:|[^:>]*>)/#, with: "").contains("<")
    }
  }

  @Test(arguments: hostile.map(HostileText.init))
  func `hostile text in a journal stays text`(hostile: HostileText) throws {
    let words = hostile.text
    let desk = try Desk()
    let first = String(String.UnicodeScalarView(words.unicodeScalars.prefix { $0 != "\n" }))
    let text = """
      \(JournalText.firstLine)
      \(JournalText.facts([("app", words), ("seed", "1")]))
      \(JournalText.prose("# Title " + words))
      \(JournalText.prose(words))
      \(Statement.invocation(Invocation(verb: "note", arguments: [Argument(.operand, .literal(.text(words)))])))
      \(Statement.bind(isParameter: false, name: "k", value: .literal(.text(words)), span: .nowhere))
      \(JournalText.values([2], [NamedValue("x", .text(words))]))
      #@ 2 \(first)=00ff
      #f 2 file=\(Value.text(words)) sha256=00
      \(Self.figures(words).map { JournalText.figure([2], FigureRecord(.figure($0))) }
        .joined(separator: "\n"))
      #> 3 10:00:00 train \(first)
      \(JournalText.failure(3, words))

      """
    try desk.write(text, to: "a.journal")
    for name in ["b.html", "b.ipynb", "b.md"] {
      _ = try Exports.write([desk.path("a.journal")], to: desk.path(name))
      let made = try desk.text(of: name)
      let lines = made.split(omittingEmptySubsequences: true) { $0 == "\n" || $0 == "\t" }
      #expect(
        lines.allSatisfy { SafeText.mapped($0, keepsMarks: true) { _ in "!" } == $0 }, "\(name)")
    }
    let html = try desk.text(of: "b.html")
    let page = Page(html)
    #expect(page.problems.isEmpty, "\(page.problems)")
    #expect(page.all("script").isEmpty && page.all("img").isEmpty)
    for element in page.elements {
      #expect(!element.attributes.keys.contains { $0.hasPrefix("on") })
      #expect(element.attributes["href"]?.hasPrefix("javascript") != true)
    }
    #expect(try Self.tags(in: desk.text(of: "b.md")) == [])
    for cell in try notebook(desk.text(of: "b.ipynb"))
    where cell["cell_type"] as? String == "markdown" {
      #expect(Self.tags(in: try #require(cell["source"] as? [String]).joined()) == [])
    }
  }

  @Test(arguments: ["sha256=00ff", "gone", "changed", "pipe"])
  func `a picture that is not the one recorded is named in its place`(way: String) throws {
    let desk = try desk(Lines.all + [Lines.train, "sample ours n=2"])
    let path = desk.path("a.figures/6.png")
    var text = try desk.text(of: "a.journal")
    switch way {
    case "gone": try FileManager.default.removeItem(atPath: path)
    case "changed": try Data([1, 2, 3]).write(to: URL(fileURLWithPath: path))
    case "pipe":
      try FileManager.default.removeItem(atPath: path)
      #expect(mkfifo(path, 0o600) == 0)
    default: text = text.replacing(#/"sha256":"\w+"/#) { _ in "\"sha256\":\"00ff\"" }
    }
    try desk.write(text, to: "b.journal")
    let said = try Exports.write([desk.path("b.journal")], to: desk.path("b.html"), replaces: true)
    #expect(said.hasSuffix("; images missing: 1"))
    let page = Page(try desk.text(of: "b.html"))
    #expect(page.all("img").isEmpty)
    #expect(page.all("p").contains { $0["class"] == "missing" })
    #expect(page.text.contains("a.figures/6.png"))
  }

  @Test(
    arguments: [
      "../a.figures/6.png", "/etc/passwd", "a.figures/../../x.png", "x.png", "a.figures/6.txt",
      ".a.figures/6.png", "a.figures/.6.png", "", "a.figures/",
    ])
  func `a record can name nothing but a picture of a journal`(file: String) throws {
    let files = FigureFiles(beside: "/tmp/a.journal")
    let record = ImageFile(file: file, sha256: "00")
    #expect(files.path(of: record) == nil)
    #expect(files.find(record) == .nothing("The record of this image cannot be read."))
  }

  @Test func `turns at the end of the numbers and damaged places are exported`() throws {
    let desk = try desk([
      "for i in \(Int.max - 1)..\(Int.max) {\n expect $i > 0\n}", "repeat 1 {\n expect 1 > 0\n}",
    ])
    #expect(Page(try export(desk, "a.html")).text.contains("i=\(Int.max)"))
    for place in [
      "1.\(Int.min).1", "1.1.\(Int.min)", "1.0.1", "\(Int.min)", "1.\(Int.max).1", "1.x",
    ] {
      try desk.write(desk.text(of: "a.journal") + "#= \(place) x=1\n", to: "b.journal")
      _ = try Exports.write([desk.path("b.journal")], to: desk.path("b.html"), replaces: true)
      #expect(Page(try desk.text(of: "b.html")).problems.isEmpty)
    }
  }

  @Test func `a failed command is shown where it failed, and so is one that never ended`() throws {
    let desk = try desk(["data d = glyphs split=2"])
    #expect(desk.failure(of: "expect 1 > 2") != nil)
    try desk.session.say("After it.")
    let text = try desk.text(of: "a.journal") + "#> 3 10:00:00 train ours on d\n"
    try desk.write(text, to: "b.journal")
    _ = try Exports.write([desk.path("b.journal")], to: desk.path("b.html"), replaces: true)
    let words = Page(try desk.text(of: "b.html")).text
    let places = ["glyphs", "expect 1 > 2", "expected 1 > 2", "After it.", "train ours", "ended"]
      .compactMap { words.range(of: $0)?.lowerBound }
    #expect(places.count == 6 && places == places.sorted())
  }

  @Test func `the ending chooses the format and an unknown one is refused`() throws {
    let desk = try desk(["data d = glyphs split=2"])
    let journal = desk.path("a.journal")
    for entry in Exports.all.entries {
      _ = try Exports.write([journal], to: entry.card.name, replaces: true)
      for ending in entry.maker.endings {
        _ = try Exports.write([journal], to: desk.path("b.\(ending)"), replaces: true)
      }
      #expect(FileManager.default.fileExists(atPath: desk.path("a.\(entry.maker.endings[0])")))
      #expect(!entry.card.summary.isEmpty && entry.card.example.contains("export"))
    }
    for target in ["x.pdf", "", "html.", "x", "/", "a.journal", "x.html\0"] {
      #expect(throws: Failure.self) { _ = try Exports.write([journal], to: target) }
    }
    #expect(throws: Failure.self) { _ = try Exports.write([journal], to: "/dev/null/x.html") }
    #expect(throws: Failure.self) { _ = try Exports.write([desk.path("none")], to: "x.html") }
    #expect(
      try Desk().failure(of: "export to \"x.html\"")?.oneLine.contains("nothing is recorded")
        == true)
    #expect(try desk.text(of: "a.journal").contains("export") == false)
  }

  /// The cells of a notebook that has the structure that nbformat 4.5 asks for.
  @discardableResult
  private func notebook(_ text: String) throws -> [[String: Any]] {
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let book = try #require(object)
    #expect(book["nbformat"] as? Int == 4 && book["nbformat_minor"] as? Int == 5)
    let metadata = try #require(book["metadata"] as? [String: Any])
    #expect((metadata["kernelspec"] as? [String: Any])?["display_name"] is String)
    let cells = try #require(book["cells"] as? [[String: Any]])
    let names = cells.compactMap { $0["id"] as? String }
    #expect(names.count == cells.count && Set(names).count == names.count)
    for cell in cells {
      let name = try #require(cell["id"] as? String)
      #expect(name.wholeMatch(of: #/[a-zA-Z0-9_-]{1,64}/#) != nil)
      #expect(cell["source"] is [String] && cell["metadata"] is [String: Any])
      guard cell["cell_type"] as? String == "code" else {
        #expect(cell["cell_type"] as? String == "markdown" && cell["outputs"] == nil)
        continue
      }
      #expect(cell["execution_count"] is Int || cell["execution_count"] is NSNull)
      for output in try #require(cell["outputs"] as? [[String: Any]]) {
        if output["output_type"] as? String == "error" {
          #expect(output["ename"] is String && output["evalue"] is String)
          #expect(output["traceback"] is [String])
        } else {
          #expect(output["output_type"] as? String == "display_data")
          let bundle = try #require(output["data"] as? [String: Any])
          #expect(bundle["text/plain"] is [String] && output["metadata"] is [String: Any])
        }
      }
    }
    return cells
  }

  @Test func `a notebook has the structure of nbformat 4.5`() throws {
    let cells = try notebook(export(desk(), "a.ipynb"))
    let outputs = cells.flatMap { $0["outputs"] as? [[String: Any]] ?? [] }
    let bundles = outputs.compactMap { $0["data"] as? [String: Any] }
    #expect(bundles.count { $0["image/svg+xml"] != nil } == 5)
    let pictures = bundles.compactMap { $0["image/png"] as? String }
    #expect(pictures.count == 3 + 5)
    #expect(pictures.allSatisfy { Data(base64Encoded: $0)?.starts(with: [0x89, 0x50]) == true })
    #expect(cells.contains { $0["id"] as? String == "c5" })
    let commands = cells.filter { $0["cell_type"] as? String == "code" }
    #expect(commands.count == Self.script.count)
    #expect(commands[0]["source"] as? [String] == [Lines.data])
  }

  @Test func `Markdown links to the pictures from where it is`() throws {
    let desk = try desk(Lines.all + [Lines.train, "sample ours n=2", "compare ours"])
    try FileManager.default.createDirectory(
      atPath: desk.path("deep/er"), withIntermediateDirectories: true)
    let text = try export(desk, "deep/er/a.md")
    #expect(text.contains("](<../../a.figures/6.png>)"))
    #expect(try export(desk, "a.md").contains("](<a.figures/6.png>)"))
    #expect(text.contains("| learner | method | learned | last |"))
    #expect(text.contains("| --- | --- | ---: | ---: |"))
    #expect(text.contains("```\n\(Lines.train)\n```"))
  }

  @Test func `a verification is shown with its day until the journal is edited`() throws {
    let desk = try desk(Lines.all + [Lines.train])
    let text = try desk.text(of: "a.journal")
    let verification = try Desk().verification(of: JournalDocument(text))
    let note = VerificationNote(verification, now: Date(timeIntervalSince1970: 0))
    #expect(note.date == "1970-01-01" && note.outcome == .identical)
    let recorded = text + note.line(for: text) + "\n"
    let claim = try #require(VerificationNote(in: recorded))
    #expect((claim.outcome, claim.date, claim.summary) == (.identical, note.date, note.summary))
    #expect(VerificationNote(in: text) == nil)
    let edited = recorded.replacing("steps=4", with: "steps=5")
    #expect(VerificationNote(in: edited)?.outcome == .outdated)
    #expect(VerificationNote(in: recorded + "list\n")?.outcome == .outdated)
    try desk.write(recorded, to: "b.journal")
    _ = try Exports.write([desk.path("b.journal")], to: desk.path("b.html"), replaces: true)
    let page = Page(try desk.text(of: "b.html"))
    #expect(page.all("p").contains { $0["class"] == "badge none" })
    #expect(page.text.contains("The file says: verified (exact, 1970-01-01)"))
    _ = try Exports.write([desk.path("b.journal")], to: desk.path("c.html"), verification: note)
    let verified = Page(try desk.text(of: "c.html"))
    #expect(verified.all("p").contains { $0["class"] == "badge good" })
    #expect(verified.text.contains("Verified (exact, 1970-01-01)"))
    #expect(try JournalDocument(recorded).commands.count == 5)
  }

  @Test func `a journal cut at any line is exported up to the cut`() throws {
    let desk = try desk(Lines.all + [Lines.train, "sample ours n=2"])
    let lines = try desk.text(of: "a.journal").split(separator: "\n")
    for count in 0...lines.count {
      try desk.write(lines.prefix(count).joined(separator: "\n") + "\n", to: "b.journal")
      _ = try Exports.write([desk.path("b.journal")], to: desk.path("b.html"), replaces: true)
      #expect(Page(try desk.text(of: "b.html")).problems.isEmpty)
    }
  }
}

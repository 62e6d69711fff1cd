import Foundation
import TestSupport
import Testing
import Text

/// Sessions and journals that somebody was sent: nothing of them reaches a terminal or a page as it
/// is, and they write only where a command says so.
@Suite struct HostileFileTests {
  /// What moves a cursor, erases, reorders or hides, as it is and as the language escapes it.
  private static let raw = "\u{1b}[2K\u{9b}31m\u{7}\u{8}\u{202e}\u{61c}\u{ad}\u{e0041}\u{200b}"
  private static let escaped = raw.unicodeScalars.map {
    "\\u{" + String($0.value, radix: 16) + "}"
  }.joined()
  private static let script = "<script>alert(1)</script><img src=x onerror=alert(2)>"

  /// A journal each of whose fields holds the worst of texts, in both spellings.
  private static let journal = """
    #!reverie journal 1
    #: app="\(escaped)" processor="\(escaped)\(script)" torch="\(raw)" seed=1 x\(raw)="\(raw)"
    #: session="\(escaped)\(script)" os="\(raw)" data="\(escaped)" device=cpu
    #' Prose \(raw) \(script) `\(script)` [a](javascript:alert(3)) ![b](data:text/html,\(script))
    #' <a href="javascript:alert(4)">x</a> ``\(script)`
    #> 1 10:11:12 note "\(raw)\(script)"
    note "\(escaped)\(script)"
    #= 1 text="\(escaped)\(script)" x\(raw)=1 ~t="\(raw)"
    #@ 1 ours\(raw)=\(raw)
    #f 1 {"kind":"text","text":"\(script)\\u001b[2K","version":1}
    #f 1 {"header":["\(script)"],"kind":"table","rows":[["\\u001b[31m\(script)"]],"version":1}
    #f 1 {"columns":["\(script)"],"kind":"heatmap","range":[0,1],"rows":["\\u009b"],"title":"\(script)\\u202e","values":[[0.5]],"version":1}
    #f 1 {"form":"curves","kind":"chart","series":[{"name":"\(script)","x":[0,1],"y":[0,1]}],"title":"\\u001b]0;x\\u0007","version":1,"x-label":"\(script)","x-ticks":[1],"y-label":"\\u00ad"}
    #f 1 images {"captions":["\(script)"],"count":1,"file":"../../\(script).png","height":1,"kind":"images","pixels":"00","sha256":"00","version":1,"width":1}
    let x = "\(escaped)\(script)"
    #= 2 ok=true
    #! 3 \(raw)\(script)
    #> 3 10:11:13 show "\(raw)"
    #: verified=\(raw) verify-mode="\(script)" verify-outcome=identical
    #: end=ok commands=2 errors=0

    """

  /// Everything that reads a file, by what follows the program's name.
  static let ways = [
    ["verify", "j.journal"], ["check", "j.journal"], ["run", "j.journal"],
    ["diff", "j.journal", "k.journal"], ["resume", "j.journal"], ["accept", "--yes", "j.journal"],
    ["export", "j.journal", "--to", "j.html"], ["vary", "j.journal", "seed=1..2"],
    ["run", "j.journal", "--json"], ["-c", "run \"j.journal\"; history; list; show x; pin show x"],
  ]

  @Test(arguments: ways)
  func `no field of a file reaches a terminal as it is`(way: [String]) throws {
    let program = try Program()
    try program.folder.write(Self.journal, to: "j.journal")
    try program.folder.write(
      Self.journal.replacing("ok=true", with: "ok=false").replacing("seed=1", with: "seed=2"),
      to: "k.journal")
    let run = try program.run(way)
    let lines = (run.output + run.errors).split(separator: "\n", omittingEmptySubsequences: false)
    for line in lines {
      let hidden = line.unicodeScalars.first { SafeText.isHidden($0) && $0 != "\t" }
      #expect(
        hidden == nil,
        "\(way): \(hidden.map { String($0.value, radix: 16) } ?? "") in \(line.debugDescription)")
    }
    #expect(run.status < 128, "\(run)")
  }

  @Test(arguments: ["html", "ipynb", "md"])
  func `no field of a journal becomes a script in a page`(ending: String) throws {
    let program = try Program()
    try program.folder.write(Self.journal, to: "j.journal")
    let run = try program.run("export", "j.journal", "--to", "j.\(ending)")
    #expect(run.status == 0, "\(run.errors)")
    let page = try program.folder.text("j.\(ending)")
    let live = ending == "ipynb" ? try Self.shown(inNotebook: page) : page
    // The journal itself stands in Markdown as code.
    let text = live.replacing(/(?s)```.*?```/, with: "").replacing(/`[^`\n]*`/, with: "")
    // In a page these are words; in Markdown they would be links.
    let links = ending == "html" ? [] : ["[a](javascript:", "![b](data:"]
    for tag in ["<script>alert", "<img src=x", "<a href=\"javascript:"] + links {
      #expect(!text.contains(tag), "\(tag) in \(ending)")
    }
    #expect(!page.unicodeScalars.contains { $0.value == 0x1b || $0.value == 0x9b })
    #expect(try Self.names(program) == ["j.\(ending)", "j.journal"].sorted())
  }

  /// What a notebook shows as Markdown or HTML.
  private static func shown(inNotebook text: String) throws -> String {
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let cells = try #require(object?["cells"] as? [[String: Any]])
    func joined(_ value: Any?) -> String {
      (value as? [String])?.joined() ?? value as? String ?? ""
    }
    return cells.flatMap { cell -> [String] in
      let outputs = cell["outputs"] as? [[String: Any]] ?? []
      let html = outputs.map { joined(($0["data"] as? [String: Any])?["text/html"]) }
      return html + (cell["cell_type"] as? String == "markdown" ? [joined(cell["source"])] : [])
    }.joined(separator: "\n")
  }

  @Test(arguments: ["verify", "check"])
  func `what is only verified or checked writes nothing`(verb: String) throws {
    let program = try Program()
    try program.folder.write("list\n", to: "other.session")
    try program.folder.write(
      """
      model net = mlp hidden=4
      save net to "net.safetensors"
      export "other.session" to "page.html"
      export "other.session" to md
      set hints=off
      """, to: "s.session")
    _ = try program.run(verb, "s.session")
    #expect(try Self.names(program) == ["other.session", "s.session"])
  }

  /// What lies in the folder, without the program's own state.
  private static func names(_ program: Program) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: program.folder.path)
      .filter { !$0.hasPrefix(".") }.sorted()
  }
}

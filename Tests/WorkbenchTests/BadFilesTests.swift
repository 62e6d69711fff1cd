import Foundation
import Testing

@testable import Workbench

@Suite struct BadFilesTests {
  @Test func `missing, foreign and torn files are reported by name`() throws {
    let desk = try BadLinesTests.desk()
    try desk.type("save base to \"\(desk.path("base.safetensors"))\"")
    let whole = try Data(contentsOf: URL(fileURLWithPath: desk.path("base.safetensors")))
    for (name, data) in [
      ("empty", Data()), ("torn", whole.prefix(whole.count / 2)), ("head", whole.prefix(20)),
      ("foreign", Data("not ours at all".utf8)), ("half", Data([0xff, 0xfe, 0x22])),
      ("foreign.session", Data("data d = glyphs\nfly away\n".utf8)),
      ("open.session", Data("note \"open\n".utf8)),
    ] { try data.write(to: URL(fileURLWithPath: desk.path(name))) }
    func line(_ form: String, _ name: String) -> String {
      form.replacing("FILE", with: "\"\(desk.path(name))\"")
    }
    try FileManager.default.createDirectory(
      atPath: desk.path("taken.st"), withIntermediateDirectories: false)
    #expect(mkfifo(desk.path("pipe.st"), 0o600) == 0)
    let folder = String(desk.path("").dropLast())
    let cases: [(line: String, word: String)] = [
      (line("load FILE as x", "missing"), "missing: No such file"),
      (line("load FILE as x", "empty"), "empty: byte 0"),
      (line("load FILE as x", "torn"), "torn: byte"),
      (line("load FILE as x", "head"), "head: byte 0"),
      (line("load FILE as x", "foreign"), "foreign: byte 0"),
      (line("load FILE as x", ""), "is not a regular file"),
      ("load \"/dev/zero\" as x", "is not a regular file"),
      ("load \"a\\u{0}b\" as x", "null character"),
      (line("save base to FILE", ""), folder),
      (line("save base to FILE", "no/such/folder/x.st"), "there is no folder"),
      (line("save base to FILE", "empty/x.st"), "there is no folder"),
      (line("save base to FILE", "taken.st"), "exists and is not a file"),
      (line("save base to FILE", "pipe.st"), "exists and is not a file"),
      ("save base to \"\"", "does not end in .safetensors"),
      ("save base to \"x.pt\"", "does not end in .safetensors"),
      ("save base to \"d.npz\"", "does not end in .safetensors"),
      ("save base to \"/proc/x.st\"", "/proc/x.st"),
      ("save base to \"a\\u{0}b.st\"", "null character"),
      ("save nobody to \"x\"", "no object named 'nobody'"),
      (line("run FILE", "missing"), "there is no file"),
      (line("run FILE", "half"), "is not UTF-8 text"),
      (line("run FILE", ""), "is a folder"),
      (line("run FILE", "foreign.session"), "there is no command 'fly'"),
      (line("run FILE", "open.session"), "the text is not closed"),
      ("run \"/dev/zero\"", "/dev/zero"),
      ("run \"a\\u{0}b\"", "cannot be read"),
      (line("check FILE", "foreign.session"), "there is no command 'fly'"),
      ("data x = folder \"/no/such/folder\"", "/no/such/folder"),
      ("data x = npz \"/no/such/file.npz\"", "/no/such/file.npz"),
      ("data x = mnist split=5", "not found in /nowhere"),
      (line("data x = npz FILE", "foreign"), "foreign"),
    ]
    let before = try desk.states()
    for (line, word) in cases {
      guard let failure = desk.failure(of: line) else {
        Issue.record("'\(line)' was taken")
        continue
      }
      #expect(failure.oneLine.contains(word))
      #expect(!failure.oneLine.contains("\n"))
      #expect(try desk.states() == before)
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: desk.folder)
    #expect(left.allSatisfy { !$0.contains("part-") })
  }

  @Test(arguments: ["x.y", "on", "let", "in", "a,b", "$word.z", "5", "\"q\""])
  func `an object is loaded only under a name that can be written`(name: String) throws {
    let desk = try BadLinesTests.desk()
    let path = desk.path("net.safetensors")
    try desk.type("save net to \"\(path)\"")
    let before = try desk.states()
    let failure = try #require(desk.failure(of: "load \"\(path)\" as \(name)"))
    #expect(!failure.oneLine.contains("\n"))
    #expect(try desk.states() == before)
    try desk.type("load \"\(path)\" as fine")
    #expect(desk.workspace["fine"] != nil)
  }

  @Test func `a file that runs itself is stopped`() throws {
    let desk = try BadLinesTests.desk()
    try desk.write("run \"\(desk.path("self.session"))\"\n", to: "self.session")
    try desk.write("list\nrun \"\(desk.path("b.session"))\"\n", to: "a.session")
    try desk.write("run \"\(desk.path("./a.session"))\"\n", to: "b.session")
    for name in ["self.session", "a.session"] {
      let failure = try #require(desk.failure(of: "run \"\(desk.path(name))\""))
      #expect(failure.diagnostic.message.hasSuffix("runs itself"))
    }
    for depth in 0..<40 {
      try desk.write("run \"\(desk.path("\(depth + 1).session"))\"\n", to: "\(depth).session")
    }
    #expect(desk.failure(of: "run \"\(desk.path("0.session"))\"") != nil)
    try desk.type("list")
  }

  @Test func `a failure in a file is reported with its place in that file`() throws {
    let desk = try BadLinesTests.desk()
    try desk.write("let k = 1\n\n  train nobody on d\n", to: "a.session")
    let failure = try #require(desk.failure(of: "run \"\(desk.path("a.session"))\""))
    #expect(
      failure.oneLine.hasPrefix(
        "\(desk.path("a.session")):3:9: error: no object named 'nobody'"))
  }
}

import Foundation
import TestSupport
import Testing

/// The prompt's rows of the table of must-haves, each test named as its row.
@Suite(.serialized) struct MustHaveRowTests {
  let program: Program

  init() throws { program = try Program() }

  private func start(_ arguments: String..., colour: Bool = false) throws -> Prompt {
    let prompt = try Prompt(program, arguments + (colour ? [] : ["--no-color"]))
    #expect(prompt.ready(1), "\(prompt.screen)")
    return prompt
  }

  @Test func `numbered prompt, addressable results`() throws {
    let prompt = try start()
    prompt.run(
      "data d = glyphs split=2", "model w = mlp hidden=8", "learner l = finetune model=w",
      "train l on d", "let best = (l.last)", "expect l.last == $best", from: 1)
    prompt.run("show l.last", shows: "l.last = 0", at: 7)
    prompt.run("history", shows: "[4] train l on d", "[6] expect l.last == $best", at: 7)
    prompt.run("back 3", from: 7)
    prompt.run("show l.last", shows: "has no field 'last'", at: 8)
    prompt.leave()
  }

  @Test func `completion: verbs, options, objects, fields, files`() throws {
    let prompt = try start()
    prompt.type("data digs = gly\tspl\t2\r")
    #expect(prompt.ready(2))
    #expect(prompt.screen.contains("data digs = glyphs split=2"))
    prompt.run("model w = mlp hidden=8", "learner lea = finetune model=w", from: 2)
    prompt.type("tra\tle\ton di\tepo\t1\r")
    #expect(prompt.sees("train lea on digs epochs=1") && prompt.ready(5), "\(prompt.screen)")
    prompt.type("show lea.las\t")
    #expect(prompt.sees("show lea.last"))
    prompt.drop(5)
    try program.folder.write("let told = 77\n", to: "some.session")
    prompt.type("run \"~/so\t")
    #expect(prompt.sees("run \"~/some.session\""), "\(prompt.screen)")
    prompt.type("\r")
    #expect(prompt.ready(6), "\(prompt.screen)")
    // The second Tab lists, with what the registry says of each.
    prompt.type("learner x = gen\t\t")
    #expect(prompt.sees("deep generative replay"), "\(prompt.screen)")
    prompt.drop(6)
    prompt.leave()
  }

  @Test func `argument hint, ghost text, off switch`() throws {
    let prompt = try start(colour: true)
    prompt.type("trai")
    #expect(prompt.sees("> train"))
    #expect(prompt.pty.screen.style(of: "n LEARNER") == nil)
    prompt.type("\u{1b}[C ")
    #expect(prompt.sees("> train LEARNER on DATA"))
    #expect(prompt.pty.screen.style(of: "LEARNER") == "2")
    prompt.drop(1)
    prompt.run("set hints=off", shows: "set hints=off", at: 1)
    prompt.type("train x")
    #expect(prompt.sees("> train x"))
    prompt.type("\u{8}")
    #expect(prompt.pty.wait { $0.screen.text.hasSuffix("> train") && $0.screen.column == 12 })
    prompt.drop(1)
    prompt.leave()
    let quiet = try Prompt(program, ["--no-color"], environment: ["REVERIE_HINTS": "off"])
    #expect(quiet.ready(1))
    quiet.run("set", shows: "hints=off", at: 1)
    quiet.leave()
  }

  @Test func `colouring while typing`() throws {
    let prompt = try start(colour: true)
    prompt.type("eval l epochs=7777 \"x\"")
    #expect(prompt.pty.wait { $0.screen.style(of: "\"x\"") == "32" }, "\(prompt.screen)")
    #expect(prompt.pty.screen.style(of: "eval") == "34")
    #expect(prompt.pty.screen.style(of: "epochs=") == "36")
    #expect(prompt.pty.screen.style(of: "7777") == "33")
    prompt.drop(1)
    prompt.run("set colours=off", shows: "set colours=off", at: 1)
    prompt.type("sample 34 ")
    #expect(prompt.sees("sample 34"))
    #expect(prompt.pty.screen.style(of: "sample") == "0")
    prompt.drop(1)
    prompt.leave()
  }

  @Test func `multi-line edit, block = one history entry`() throws {
    let prompt = try start()
    prompt.type("for k in 1..2 {\rlet j = 1\r}")
    #expect(prompt.sees("...   }"))
    // Up goes to the line above, inside the block.
    prompt.type("\u{1b}[A\u{5}0\u{1b}[B\u{5}\r")
    #expect(prompt.ready(2), "\(prompt.screen)")
    prompt.type("\u{1b}[A")
    #expect(
      prompt.pty.wait {
        $0.screen.text.ranges(of: "let j = 10").count == 2 && $0.screen.text.hasSuffix("}")
      }, "\(prompt.screen)")
    prompt.drop(2)
    prompt.leave()
    let entries = try program.folder.text("history").split(separator: "\n")
    #expect(entries == [#"for k in 1..2 {\n  let j = 10\n}"#], "\(entries)")
  }

  @Test func `paste of several lines is safe`() throws {
    let prompt = try start()
    let lines = (1...12).map { "let v\($0) = \($0)" }.joined(separator: "\n")
    prompt.type("\u{1b}[200~" + lines + "\u{1b}[201~")
    #expect(prompt.sees("let v12 = 12"))
    #expect(!prompt.screen.contains("[2] >"))
    // It can still be changed, or dropped as a whole.
    prompt.type("3")
    #expect(prompt.sees("let v12 = 123"))
    prompt.drop(1)
    prompt.type("\u{1b}[200~" + lines + "\u{1b}[201~\r")
    #expect(prompt.ready(13), "\(prompt.screen)")
    prompt.leave()
  }

  @Test func `^R, prefix Up, persistent history`() throws {
    let first = try start()
    first.run("let alpha = 1", "let beta = 2", "let alpine = 3", from: 1)
    first.type("let al\u{1b}[A")
    #expect(first.sees("[4] > let alpine = 3"))
    first.type("\u{1b}[A")
    #expect(first.sees("[4] > let alpha = 1"), "\(first.screen)")
    first.drop(4)
    first.type("\u{12}bet")
    #expect(first.sees("let beta = 2") && first.sees("bet"))
    first.type("\r")
    #expect(first.ready(5), "\(first.screen)")
    first.leave()
    let second = try start()
    second.type("let alp\u{1b}[A")
    #expect(second.sees("[1] > let alpine = 3"), "\(second.screen)")
    second.drop(1)
    second.type("\u{12}alpha")
    #expect(second.sees("let alpha = 1"))
    second.type("\r")
    #expect(second.ready(2))
    second.leave()
    let mode = try FileManager.default.attributesOfItem(atPath: program.folder.path + "/history")
    #expect(mode[.posixPermissions] as? Int == 0o600)
  }

  @Test func `Ctrl-C stops training, state kept and stated`() throws {
    let prompt = try start()
    prompt.run(
      "data d = glyphs split=2", "model w = mlp hidden=8", "learner l = finetune model=w", from: 1)
    prompt.type("train l on d steps=100000000\r")
    #expect(prompt.sees("steps/s"))
    prompt.type("\u{3}")
    #expect(prompt.sees("stopped after") && prompt.sees("l keeps its state"))
    #expect(prompt.ready(5))
    prompt.run("show l", shows: "parameters", at: 5)
    prompt.run("eval l on d.1", from: 5)
    prompt.leave()
  }

  @Test func `caret under the error + did-you-mean`() throws {
    let prompt = try start()
    prompt.run(
      "data mnist = glyphs split=2", "model w = mlp hidden=8", "learner l = finetune model=w",
      from: 1)
    for (line, wrong, meant) in [
      ("train l on mnist epohcs=2", "epohcs", "epochs"), ("train l on mnits", "mnits", "mnist"),
      ("trian l on mnist", "trian", "train"), ("data 学习 = gliphs", "gliphs", "glyphs"),
      (
        "data d = digits split=5 scenario=class order=1 validation=0.1 limmit=60", "limmit",
        "limit"
      ),
    ] {
      prompt.run(line, shows: "did you mean '\(meant)'?", at: 4)
      let rows = prompt.pty.screen.lines
      let caret = try #require(rows.lastIndex { $0.hasSuffix("^") || $0.contains("^ did you") })
      let start = try #require(rows[caret - 1].range(of: wrong))
      let before = rows[caret - 1][..<start.lowerBound]
      // Wide characters take two cells.
      let column = before.reduce(0) { $0 + ($1.isASCII ? 1 : 2) }
      let marks = rows[caret].prefix { $0 == " " || $0 == "^" }
      #expect(marks.prefix { $0 == " " }.count == column, "\(prompt.screen)")
      #expect(marks.trimmingCharacters(in: .whitespaces).count == wrong.count)
    }
    prompt.leave()
  }

  @Test func `?topic, help, examples, apropos`() throws {
    let prompt = try start()
    prompt.run("set pager=off", shows: "pager=off", at: 1)
    for line in ["?train", "train ?", "help train"] {
      prompt.run(line, shows: "example: train ours on d", at: 1)
      prompt.type("\u{c}")
      #expect(prompt.pty.wait { $0.screen.text == "[1] >" })
    }
    prompt.run("help", shows: "Options are written name=value", at: 1)
    prompt.run("apropos replays", shows: "learner generative-replay", at: 1)
    prompt.run("apropos seconds", shows: "snapshots= seconds between", at: 1)
    prompt.run("apropos xyzzy", shows: "no help topic mentions 'xyzzy'", at: 1)
    prompt.run("explain generative-replay", shows: "source: ", at: 1)
    // What is longer than two screens is read page by page, and the pager says how to leave.
    prompt.run("set pager=on", shows: "pager=on", at: 1)
    prompt.type("apropos a\r")
    #expect(prompt.sees("-- q: leave"), "\(prompt.screen)")
    prompt.type("G")
    #expect(prompt.sees("(end)"), "\(prompt.screen)")
    prompt.type("q")
    #expect(prompt.ready(1), "\(prompt.screen)")
    prompt.leave()
  }
}

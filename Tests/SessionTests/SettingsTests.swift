import Foundation
import TestSupport
import Testing

/// The welcome, what `set` changes, and the files that are read at the start.
@Suite(.serialized) struct SettingsTests {
  let program: Program

  init() throws { program = try Program() }

  private func start(_ arguments: String...) throws -> Prompt {
    let prompt = try Prompt(program, arguments + ["--no-color"])
    #expect(prompt.ready(1), "\(prompt.screen)")
    return prompt
  }

  @Test func `the first welcome has at most four lines and later ones have one`() throws {
    let first = try start()
    let rows = first.screen.split(separator: "\n", omittingEmptySubsequences: false)
    #expect((2...5).contains(rows.count), "\(first.screen)")
    #expect(first.screen.contains("set hints=off") && first.screen.contains("help"))
    first.run("let a = 1", from: 1)
    first.leave()
    let second = try start()
    #expect(second.screen.split(separator: "\n").count == 2, "\(second.screen)")
    second.leave()
  }

  @Test func `set lists what it changes, and refuses impossible values`() throws {
    let prompt = try start()
    prompt.run(
      "set", shows: "hints=on", "colours=off", "graphics=auto", "pager=on", "keys=emacs", at: 1)
    prompt.run("set colours=on graphics=off pager=off keys=vi", shows: "keys=vi", at: 1)
    prompt.run("set", shows: "graphics=off", "pager=off", "keys=vi", at: 1)
    prompt.run("set keys=\"emacs\"", shows: "emacs", at: 1)
    prompt.run("set", shows: "pager=off", "keys=emacs", at: 1)
    prompt.run("set graphics=sixels", shows: "choose from auto, blocks, iterm2, kitty, off", at: 1)
    prompt.leave()
    let journals = try FileManager.default.contentsOfDirectory(
      atPath: program.folder.path + "/journals")
    let text = try program.folder.text("journals/" + (journals.first ?? ""))
    #expect(!text.contains("set "))
  }

  @Test func `images are shown as blocks, in pixels or not at all`() throws {
    let prompt = try start()
    prompt.run(
      "data d = glyphs split=2", "learner l = generative-replay", "train l on d steps=2", from: 1)
    prompt.run("sample l n=2", from: 4)
    #expect(!prompt.pty.painted.contains("\u{1b}_G"))
    prompt.run("set graphics=off", shows: "graphics=off", at: 5)
    prompt.run("sample l n=2", from: 5)
    #expect(prompt.screen.contains("(2 images)"))
    prompt.run("set graphics=kitty", shows: "graphics=kitty", at: 6)
    prompt.run("sample l n=2", from: 6)
    let painted = prompt.pty.painted
    let start = try #require(painted.range(of: "\u{1b}_Ga=T,f=100,q=2,m="))
    let part = painted[start.upperBound...].prefix { $0 != "\u{1b}" }.dropFirst(2)
    let bytes = try #require(Data(base64Encoded: String(part)))
    #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    prompt.run("set graphics=iterm2", shows: "graphics=iterm2", at: 7)
    prompt.run("sample l n=2", from: 7)
    #expect(prompt.pty.painted.contains("\u{1b}]1337;File=inline=1;size="))
    prompt.leave()
  }

  @Test func `the settings file applies to every session and its mistakes are reported`() throws {
    try program.folder.write(
      "# mine\nset hints=off pager=off\n\nset keys=vim\ntrain l on d\n", to: "settings")
    let prompt = try start()
    #expect(prompt.pty.painted.contains("settings:4: keys has no choice 'vim'"))
    #expect(prompt.pty.painted.contains("settings:5: only set commands are allowed here"))
    prompt.run("set", shows: "hints=off", "pager=off", "keys=emacs", at: 1)
    prompt.leave()
  }

  @Test(arguments: [true, false])
  func `vi keys come from ~/.editrc or from set`(isFile: Bool) throws {
    if isFile { try program.folder.write("bind -v\n", to: ".editrc") }
    let prompt = try start()
    prompt.run("set hints=off" + (isFile ? "" : " keys=vi"), shows: "hints=off", at: 1)
    prompt.run("set", shows: "keys=vi", at: 1)
    prompt.run("let abc = 1", from: 1)
    prompt.type("zet\u{1b}")
    #expect(prompt.pty.wait { $0.screen.column == 8 }, "\(prompt.pty.screen.column)")
    prompt.type("0rlA d = 2\r")
    #expect(prompt.ready(3), "\(prompt.screen)")
    #expect(prompt.screen.contains("[2] > let d = 2"))
    prompt.type("\u{1b}")
    #expect(prompt.pty.wait { $0.screen.text.hasSuffix("[3] >") })
    prompt.type("k")
    #expect(prompt.sees("[3] > let d = 2"), "\(prompt.screen)")
    prompt.drop(3)
    prompt.type("li\t")
    #expect(prompt.sees("[3] > list"), "\(prompt.screen)")
    prompt.drop(3)
    prompt.leave()
  }

  @Test func `~/.editrc binds keys for this program alone`() throws {
    try program.folder.write(
      "other:bind ^O ed-move-to-beg\nreverie:bind ^O line-home\n", to: ".editrc")
    let prompt = try start()
    prompt.type("et a = 1\u{f}l\r")
    #expect(prompt.ready(2), "\(prompt.screen)")
    prompt.leave()
  }
}

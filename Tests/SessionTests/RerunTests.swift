import Foundation
import TestSupport
import Testing

/// What the prompt adds to a session: commands offered again, times, and a matrix that fills in.
@Suite(.serialized) struct RerunTests {
  @Test func `commands that were undone are offered again, to run, edit or skip`() throws {
    let prompt = try Prompt(Program(), ["--no-color"])
    #expect(prompt.ready(1))
    prompt.run("let x = 1", "let y = 2", "let w = 7", "let z = ($x + $y)", "back 1", from: 1)
    prompt.type("rerun\r")
    #expect(prompt.sees("1/3  let y = 2"), "\(prompt.screen)")
    prompt.type("e")
    #expect(prompt.sees("instead: let y = 2"), "\(prompt.screen)")
    prompt.type("\u{7f}5\r")
    #expect(prompt.sees("2/3  let w = 7"), "\(prompt.screen)")
    prompt.type("s")
    #expect(prompt.sees("3/3  let z = ($x + $y)"), "\(prompt.screen)")
    prompt.type("\r")
    #expect(prompt.sees("end of commands 2 to 4"), "\(prompt.screen)")
    #expect(prompt.ready(8), "\(prompt.screen)")
    prompt.run("list", shows: "$z 6", at: 8)
    prompt.run("rerun", shows: "no commands were undone", at: 8)
    prompt.type("set time=yes\r")
    prompt.run("let v = 1", from: 8)
    #expect(prompt.screen.contains("  took "), "\(prompt.screen)")
    prompt.leave()
  }

  @Test(.enabled(if: Tmux.isThere, "needs tmux"))
  func `the accuracy matrix fills in above the progress line and leaves nothing behind`() throws {
    let tmux = try Tmux(Program(), "--threads 1 --no-color")
    #expect(tmux.shows { $0.hasSuffix("[1] >") }, "\(tmux.visible)")
    for (place, line) in [
      "data d = digits split=5", "model net = mlp hidden=400,400", "learner l = finetune model=net",
    ].enumerated() {
      try tmux.type(line + "\r")
      #expect(tmux.shows { $0.hasSuffix("[\(place + 2)] >") }, "\(tmux.visible)")
    }
    try tmux.type("train l on d.2 steps=200\r")
    let title = "Accuracy (%): trained up to row, tested on column"
    #expect(tmux.shows { $0.contains(title) && $0.contains("steps/s") }, "\(tmux.visible)")
    #expect(tmux.shows { $0.hasSuffix("[5] >") }, "\(tmux.visible)")
    let screen = tmux.visible
    #expect(screen.ranges(of: title).count == 1 && !screen.contains("steps/s"), "\(screen)")
    try tmux.type("quit\r")
  }
}

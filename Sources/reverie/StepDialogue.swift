import Figures
import Foundation
import Journal
import ProcessControl
import Terminal
import Workbench

/// Asks before every command of a file, or of those that were undone, what to do with it.
final class StepDialogue {
  private let player: Player
  private let front: TerminalHost
  private let reader: any PromptReader

  init(_ player: Player, _ front: TerminalHost, _ reader: any PromptReader) {
    (self.player, self.front, self.reader) = (player, front, reader)
  }

  /// True when the file is at its end or given up; false for the prompt in between.
  func run() -> Bool {
    while let next = player.next {
      show(next)
      Interrupt.reset()
      switch answer() {
      case "\r", "\n": attempt { try player.step(writing: nil) }
      case "s": player.skip()
      case "e": edit(next.text)
      case "c": runAll()
      case "i":
        Console.say("  type step to continue with \(player.label)")
        return false
      case "b": goBack()
      case "q", nil: return true
      default: continue
      }
      if front.interpreter.hasQuit { return true }
    }
    Console.say("  end of \(player.label)")
    return true
  }

  /// What its keys do, for the help page on keys.
  static let keyRows: [[Table.Cell]] = [
    ("Enter", "run the command"), ("s", "skip it"), ("e", "edit it, then run it"),
    ("c", "run all that follow"), ("i", "prompt here; step continues"), ("b", "undo the last one"),
    ("q", "quit"),
  ].map { [.text($0), .text("in step and rerun: " + $1)] }

  /// A key, where one can be read without Enter, else the first letter of a line; a blank after
  /// Ctrl-C, which asks again; nil to leave.
  private func answer() -> Character? {
    let keys = "run · s skip · e edit · c continue · i prompt here · b back · q quit"
    defer {
      Keyboard.mute()
      if !Interrupt.terminationRequested { Interrupt.reset() }
    }
    guard front.screen.isInteractive else {
      return Console.ask("Enter \(keys); then Enter: ").map { $0.first ?? "\n" }
    }
    StandardStreams.output.write("Enter \(keys): ")
    let key = Keyboard.key()
    StandardStreams.output.line(key == .interrupted ? "^C" : "")
    switch key {
    case .character(let key): return Character(key.lowercased())
    case .interrupted: return Interrupt.terminationRequested ? nil : " "
    case .end: return nil
    }
  }

  private func runAll() {
    while player.next != nil, attempt({ try player.step(writing: nil) }),
      Interrupt.count == 0
    {}
  }

  private func goBack() {
    attempt {
      if try !player.back() {
        Console.say("  already at the first command")
      }
    }
  }

  private func show(_ next: JournalDocument.Command) {
    let renderer = front.renderer
    if !next.prose.isEmpty { renderer.tell("\n" + next.prose) }
    renderer.tell("\(player.position + 1)/\(player.document.commands.count)  \(next.text)")
    for line in next.recorded { renderer.tell("  recorded: \(line)") }
  }

  /// Offers the command itself to be edited; Ctrl-C leaves it as it was.
  private func edit(_ command: String) {
    guard case .line(let text) = reader.read(prompt: "instead: ", text: command),
      !text.allSatisfy(\.isWhitespace)
    else { return }
    Keyboard.mute()
    attempt { try player.step(writing: text) }
  }

  @discardableResult
  private func attempt(_ work: () throws -> Void) -> Bool {
    do {
      try work()
      front.renderer.clear()
      return true
    } catch {
      front.renderer.complain(Failure(wrapping: error))
      return false
    }
  }
}

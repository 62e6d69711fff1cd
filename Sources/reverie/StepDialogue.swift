import Foundation
import Journal
import Language
import Terminal
import Workbench

/// Asks before every command of a file what shall become of it.
final class StepDialogue {
  private let player: Player
  private let front: TerminalHost
  private let editor: LineEditor

  init(_ path: String, _ front: TerminalHost, _ editor: LineEditor) throws {
    (self.front, self.editor) = (front, editor)
    player = try Player(file: path, in: front.interpreter)
  }

  /// True when the file is at its end or given up; false for the prompt in between.
  func run() -> Bool {
    while let next = player.next {
      show(next)
      Keyboard.unmute()
      Interrupt.reset()
      print(
        "Enter run · s skip · e edit · c continue · i prompt here · b back · q quit: ",
        terminator: "")
      fflush(nil)
      guard let answer = readLine() else { return true }
      Keyboard.mute()
      // Ctrl-C is for the question, not for what is run next.
      guard Interrupt.count == 0 else { continue }
      switch answer.trimmingCharacters(in: .whitespaces) {
      case "": attempt { try player.step(writing: nil) }
      case "s": player.skip()
      case "e": edit(next.text)
      case "c":
        while player.next != nil, attempt({ try player.step(writing: nil) }),
          Interrupt.count == 0
        {}
      case "i":
        print("  'step' goes on with \(player.label)")
        return false
      case "b":
        attempt {
          if try !player.back() { print("  this is the beginning") }
        }
      case "q": return true
      default: continue
      }
      if front.interpreter.hasQuit { return true }
    }
    print("  \(player.label) is at its end")
    return true
  }

  private func show(_ next: JournalDocument.Command) {
    let renderer = front.renderer
    if !next.prose.isEmpty { renderer.tell("\n" + next.prose) }
    renderer.tell("\(player.position + 1)/\(player.document.commands.count)  \(next.text)")
    for line in next.recorded { renderer.tell("  recorded: \(line)") }
  }

  /// The command itself is there to be edited; Ctrl-C leaves it as it was.
  private func edit(_ command: String) {
    guard case .line(let text) = editor.read(prompt: "in its place: ", text: command),
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

import Foundation
import Language
import Terminal
import Workbench

/// Asks before every command of a file what shall become of it.
final class StepDialogue {
  private let stepper: Stepper
  private let front: SessionHost
  private let editor: LineEditor

  init(_ path: String, _ front: SessionHost, _ editor: LineEditor) throws {
    (stepper, self.front, self.editor) = (try Stepper(path), front, editor)
  }

  /// True when the file is at its end or given up; false for the prompt in between.
  func run() -> Bool {
    while let next = stepper.next {
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
      case "": attempt { try stepper.run(in: front.interpreter) }
      case "s": stepper.skip(in: front.interpreter)
      case "e": edit(next.text)
      case "c":
        while stepper.next != nil, attempt({ try stepper.run(in: front.interpreter) }),
          Interrupt.count == 0
        {}
      case "i":
        print("  'step' goes on with \(stepper.path)")
        return false
      case "b":
        attempt {
          if try !stepper.back(in: front.interpreter) { print("  this is the beginning") }
        }
      case "q": return true
      default: continue
      }
      if front.interpreter.hasQuit { return true }
    }
    print("  \(stepper.path) is at its end")
    return true
  }

  private func show(_ next: Stepper.Step) {
    let renderer = front.renderer
    if !next.prose.isEmpty { renderer.tell("\n" + next.prose) }
    renderer.tell("\(next.place)/\(next.count)  \(next.text)")
    for line in next.recorded { renderer.tell("  recorded: \(line)") }
  }

  /// The command itself is there to be edited; Ctrl-C leaves it as it was.
  private func edit(_ command: String) {
    guard case .line(let text) = editor.read(prompt: "in its place: ", text: command),
      !text.allSatisfy(\.isWhitespace)
    else { return }
    Keyboard.mute()
    attempt { try stepper.run(text, in: front.interpreter) }
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

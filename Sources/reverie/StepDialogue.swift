import Foundation
import ProcessControl
import Terminal
import Workbench

/// Asks before every command of a file what to do with it.
final class StepDialogue {
  private let stepper: Stepper
  private let front: SessionHost
  private let reader: any PromptReader

  init(_ path: String, _ front: SessionHost, _ reader: any PromptReader) throws {
    (stepper, self.front, self.reader) = (try Stepper(path), front, reader)
  }

  /// True when the file is at its end or given up; false for the prompt in between.
  func run() -> Bool {
    while let next = stepper.next {
      show(next)
      Interrupt.reset()
      switch answer() {
      case "\r", "\n": attempt { try stepper.run(in: front.interpreter) }
      case "s": stepper.skip(in: front.interpreter)
      case "e": edit(next.text)
      case "c": runAll()
      case "i":
        Console.say("  type step to go on with \(stepper.path)")
        return false
      case "b": goBack()
      case "q", nil: return true
      default: continue
      }
      if front.interpreter.hasQuit { return true }
    }
    Console.say("  end of \(stepper.path)")
    return true
  }

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
    while stepper.next != nil, attempt({ try stepper.run(in: front.interpreter) }),
      Interrupt.count == 0
    {}
  }

  private func goBack() {
    attempt {
      if try !stepper.back(in: front.interpreter) {
        Console.say("  already at the first command")
      }
    }
  }

  private func show(_ next: Stepper.Step) {
    let renderer = front.renderer
    if !next.prose.isEmpty { renderer.tell("\n" + next.prose) }
    renderer.tell("\(next.place)/\(next.count)  \(next.text)")
    for line in next.recorded { renderer.tell("  recorded: \(line)") }
  }

  /// Offers the command itself to be edited; Ctrl-C leaves it as it was.
  private func edit(_ command: String) {
    guard case .line(let text) = reader.read(prompt: "instead: ", text: command),
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

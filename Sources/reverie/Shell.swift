import Foundation
import Language
import Terminal
import Workbench

/// The prompt: reads a line, runs it, shows what came of it, until the person leaves.
final class Shell {
  private let front: Front
  private var interpreter: Interpreter { front.interpreter }

  init(_ front: Front) { self.front = front }

  /// Returns what the process exits with.
  func run() -> Int32 {
    guard let editor = LineEditor(program: "reverie", historyFile: front.places.history) else {
      Front.complain("the terminal cannot be used; try a script on standard input")
      return 1
    }
    editor.delegate = Assistant(workspace: interpreter.session.bench.workspace)
    editor.coloursEnabled = front.screen.coloursAllowed
    if ProcessInfo.processInfo.environment["REVERIE_HINTS"] == "off" { editor.hintsEnabled = false }
    interpreter.own = { [self] in try own($0, editor) }
    front.renderer.echoes = false
    welcome()
    while !interpreter.hasQuit, !Interrupt.terminationRequested {
      Interrupt.reset()
      let number = "[\(interpreter.session.number)] > "
      let prompt = editor.coloursEnabled ? Colour.green(number) : number
      switch editor.read(prompt: prompt) {
      case .line(let text):
        guard !text.allSatisfy(\.isWhitespace) else { continue }
        submit(text)
      case .interrupted: print("  Ctrl-D or quit leaves")
      case .endOfInput: return farewell()
      }
    }
    return farewell()
  }

  private func submit(_ text: String) {
    Keyboard.mute()
    do throws(Failure) {
      try interpreter.prompt(text)
    } catch {
      front.renderer.complain(error)
    }
    front.renderer.clear()
  }

  private func welcome() {
    let place = interpreter.session.journal.map { "recording to \($0.path)" } ?? "recording nothing"
    print("reverie \(Front.version) · \(place)")
    print("help · ?train · Tab completes · set hints=off · Ctrl-D leaves")
  }

  private func farewell() -> Int32 {
    if let journal = interpreter.session.journal { print("  journal: \(journal.path)") }
    front.close(0)
    return 0
  }

  /// `set` and `verify`, which need a terminal or a process of their own.
  private func own(_ invocation: Invocation, _ editor: LineEditor) throws -> Bool {
    switch invocation.verb {
    case "set":
      for (name, apply) in [
        ("hints", { editor.hintsEnabled = $0 }), ("colours", { editor.coloursEnabled = $0 }),
      ] as [(String, (Bool) -> Void)] {
        guard case .reference(let words)? = invocation.option(name)?.value else { continue }
        apply(["yes", "on", "true"].contains(words.joined()))
      }
      return true
    case "verify":
      guard case .text(let file)? = invocation.operands.first?.value else { return false }
      try verify(file)
      return true
    default: return false
    }
  }

  /// Threads and instructions cannot be changed in this process, so another one verifies.
  private func verify(_ file: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = ["verify", file]
    try process.run()
    process.waitUntilExit()
  }
}

import Foundation
import Language
import Terminal
import Workbench

/// The prompt: reads a line, runs it, shows what came of it, until the person leaves.
final class Shell {
  private let front: Front
  private var interpreter: Interpreter { front.interpreter }

  init(_ front: Front) { self.front = front }

  /// The file that is being stepped through.
  private var steps: StepDialogue?

  /// Returns what the process exits with; `first` is run as if it were typed.
  func run(first: String? = nil) -> Int32 {
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
    if let first { submit(first) }
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
    case "verify", "accept":
      guard case .text(let file)? = invocation.operands.first?.value else { return false }
      try another(invocation.verb, file)
      return true
    case "step":
      if case .text(let file)? = invocation.operands.first?.value {
        steps = try StepDialogue(file, front)
      }
      guard let steps else {
        throw Diagnostic("name the file to step through", at: invocation.verbSpan)
      }
      if steps.run() { self.steps = nil }
      return true
    default: return false
    }
  }

  /// Threads and instructions cannot be changed in this process, so another one runs the journal.
  private func another(_ verb: String, _ file: String) throws {
    Keyboard.unmute()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = [verb, file]
    try process.run()
    process.waitUntilExit()
  }
}

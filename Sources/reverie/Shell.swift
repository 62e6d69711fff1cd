import Foundation
import Host
import Journal
import Language
import Terminal
import Workbench

/// The prompt: reads a line, runs it, shows what came of it, until the person leaves.
final class Shell {
  private let front: TerminalHost
  private var interpreter: Interpreter { front.interpreter }

  init(_ front: TerminalHost) { self.front = front }

  /// The file that is being stepped through.
  private var steps: StepDialogue?

  /// Returns what the process exits with; `first` is run as if it were typed.
  func run(first: String? = nil) -> Int32 {
    guard let editor = LineEditor(program: "reverie", historyFile: front.places.history) else {
      TerminalHost.complain("the terminal cannot be used; try a script on standard input")
      return 1
    }
    editor.delegate = Assistant(workspace: interpreter.session.workspace)
    let preferences = Preferences(front, editor)
    interpreter.frontEnd = { [self] in try frontEnd($0, editor, preferences) }
    // The interpreter would hold itself by way of this shell, and states in files would stay.
    defer { interpreter.frontEnd = { _ in false } }
    (front.renderer.echoes, front.renderer.pages) = (false, true)
    welcome()
    preferences.read()
    if let first { submit(first) }
    while !interpreter.hasQuit, !Interrupt.terminationRequested {
      Interrupt.reset()
      let number = "[\(interpreter.session.number)] > "
      let prompt = editor.coloursEnabled ? Colour.green(number) : number
      switch editor.read(prompt: prompt) {
      case .line(let text):
        guard !text.allSatisfy(\.isWhitespace) else { continue }
        submit(text)
      case .interrupted: print("  Ctrl-D or quit exits")
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

  /// One line; four on the first time, which leaves a history behind.
  private func welcome() {
    let place = interpreter.session.journal.map {
      "recording to …/" + URL(fileURLWithPath: $0.path).lastPathComponent
    }
    var lines = ["reverie \(SessionHost.version) · \(place ?? "recording nothing") · ? for help"]
    if !FileManager.default.fileExists(atPath: front.places.history) {
      lines += [
        "First steps: data d = digits split=5, then Tab, which completes and lists.",
        "help · help keys · ?train · apropos replay · journal shows where all is recorded",
        "set hints=off hides the grey hints · Ctrl-C stops a command · Ctrl-D exits",
      ]
    }
    for line in lines { print(Cells.cut(line, to: Screen.columns - 1)) }
  }

  private func farewell() -> Int32 {
    if let journal = interpreter.session.journal { print("  journal: \(journal.path)") }
    front.close(0)
    return 0
  }

  /// `set`, `step`, `verify` and `accept`, which need a terminal or a process of their own.
  private func frontEnd(
    _ arguments: Arguments, _ editor: LineEditor, _ preferences: Preferences
  ) throws -> Bool {
    switch arguments.card.name {
    case "set": try preferences.apply(arguments)
    case "verify", "accept", "export": try another(arguments)
    case "step": try step(arguments, editor)
    default: return false
    }
    return true
  }

  private func step(_ arguments: Arguments, _ editor: LineEditor) throws {
    if let file = arguments.text(0) { steps = try StepDialogue(file, front, editor) }
    guard let steps else {
      throw Diagnostic("step needs a session or journal", at: arguments.invocation.verbSpan)
    }
    if steps.run() { self.steps = nil }
  }

  /// Threads and instructions cannot be changed in this process, so another one runs the journal.
  private func another(_ arguments: Arguments) throws {
    let options = ["--data", interpreter.session.workspace.configuration.data.path]
    let words = [arguments.card.name] + options + arguments.resolved.words
    guard ForegroundProcess.run(Workers.ownProgram, words) != nil else {
      throw WorkbenchError("\(Workers.ownProgram) cannot be started")
    }
  }
}

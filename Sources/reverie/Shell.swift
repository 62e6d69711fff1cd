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
    let preferences = Preferences(front, editor)
    interpreter.own = { [self] in try own($0, editor, preferences) }
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

  /// One line; four on the first time, which leaves a history behind.
  private func welcome() {
    let place = interpreter.session.journal.map {
      "recording to …/" + URL(fileURLWithPath: $0.path).lastPathComponent
    }
    var lines = ["reverie \(Front.version) · \(place ?? "recording nothing") · ? for help"]
    if !FileManager.default.fileExists(atPath: front.places.history) {
      lines += [
        "A first try: data d = digits split=5, then Tab, which completes and lists.",
        "help · help keys · ?train · apropos replay · journal tells where all is kept",
        "set hints=off ends the grey hints · Ctrl-C stops work · Ctrl-D leaves",
      ]
    }
    for line in lines { print(Cells.cut(line, to: Screen.columns - 1)) }
  }

  private func farewell() -> Int32 {
    if let journal = interpreter.session.journal { print("  journal: \(journal.path)") }
    front.close(0)
    return 0
  }

  /// `set` and `verify`, which need a terminal or a process of their own.
  private func own(
    _ invocation: Invocation, _ editor: LineEditor, _ preferences: Preferences
  ) throws -> Bool {
    switch invocation.verb {
    case "set":
      try preferences.apply(invocation)
      return true
    case "verify", "accept":
      guard case .text(let file)? = invocation.operands.first?.value else { return false }
      try another(invocation.verb, file)
      return true
    case "step":
      if case .text(let file)? = invocation.operands.first?.value {
        steps = try StepDialogue(file, front, editor)
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

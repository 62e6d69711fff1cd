import Experiments
import Foundation
import Host
import Journal
import Language
import ProcessControl
import Terminal
import Workbench

/// The prompt: reads a line, runs it, shows the result, until the user quits.
final class Shell {
  private let front: TerminalHost
  private var interpreter: Interpreter { front.interpreter }

  init(_ front: TerminalHost) { self.front = front }

  /// The file that is being stepped through.
  private var steps: StepDialogue?

  /// Returns what the process exits with; `first` is run as if it were typed.
  func run(first: String? = nil) -> Int32 {
    front.handOver()
    let editor = makeEditor()
    let reader: any PromptReader = editor ?? PlainReader()
    let preferences = Preferences(front, editor)
    offer(reader, preferences)
    // The interpreter would hold itself by way of this shell, and states in files would stay.
    defer { interpreter.frontEnd = [:] }
    front.renderer.echoes = { [interpreter] in interpreter.echoes }
    front.renderer.pages = true
    welcome()
    front.host.applySettings()
    if let first { submit(first) }
    while !interpreter.hasQuit, !Interrupt.terminationRequested {
      Interrupt.reset()
      let number = "[\(interpreter.session.number)] > "
      let prompt = editor?.coloursEnabled ?? false ? Colour.green(number) : number
      switch reader.read(prompt: prompt, text: "") {
      case .line(let text):
        guard !text.allSatisfy(\.isWhitespace) else { continue }
        submit(PastedSession.commands(in: text))
      case .interrupted: Console.say("  press Ctrl-D or type quit to leave")
      case .endOfInput: return farewell()
      }
    }
    return farewell()
  }

  /// Nil where lines cannot be edited.
  private func makeEditor() -> LineEditor? {
    guard front.screen.isInteractive else { return nil }
    let editor = LineEditor(program: "reverie", historyFile: front.places.history)
    editor?.delegate = Assistant(
      workspace: interpreter.session.workspace, lessons: interpreter.shelf)
    return editor
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

  /// One line; four the first time, before there is a history.
  private func welcome() {
    let place = interpreter.session.journal.map {
      "recording to …/" + URL(fileURLWithPath: $0.path).lastPathComponent
    }
    var lines = ["reverie \(SessionHost.version) · \(place ?? "not recording") · ? for help"]
    if front.screen.isInteractive,
      !FileManager.default.fileExists(atPath: front.places.history)
    {
      lines += [
        "lesson forgetting shows a network forget, in seconds; or: data d = digits, Tab",
        "help · help keys · ?train · apropos replay · journal shows where it is saved",
        "set hints=off hides the grey hints · Ctrl-C stops a command · Ctrl-D leaves",
      ]
    }
    for line in lines { Console.say(Cells.cut(line, to: Screen.columns - 1)) }
  }

  private func farewell() -> Int32 {
    if let lesson = interpreter.unfinishedLesson { Console.say("  " + lesson) }
    if let journal = interpreter.session.journal { Console.say("  journal: \(journal.path)") }
    // At an idle prompt nothing was cut short, whatever ends it.
    let code = interpreter.session.isUnfinished ? front.host.stopCode ?? 0 : 0
    front.close(code)
    return code
  }

  /// Offers the verbs that need a terminal or a process of their own.
  private func offer(_ reader: any PromptReader, _ preferences: Preferences) {
    interpreter.frontEnd["set"] = { try preferences.apply($0) }
    interpreter.frontEnd["step"] = { [self] in try step($0, reader) }
    interpreter.frontEnd["rerun"] = { [self] in
      let player = try Rerun.player($0, in: interpreter)
      if !StepDialogue(player, front, reader).run() { steps = StepDialogue(player, front, reader) }
    }
    for verb in ["verify", "accept", "export", "grade"] {
      interpreter.frontEnd[verb] = { [self] in try another($0) }
    }
  }

  private func step(_ arguments: Arguments, _ reader: any PromptReader) throws {
    if let file = arguments.text(0) {
      steps = StepDialogue(try Player(file: file, in: interpreter), front, reader)
    }
    guard let steps else {
      throw Diagnostic("step needs a session or journal", at: arguments.invocation.verbSpan)
    }
    if steps.run() { self.steps = nil }
  }

  /// Threads and instructions cannot be changed in this process, so another one runs the journal.
  private func another(_ arguments: Arguments) throws {
    let options = ["--data", interpreter.session.workspace.configuration.data.path]
    let words = [arguments.card.name] + options + arguments.resolved.words
    guard ForegroundProcess.run(LocalWorkers.ownProgram, words) != nil else {
      throw WorkbenchError("\(LocalWorkers.ownProgram) cannot be started")
    }
  }
}

internal import CEditLine
internal import CProcess
import Glibc
import ProcessControl

/// Reads lines from a terminal with editing, history, completion, hints and colours.
///
/// libedit holds the text and gives keys their meaning, by `~/.editrc` and in the modes of emacs and
/// vi; `LineDisplay` shows the line, for libedit knows no colours, hints, blocks of lines or pastes.
/// Lives on the thread that made it. `Interrupt.install` must have run for Ctrl-C to drop a line.
package final class LineEditor {
  /// Answers questions about the language.
  package var delegate: (any LineEditorDelegate)?
  /// Shows what the text probably goes on with, faintly.
  package var hintsEnabled = true
  /// Colours the text while it is typed.
  package var coloursEnabled = true

  /// What keys do, for telling the user.
  package static var bindings: [(keys: String, does: String)] {
    KeyBinding.table.map { ($0.keys, $0.help) }
  }

  enum Mode { case editing, searching }

  let input: Int32
  let output: Int32
  private let historyFile: HistoryFile?
  private var historyTroubleShown = false

  var history: History
  var undo = UndoStack()
  var killed = ""
  var mode = Mode.editing
  /// The line as it was accepted.
  var accepted: String?
  var isInterrupted = false
  var isEnded = false
  /// The text whose candidates were listed by the last key.
  var listed: EditBuffer?
  var decoder = KeyDecoder()
  var pushedBack: [UInt32] = []
  var display = LineDisplay()
  /// The text to begin with, until it is shown.
  var given: String?
  private(set) var prompt = PromptText("> ")
  private(set) var continuation = ""
  private var opened: OpaquePointer?

  /// An editor on standard input and output; nil when libedit cannot start.
  /// - Parameters:
  ///   - program: the name under which `~/.editrc` may hold bindings for it alone.
  ///   - historyFile: where lines are kept; nil keeps them in memory only.
  package convenience init?(program: String, historyFile: String?) {
    self.init(
      program: program, historyFile: historyFile, input: STDIN_FILENO, output: STDOUT_FILENO,
      terminal: nil, settings: nil)
  }

  /// - Parameters:
  ///   - terminal: the type of the terminal; nil means TERM.
  ///   - settings: a file in the format of `~/.editrc`; nil means that one.
  init?(
    program: String, historyFile: String?, input: Int32, output: Int32, terminal: String?,
    settings: String?
  ) {
    Screen.setUpLocale()
    self.input = input
    self.output = output
    self.historyFile = historyFile.map { HistoryFile(path: $0) }
    history = History(self.historyFile?.load() ?? [])
    opened = cel_open(program, terminal, input, output, callbacks)
    guard let opened else { return nil }
    for action in Action.allCases {
      cel_add_action(opened, Int32(action.rawValue), action.name, "")
    }
    // Settings first: `bind -v` in them forgets every binding made before.
    _ = cel_source(opened, settings)
    bindKeys()
  }

  deinit {
    cel_close(opened)
  }

  /// Asks for a line, or a block of lines.
  /// - Parameters:
  ///   - prompt: one line; may hold colours.
  ///   - continuation: precedes every further line, cut or padded to the prompt's width.
  ///   - text: what is there to be edited.
  /// - Returns: the text as typed, lines separated by `\n`. It is in the history already.
  package func read(
    prompt: String, continuation: String = "...", text: String = ""
  ) -> ReadResult {
    Keyboard.unmute()
    fflush(nil)
    start(prompt: prompt, continuation: continuation)
    given = text.isEmpty ? nil : text
    guard !Interrupt.terminationRequested else { return .endOfInput }
    cpr_guard(input, output)
    // libedit would do it later, and what is typed in between be echoed twice.
    cel_prepare(editor, 1)
    write("\u{1b}[?2004h")
    var length: Int32 = 0
    let typed = cel_read(editor, &length)
    write("\u{1b}[?2004l")
    cpr_unguard()
    if isInterrupted {
      write("^C\r\n")
      return .interrupted
    }
    if let accepted { return finish(accepted) }
    guard let typed, length > 0, !isEnded else {
      write("\r\n")
      return .endOfInput
    }
    // Keys bound to libedit's own way of accepting a line end up here.
    var scalars = Self.scalars(typed, Int(length))
    while scalars.last == "\n" || scalars.last == "\r" { scalars.removeLast() }
    hold(EditBuffer(scalars, cursor: scalars.count))
    finishPainting()
    write("\r\n")
    return finish(EditBuffer.string(scalars[...]))
  }

  private func start(prompt: String, continuation: String) {
    self.prompt = PromptText(prompt)
    let mark = Cells.cut(continuation, to: max(0, self.prompt.width - 1))
    self.continuation = Cells.pad(mark, to: self.prompt.width)
    (accepted, isInterrupted, isEnded, listed) = (nil, false, false, nil)
    (display, mode) = (LineDisplay(), .editing)
    undo = UndoStack()
    history.leave()
    Interrupt.reset()
  }

  private func finish(_ text: String) -> ReadResult {
    guard history.add(text), let historyFile else { return .line(text) }
    if let trouble = historyFile.append(text), !historyTroubleShown {
      historyTroubleShown = true
      write(trouble + "\r\n")
    }
    return .line(text)
  }

  /// Whether lines are edited with the keys of vi; `bind -v` in ~/.editrc begins so.
  package var usesViKeys: Bool {
    get { cel_is_vi(editor) == 1 }
    set {
      guard newValue != usesViKeys else { return }
      cel_use_vi(editor, newValue ? 1 : 0)
      bindKeys()
    }
  }

  private func bindKeys() {
    let isVi = cel_is_vi(editor) == 1
    for binding in KeyBinding.table {
      let function: String
      switch binding.work {
      case .action(let action): function = action.name
      case .builtIn(let name): function = name
      case .terminal: continue
      }
      for stroke in binding.strokes {
        if binding.place != .viCommand, binding.place != .emacs || !isVi {
          cel_bind(editor, stroke, function, 0)
        }
        if isVi, binding.place == .everywhere || binding.place == .viCommand {
          cel_bind(editor, stroke, function, 1)
        }
      }
    }
  }

  // MARK: libedit

  var editor: OpaquePointer {
    guard let opened else { preconditionFailure("used before it was made") }
    return opened
  }

  private var callbacks: cel_callbacks {
    cel_callbacks(
      character: { context, character in
        guard let context, let character else { return -1 }
        return Unmanaged<LineEditor>.fromOpaque(context).takeUnretainedValue()
          .nextCharacter(character)
      },
      action: { context, number in
        guard let context, let action = Action(rawValue: Int(number)) else { return 0 }
        return Unmanaged<LineEditor>.fromOpaque(context).takeUnretainedValue().run(action)
      },
      context: Unmanaged.passUnretained(self).toOpaque())
  }

  static func scalars(_ characters: UnsafePointer<wchar_t>, _ count: Int) -> [Unicode.Scalar] {
    UnsafeBufferPointer(start: characters, count: count).map {
      Unicode.Scalar(UInt32(bitPattern: $0)) ?? "\u{fffd}"
    }
  }

  /// The text and the cursor that libedit holds.
  var buffer: EditBuffer {
    var length = 0
    var cursor = 0
    guard let characters = cel_text(editor, &length, &cursor) else { return EditBuffer() }
    return EditBuffer(Self.scalars(characters, length), cursor: cursor)
  }

  func hold(_ buffer: EditBuffer) {
    // A zero would end libedit's text.
    let characters = buffer.scalars.map { wchar_t(bitPattern: $0.value == 0 ? 0xfffd : $0.value) }
    cel_replace(editor, characters, characters.count, buffer.cursor)
  }

  func write(_ text: String) {
    var text = text
    _ = text.withUTF8 { cpr_write(output, $0.baseAddress, $0.count) }
  }
}

import Figures
import Foundation
import ProcessControl
import Language
import Streams
import Terminal
import Torch
import Workbench

/// One process: a session, where it is recorded, and how its results are shown.
final class SessionHost {
  static let version = "0.1.0"

  let screen: Screen
  let interpreter: Interpreter
  let places: Places
  let renderer: Renderer
  private let session: Session

  /// With `resumption` the session goes on in that journal, under its circumstances.
  init(
    _ options: Options, circumstances: [String: String] = [:], resumption: Resumption? = nil
  ) throws {
    let circumstances = resumption?.document.facts ?? circumstances
    Screen.setUpLocale()
    Interrupt.install()
    if let parent = ProcessInfo.processInfo.environment[Workers.parentVariable].flatMap(Int32.init),
      !Interrupt.end(with: parent)
    {
      throw ArgumentFailure.code(143)
    }
    guard WorkingFolder.exists else {
      Console.complain("the current folder was removed: change to another one and start again")
      throw ArgumentFailure.code(2)
    }
    screen = Screen.current(coloursRefused: options.refusesColours)
    places = Places(home: options.home)
    Backend.start(
      Backend.Configuration(
        threads: options.threads ?? circumstances["threads"].flatMap(Int.init) ?? 2,
        instructions: try options.instructions
          ?? circumstances["instructions"].flatMap(InstructionSet.init)
          ?? (circumstances.isEmpty ? Self.preferredInstructions() : .avx2),
        // Older journals do not say that they kept them.
        subnormals: circumstances["subnormals"].flatMap(Subnormals.init)
          ?? (circumstances.isEmpty ? .zero : .kept)))

    let workspace = Workspace(
      Workspace.Configuration(
        seed: options.seed ?? circumstances["seed"].flatMap(UInt64.init) ?? 1,
        data: DataDirectory.resolve(
          option: options.data ?? resumption?.document.facts["data"],
          environment: ProcessInfo.processInfo.environment),
        device: (options.device ?? circumstances["device"] ?? "cpu").hasPrefix("cuda")
          ? .cuda(0) : .cpu,
        overrides: try Self.overrides(options.overrides)))
    renderer = Renderer(screen: screen, json: options.json)
    session = Session(
      Bench(workspace), journal: try Self.journal(options, places, workspace, resumption))
    if options.refusesSnapshots { workspace.snapshots = nil }
    if let seconds = options.snapshots { workspace.snapshots?.interval = seconds }
    interpreter = Interpreter(session)
    attend(workspace)
    workspace.manual["keys"] = Table(
      header: ["key", ""],
      rows: LineEditor.bindings.map { [.text($0.keys), .text($0.does)] })
    session.tell = renderer.show
  }

  private func attend(_ workspace: Workspace) {
    let start = ContinuousClock.now
    workspace.control.clock = {
      let elapsed = (ContinuousClock.now - start).components
      return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    }
    workspace.control.shouldStop = { Interrupt.count > 0 || Interrupt.terminationRequested }
    workspace.control.report = renderer.progress
    workspace.control.warn = renderer.warn
    workspace.control.say = renderer.say
  }

  private static func journal(
    _ options: Options, _ places: Places, _ workspace: Workspace, _ resumption: Resumption?
  ) throws -> JournalWriter? {
    if let resumption {
      do {
        return try JournalWriter(continuing: resumption)
      } catch {
        Console.complain("\(error)")
        throw ArgumentFailure.code(1)
      }
    }
    guard !options.recordsNothing else { return nil }
    let name = Places.sessionName()
    let path = options.journal ?? places.journals + "/" + name + ".journal"
    let start = ISO8601DateFormatter().string(from: Date())
    do {
      return try JournalWriter(
        path: path,
        facts: [("app", version), ("session", name), ("start", start), ("process", "\(getpid())")]
          + Circumstances(workspace).facts.filter { $0.name != "torch" })
    } catch {
      Console.complain("\(error)")
      if options.journal == nil {
        Console.complain("use --home for another folder, or --no-journal to record nothing")
      }
      throw ArgumentFailure.code(1)
    }
  }

  /// What `REVERIE_INSTRUCTIONS` asks for; without it AVX2, so that journals verify elsewhere.
  private static func preferredInstructions() throws -> InstructionSet {
    let name = ProcessInfo.processInfo.environment["REVERIE_INSTRUCTIONS"] ?? ""
    guard !name.isEmpty else { return .avx2 }
    guard let instructions = InstructionSet(rawValue: name) else {
      let choices = InstructionSet.allCases.map(\.rawValue).joined(separator: ", ")
      Console.complain("REVERIE_INSTRUCTIONS is '\(name)': choose among \(choices)")
      throw ArgumentFailure.code(2)
    }
    return instructions
  }

  private static func overrides(_ given: [String]) throws -> [String: Value] {
    var values: [String: Value] = [:]
    for text in given {
      guard let (name, value) = Parser.binding(in: text) else {
        Console.complain("--set \(text) is not name=value")
        throw ArgumentFailure.code(2)
      }
      values[name] = value
    }
    return values
  }

  /// Runs `action`; prints what goes wrong and returns the exit code.
  func attempt(_ action: () throws -> Void) -> Int32 {
    do {
      try action()
    } catch {
      renderer.clear()
      let error = Failure(wrapping: error)
      if screen.isInteractive { renderer.complain(error) } else { Console.complain(error) }
      return Interrupt.exitCode ?? error.trouble.rawValue
    }
    return Interrupt.exitCode ?? 0
  }

  /// Runs `action` as the whole of the process's work.
  func finish(_ action: () throws -> Void) -> Int32 {
    let code = attempt(action)
    renderer.clear()
    close(code)
    return code
  }

  /// Says in the journal that the session ended, and how.
  func close(_ code: Int32) {
    session.close(status: code == 0 ? "ok" : code >= 130 ? "interrupted" : "failed")
  }
}

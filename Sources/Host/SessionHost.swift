import Catalog
import Foundation
import Journal
import Language
import Streams
import Torch
import Workbench

/// One session for any front end: its circumstances, where it is recorded, and who shows its events.
package final class SessionHost {
  package static let version = Release.version

  package let interpreter: Interpreter
  package let places: Places
  package let display: any Display
  private let signal: StopRequest
  /// The page that shows this session; nil: none was asked for.
  var page: LivePage?

  package var session: Session { interpreter.session }

  /// Opens a session; with `resumption` it goes on in that journal, under its circumstances.
  ///
  /// - Parameter facts: those of a journal that is played under the circumstances of its recording.
  /// - Throws: `Failure` if an option cannot be met or the journal cannot be written.
  package init(
    _ options: HostOptions, display: any Display, signal: StopRequest = .none,
    facts: [String: String] = [:], resumption: Resumption? = nil
  ) throws(Failure) {
    (self.display, self.signal) = (display, signal)
    let circumstances = resumption?.document.facts ?? facts
    places = Places(home: options.home)
    let recordedSeed = try Self.seed(circumstances)
    Backend.start(try Self.arithmetic(options, circumstances))
    let workspace = Workspace(
      Workspace.Configuration(
        seed: options.seed ?? recordedSeed ?? 1,
        data: DataDirectory.resolve(
          option: options.data ?? resumption?.document.facts["data"],
          environment: ProcessInfo.processInfo.environment),
        device: (options.device ?? circumstances["device"] ?? "cpu").hasPrefix("cuda")
          ? .cuda(0) : .cpu,
        overrides: try Self.overrides(
          options.overrides + Self.recordedOverrides(resumption?.document.facts ?? [:]))))
    let session = Session(
      workspace, journal: try Self.journal(options, places, workspace, resumption))
    if options.refusesSnapshots { session.snapshots = nil }
    if let seconds = options.snapshots { session.snapshots?.interval = seconds }
    interpreter = Interpreter(session)
    connect()
  }

  private func connect() {
    let start = ContinuousClock.now
    session.control.clock = {
      let elapsed = (ContinuousClock.now - start).components
      return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    }
    session.control.shouldStop = signal.isRaised
    session.control.report = { [display, weak self] report in
      display.progress(report)
      if let self { page?.news?.tell(report, in: session) }
    }
    session.control.warn = display.warn
    session.control.say = display.say
    session.tell = { [display, weak self] event in
      display.show(event)
      if let self { page?.news?.tell(event, in: session) }
    }
    interpreter.frontEnd[Serve.card.name] = { [unowned self] in try serve($0) }
    session.experiments = places.journals
    interpreter.shelf = LessonShelf(folders: places.lessons, state: places.progress)
  }

  /// Runs `action`; shows what goes wrong and returns the exit code.
  package func attempt(_ action: () throws -> Void) -> Int32 {
    do {
      try action()
    } catch {
      display.clear()
      let failure = Failure(wrapping: error)
      display.complain(failure)
      return stopCode ?? failure.trouble.rawValue
    }
    return stopCode ?? 0
  }

  /// What the session exits with when it was asked to stop; nil if nobody asked.
  package var stopCode: Int32? { signal.exitCode(session.journal != nil) }

  /// Runs `action` as the whole of the session's work.
  package func finish(_ action: () throws -> Void) -> Int32 {
    let code = attempt(action)
    display.clear()
    close(code)
    return code
  }

  /// Records that the session ended, and how.
  package func close(_ code: Int32) {
    defer { page?.stop() }
    session.close(status: code == 0 ? "ok" : code == stopCode ? "stopped" : "failed")
  }
}

extension SessionHost {
  /// How arithmetic is done, as asked for or as it was recorded.
  private static func arithmetic(
    _ options: HostOptions, _ circumstances: [String: String]
  ) throws(Failure) -> Backend.Configuration {
    var configuration = Backend.Configuration()
    if circumstances.isEmpty {
      configuration.instructions =
        if let asked = options.instructions { asked } else { try preferredInstructions() }
    } else {
      do {
        configuration = try Backend.Configuration(recordedAs: circumstances)
      } catch {
        throw Failure(Diagnostic("\(error)", at: .nowhere), trouble: .syntax)
      }
      configuration.instructions = options.instructions ?? configuration.instructions
    }
    configuration.threads = options.threads ?? configuration.threads
    return configuration
  }

  /// The seed that a journal was recorded with.
  private static func seed(_ circumstances: [String: String]) throws(Failure) -> UInt64? {
    guard let text = circumstances["seed"] else { return nil }
    guard let seed = UInt64(text) else {
      throw Failure(
        Diagnostic("recorded with seed=\(text), which is not a whole number", at: .nowhere),
        trouble: .syntax)
    }
    return seed
  }

  /// What `REVERIE_INSTRUCTIONS` asks for; without it AVX2, so that journals verify elsewhere.
  private static func preferredInstructions() throws(Failure) -> InstructionSet {
    let name = ProcessInfo.processInfo.environment["REVERIE_INSTRUCTIONS"] ?? ""
    guard !name.isEmpty else { return .avx2 }
    guard let instructions = InstructionSet(rawValue: name) else {
      let choices = InstructionSet.allCases.map(\.rawValue).joined(separator: ", ")
      throw Failure(
        Diagnostic("REVERIE_INSTRUCTIONS is '\(name)': choose from \(choices)", at: .nowhere),
        trouble: .syntax)
    }
    return instructions
  }

  /// Before the name of what `--set` changed, among the facts of a journal.
  private static let overridePrefix = "set."

  /// What `--set` changed when a journal with these facts was begun, as `name=value`.
  private static func recordedOverrides(_ facts: [String: String]) -> [String] {
    facts.filter { $0.key.hasPrefix(overridePrefix) }
      .map { "\($0.key.dropFirst(overridePrefix.count))=\($0.value)" }.sorted()
  }

  private static func overrides(_ given: [String]) throws(Failure) -> [String: Language.Expression]
  {
    var values: [String: Language.Expression] = [:]
    for text in given {
      guard let (name, value) = Parser.binding(in: text) else {
        throw Failure(
          Diagnostic(
            "--set \(text) is not name=value: it sets a param, as in epochs=5, or an object's maker, "
              + "as in d=digits; write an option that is to be set as a param in the session",
            at: .nowhere), trouble: .syntax)
      }
      values[name] = value
    }
    return values
  }

  private static func journal(
    _ options: HostOptions, _ places: Places, _ workspace: Workspace, _ resumption: Resumption?
  ) throws(Failure) -> JournalWriter? {
    do {
      if let resumption { return try resumption.writer() }
      guard !options.recordsNothing else { return nil }
      let name = Places.sessionName()
      let start = ISO8601DateFormatter().string(from: Date())
      return try JournalWriter(
        path: options.journal ?? places.journals + "/" + name + ".journal",
        facts: [("app", version), ("session", name), ("start", start), ("process", "\(getpid())")]
          + Circumstances(workspace).facts.filter { $0.name != "torch" }
          + workspace.configuration.overrides.sorted { $0.key < $1.key }
          .map { (overridePrefix + $0.key, "\($0.value)") })
    } catch {
      var failure = Failure(wrapping: error)
      if options.journal == nil, resumption == nil {
        failure.details.append("use --home for another folder, or --no-journal to record nothing")
      }
      throw failure
    }
  }
}

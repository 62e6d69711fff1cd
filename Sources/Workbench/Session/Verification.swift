import Catalog
import Digests
import Figures
import Journal
import Language

/// Re-runs a journal and compares every value and every digest with what it recorded.
package struct Verification {
  /// Something that came out otherwise.
  package struct Difference: Sendable, Equatable, CustomStringConvertible {
    package let number: Int
    package let line: Int
    package let command: String
    /// The value or object that differs, and both readings.
    package let what: String
    package let recorded: String
    package let now: String
    package let isDataProblem: Bool

    package var description: String {
      "command \(number) (line \(line)): \(command)\n  \(what): recorded \(recorded), now \(now)"
    }
  }

  package private(set) var commands = 0
  package private(set) var values = 0
  package private(set) var digests = 0
  package private(set) var differences: [Difference] = []
  /// Values that differ by no more than they may.
  package private(set) var tolerated = 0
  /// States that differ where only values must agree.
  package private(set) var otherStates: [Difference] = []
  /// The results of each command that ran, in case they are to be recorded again.
  package private(set) var outcomes: [[Session.Result]] = []
  /// Values that the file itself gives a tolerance.
  private(set) var ownTolerances = 0
  /// Pictures that were too large to be kept, or could not be.
  private var notKept = 0
  private let tolerance: Tolerance?
  private let honoursOwn: Bool
  /// The version of the journal; 0 for a plain session.
  private let version: Int
  /// Whether every result that this version records must be recorded.
  private var isStrict: Bool { version >= 2 }

  /// The first object whose state differs, with the command after which it does.
  package var firstDivergence: Difference? {
    differences.first { $0.what.hasPrefix("state of ") } ?? differences.first
  }

  /// Compares what `player` plays with what its file recorded.
  ///
  /// With a `tolerance` numbers may differ so much and states at will; the tolerances that the
  /// journal itself gives to values count too, unless it is asked to be `exact`.
  package init(
    _ player: Player, in session: Session, tolerance: Tolerance? = nil, exact: Bool = false
  ) {
    (self.tolerance, honoursOwn) = (tolerance, !exact)
    version = player.document.version ?? 0
    session.keepsFigures = true
    while let command = player.next, !player.isStopped {
      commands += 1
      do throws(Failure) {
        let results = try player.step()
        outcomes.append(results)
        compare(
          command,
          with: results.map { result in
            let seen = version < 3 ? SecondVersion.seen(result) : result
            return version == 1 ? FirstVersion.named(seen, in: session.workspace) : seen
          })
      } catch {
        add(
          command, "outcome", "success", "failed: \(error.diagnostic.message)",
          data: error.trouble == .data)
        return
      }
    }
  }

  private mutating func compare(_ command: JournalDocument.Command, with results: [Session.Result])
  {
    if command.isDamaged { add(command, "record", "not readable", "done") }
    let paths = Set(results.map(\.path))
    for result in results {
      compareValues(
        command, result.path, recorded: command.values[result.path] ?? [], now: result.outcome)
      compareFigures(
        command, result.path, recorded: command.figures[result.path] ?? [],
        now: result.outcome.records)
      let recorded = command.digests[result.path] ?? [:]
      for (name, digest) in result.digests {
        guard let before = recorded[name] else {
          if isStrict { add(command, "state of \(name)", "missing", digest) }
          continue
        }
        digests += 1
        if before != digest { addState(command, name, before, digest) }
      }
      for name in recorded.keys.sorted() where !result.digests.contains(where: { $0.name == name })
      {
        addState(command, name, recorded[name] ?? "", "unchanged")
      }
    }
    for path in command.values.keys.sorted(by: { $0.lexicographicallyPrecedes($1) })
    where !paths.contains(path) {
      add(command, "turn \(JournalText.path(path))", "done", "missing")
    }
  }

  private mutating func compareValues(
    _ command: JournalDocument.Command, _ path: [Int], recorded: [NamedValue], now outcome: Outcome
  ) {
    // A file without recorded values is a plain session: there is nothing to compare.
    guard isStrict || !recorded.isEmpty else { return }
    let (now, place) = (outcome.values, Self.place(path))
    for old in recorded where isCompared(old, now) {
      values += 1
      if honoursOwn, command.tolerances[old.name] != nil { ownTolerances += 1 }
      if version == 1, RecordedCharts.holds(old, outcome.figures) { continue }
      let new = now.first { $0.name == old.name }
      if let now = new?.value, now != old.value,
        allowance(command, old.name)?.allows(old.value, now) == true
      {
        tolerated += 1
      } else if new?.value != old.value {
        add(
          command, old.name + place, JournalText.spelled(old.value),
          new.map { JournalText.spelled($0.value) } ?? "missing",
          data: old.name == "sha256")
      }
    }
    for new in now where !new.isVolatile && !recorded.contains(where: { $0.name == new.name }) {
      if version < 3, SecondVersion.lacks(new.name) { continue }
      add(command, new.name + place, "missing", JournalText.spelled(new.value))
    }
  }

  /// What is volatile the program knows; journals of version 1 say it themselves.
  private func isCompared(_ old: NamedValue, _ now: [NamedValue]) -> Bool {
    guard isStrict, let new = now.first(where: { $0.name == old.name }) else {
      return !old.isVolatile
    }
    return !new.isVolatile
  }

  private static func place(_ path: [Int]) -> String {
    path.isEmpty ? "" : " of turn \(JournalText.path(path))"
  }

  /// Compares what is recorded of figures; of a picture in a file its pixels, if they are recorded.
  private mutating func compareFigures(
    _ command: JournalDocument.Command, _ path: [Int], recorded: [FigureRecord],
    now: [FigureRecord]
  ) {
    if isStrict { return compareAll(command, path, recorded, now) }
    let old = recorded.filter { !$0.isVolatile }
    let new = now.filter { !$0.isVolatile }
    for (index, before) in old.enumerated() {
      if let file = before.file, file.pixels.isEmpty { continue }
      if case .problem = before.content { continue }
      compare(command, path, index, before, index < new.count ? new[index] : nil)
    }
  }

  /// Compares every figure that is not known to be volatile, whatever the file says about it.
  private mutating func compareAll(
    _ command: JournalDocument.Command, _ path: [Int], _ recorded: [FigureRecord],
    _ now: [FigureRecord]
  ) {
    for index in 0..<max(recorded.count, now.count) {
      let before = index < recorded.count ? recorded[index] : nil
      let after = index < now.count ? now[index] : nil
      if before != nil, after?.isVolatile == true { continue }
      if case .problem? = before?.content, after?.file != nil {
        notKept += 1
        continue
      }
      compare(command, path, index, before, after)
    }
  }

  private mutating func compare(
    _ command: JournalDocument.Command, _ path: [Int], _ index: Int, _ before: FigureRecord?,
    _ after: FigureRecord?
  ) {
    values += 1
    if case .figure(let left)? = before?.content, case .figure(let right)? = after?.content,
      left.isSame(as: right, allows: { allows($0, $1) })
    {
      return
    }
    add(command, "figure \(index + 1)" + Self.place(path), Self.name(before), Self.name(after))
  }

  private func allows(_ left: Double, _ right: Double) -> Bool {
    tolerance?.allows(.number(left), .number(right)) ?? false
  }

  /// A figure in a few words.
  private static func name(_ record: FigureRecord?) -> String {
    guard case .figure(let figure)? = record?.content else { return "missing" }
    let digest = sha256(Array(((try? figure.json()) ?? "").utf8)).prefix(8)
    return "\(figure.kind.rawValue) \(digest)"
  }

  /// How far a value may be off.
  private func allowance(_ command: JournalDocument.Command, _ name: String) -> Tolerance? {
    (honoursOwn ? command.tolerances[name] : nil) ?? tolerance
  }

  private mutating func addState(
    _ command: JournalDocument.Command, _ name: String, _ recorded: String, _ now: String
  ) {
    add(command, "state of \(name)", recorded, now)
    if tolerance != nil { otherStates.append(differences.removeLast()) }
  }

  private mutating func add(
    _ command: JournalDocument.Command, _ what: String, _ recorded: String, _ now: String,
    data: Bool = false
  ) {
    differences.append(
      Difference(
        number: command.number ?? commands, line: command.line, command: command.text, what: what,
        recorded: recorded, now: now, isDataProblem: data))
  }

  /// Whether numbers were allowed to differ, by whoever asked or by the file itself.
  package var isTolerant: Bool { tolerance != nil || ownTolerances > 0 }

  /// What a process exits with.
  package var exitCode: Int32 {
    guard let first = differences.first else {
      let isNothing = version != 1 && (commands == 0 || version == 0 && values + digests == 0)
      return isNothing ? Failure.Trouble.incomplete.rawValue : 0
    }
    return (first.isDataProblem ? Failure.Trouble.data : .mismatch).rawValue
  }

  /// The report, a line each.
  package var report: [String] {
    let counts =
      "\(commands) commands, \(values) values and \(digests) states compared: "
    guard let first = firstDivergence else {
      if values + digests == 0 { return [counts + "nothing is recorded in this file"] }
      let isExact = tolerated + otherStates.count == 0
      var lines = [counts + (isExact ? "all identical" : "none differs") + remarks]
      if let other = otherStates.first { lines.append("states differ, first at \(other)") }
      return lines
    }
    var lines = [
      counts + "\(differences.count) differ\(remarks)", "first difference at \(differences[0])",
    ]
    if first != differences[0] { lines.append("state first diverges at \(first)") }
    return lines
  }

  /// What was not compared exactly.
  private var remarks: String {
    (tolerated > 0 ? ", \(tolerated) within tolerance" : "")
      + (ownTolerances > 0 ? ", the file sets a tolerance for \(ownTolerances)" : "")
      + (notKept > 0 ? ", \(notKept) pictures not kept" : "")
  }
}

import Foundation
import Journal
import Language
import Reports
import Terminal
import Workbench

/// `reverie run FILE`; `-` is standard input.
extension Run: ProcessVerb {
  static func run(_ arguments: Arguments, _ options: Options) throws -> Int32 {
    let file = arguments.text(0) ?? ""
    let front = try TerminalHost(options, facts: facts(file))
    guard file != "-" else { return front.standardInput() }
    let isFast = arguments[fast]
    if isFast, options.recordsNothing || options.refusesSnapshots {
      Console.complain(
        "--fast restores training from snapshots, which are stored next to journals")
      return Failure.Trouble.syntax.rawValue
    }
    if isFast { front.interpreter.session.look(beside: front.places.journals + "/x") }
    return front.finish {
      try front.interpreter.file(file, until: last(arguments), fast: isFast)
    }
  }

  /// What the head of a journal says about its recording; nothing for what is no journal, or cannot
  /// be read, which is reported when it runs.
  private static func facts(_ file: String) -> [String: String] {
    guard file != "-", let document = try? JournalDocument(file: file), document.isJournal else {
      return [:]
    }
    return document.facts
  }
}

/// `reverie verify FILE`.
extension Verify: ProcessVerb {
  static func run(_ arguments: Arguments, _ options: Options) throws -> Int32 {
    if let file = arguments.text(0), ExperimentVerifier.isFolder(file) {
      return try ExperimentVerifier.run(arguments, options)
    }
    guard arguments[runs] == nil else {
      Console.complain("--runs is for the folder of an experiment")
      return Failure.Trouble.syntax.rawValue
    }
    var allowed: Tolerance?
    if let text = arguments[tolerance] {
      guard let found = Tolerance(text) else {
        Console.complain("--tol \(text) is not of the form rel=1e-4,abs=1e-6")
        return Failure.Trouble.syntax.rawValue
      }
      allowed = found
    }
    guard !arguments[exact] || allowed == nil else {
      Console.complain("--exact and --tol cannot be combined")
      return Failure.Trouble.syntax.rawValue
    }
    return Verifier.run(
      arguments.text(0) ?? "", options, allowed, exact: arguments[exact],
      record: arguments[record]
    ).code
  }
}

/// `reverie export FILE --to NAME`.
extension Export: ProcessVerb {
  static func run(_ arguments: Arguments, _ options: Options) throws -> Int32 {
    let files = arguments.texts(0)
    guard !files.isEmpty else {
      Console.complain("export needs a journal: reverie export FILE --to page.html")
      return Failure.Trouble.syntax.rawValue
    }
    guard !arguments[verify] || files.count == 1 else {
      Console.complain(
        "--verify takes one journal at a time: verify the others by: reverie verify FILE")
      return Failure.Trouble.syntax.rawValue
    }
    var result: (code: Int32, note: VerificationNote?) = (0, nil)
    if arguments[verify] {
      result = Verifier.run(files[0], options)
      if result.note == nil { return result.code }
    }
    do throws(Failure) {
      let target = arguments.prepositions["to"].flatMap(String.init) ?? ""
      Console.say(
        try Exports.write(
          files, to: target, replaces: arguments[OutputFile.replace], verification: result.note))
    } catch {
      Console.complain(error)
      return error.trouble.rawValue
    }
    return result.code
  }
}

/// `reverie check FILE`.
extension Check: ProcessVerb {
  static func run(_ arguments: Arguments, _ options: Options) throws -> Int32 {
    let front = try TerminalHost(options.recordingNothing)
    return front.finish { try front.interpreter.check(arguments.text(0) ?? "") }
  }
}

/// `reverie diff A B`.
extension Diff: ProcessVerb {
  static func run(_ arguments: Arguments, _ options: Options) -> Int32 {
    let (left, right) = (arguments.text(0) ?? "", arguments.text(1) ?? "")
    return Verifier.attempt(left) {
      let comparison = try JournalComparison(
        JournalDocument(file: left), JournalDocument(file: right))
      for line in comparison.report { Console.say(line) }
      return comparison.isDifferent ? Failure.Trouble.mismatch.rawValue : 0
    }
  }
}

/// `reverie resume FILE [SESSION]`.
extension Resume: ProcessVerb {
  static func run(_ arguments: Arguments, _ options: Options) throws -> Int32 {
    try ResumeFile.resume(
      arguments.text(0) ?? "", restOf: arguments.text(1), options,
      leavesOutLast: arguments[withoutLast])
  }
}

/// `reverie step FILE`.
extension Step: ProcessVerb {
  static func run(_ arguments: Arguments, _ options: Options) throws -> Int32 {
    let front = try TerminalHost(options)
    let file = arguments.text(0) ?? ""
    guard front.screen.isInteractive else {
      Console.complain("step needs a terminal; without one: reverie run \(file)")
      return Failure.Trouble.syntax.rawValue
    }
    return Shell(front).run(first: arguments.resolved.description)
  }
}

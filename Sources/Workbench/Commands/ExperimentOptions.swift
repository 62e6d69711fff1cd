import Catalog
import Experiments
import Figures
import Journal
import Language

/// What `vary` and `experiment` have in common: where runs are done, and what is shown of them.
package struct ExperimentOptions {
  static let jobs = Parameter(
    "jobs", .integer(1...1024), default: Int?.none,
    "runs at a time on this machine (default: all cores)")
  static let time = Parameter(
    "time", .anything, default: Value?.none, "Slurm: time limit of a task, as in 20m or 2h")
  static let cpus = Parameter(
    "cpus", .integer(1...1024), default: 1, "Slurm: cores per task")
  static let most = Parameter(
    "max", .integer(1...10_000), default: Int?.none, "Slurm: tasks that may run at the same time")
  static let pack = Parameter(
    "pack", .integer(1...1000), default: 1, "Slurm: runs per task, one after another")
  static let partition = Parameter(
    "partition", .text, default: String?.none, "Slurm: partition")
  static let more = Parameter(
    "sbatch", .text, default: String?.none,
    "Slurm: further options of sbatch, as in \"--account=x --mem=4G\"")
  static let measures = Parameter(
    "measures", .anything, default: Value?.none, "measures to tabulate (default: last,average)")
  static let detail = Parameter(
    "detail", .flag, default: false, "also show every value that varies")

  static let parameters: [any ParameterDescription] = [
    jobs, time, cpus, most, pack, partition, more,
  ]
  static let views: [any ParameterDescription] = [measures, detail]

  static let place = Card.Operand(
    "on", .choice(ExperimentPlace.allCases.map(\.rawValue)), optional: true,
    "local: this machine; slurm: an array of jobs; print: command lines for other schedulers")

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  /// The axes that a line gives: options that `card` does not know, and `more`.
  static func axes(
    _ arguments: Arguments, of card: Card, and more: [String] = []
  ) -> [(name: String, value: Value)] {
    arguments.resolved.arguments.compactMap { argument in
      guard case .option(let name) = argument.role, case .literal(let value) = argument.value,
        card.parameter(name) == nil || more.contains(name)
      else { return nil }
      return (name, value)
    }
  }

  /// Where runs are to be done; nil if the line does not say.
  var on: ExperimentPlace? {
    arguments.prepositions["on"].flatMap(String.init).flatMap(ExperimentPlace.init)
  }

  var slurm: SlurmOptions {
    var options = SlurmOptions()
    options.minutes = arguments[Self.time].flatMap {
      SlurmOptions.minutes(String($0) ?? $0.description)
    }
    (options.cpus, options.pack) = (arguments[Self.cpus], arguments[Self.pack])
    options.most = arguments[Self.most]
    (options.partition, options.more) = (arguments[Self.partition], arguments[Self.more])
    return options
  }

  /// - Throws: `Diagnostic` if the time limit is none.
  func check() throws(Diagnostic) {
    guard let time = arguments[Self.time], slurm.minutes == nil else { return }
    throw Diagnostic(
      "\(time) is no time limit", at: arguments.span(.option(Self.time.name)),
      suggestion: "write it as in time=20m or time=2h")
  }

  /// Has done what is left of an experiment, and reports.
  func start(_ folder: ExperimentFolder, in context: CommandContext) throws -> Outcome {
    try check()
    try folder.checkSession()
    let control = context.control
    let workers = LocalWorkers(shouldStop: control.shouldStop) { done, all, run in
      control.say("\(done) of \(all) runs: \(run.text(folder.axes))")
    }
    let place = on ?? (folder.isSubmitted ? .slurm : .local)
    let (words, isStopped) = try folder.start(
      on: place, atOnce: arguments[Self.jobs], slurm, workers)
    var outcome = Self.outcome(try report(folder), words: words)
    if isStopped { outcome.stop = 0 }
    outcome.line = outcome.line ?? Self.line(folder.path)
    return outcome
  }

  func report(_ folder: ExperimentFolder) throws -> ExperimentReport {
    try ExperimentReport(
      folder,
      measures: arguments[Self.measures].map { value in
        (value.each ?? []).map { String($0) ?? $0.description }
      }, detailed: arguments[Self.detail])
  }

  /// The line that the journal keeps.
  private static func line(_ path: String, _ action: String? = nil) -> String {
    let words = [Value.text(path)] + (action.map { [Value.name($0)] } ?? [])
    return Invocation(
      verb: Experiment.card.name, arguments: words.map { Argument(.operand, .literal($0)) }
    ).description
  }

  /// What the journal keeps of a report; where runs were only handed over, `words` say so.
  ///
  /// A report on an experiment that is not done is kept as a look at its status, and so is not compared
  /// when the journal is run again.
  static func outcome(
    _ report: ExperimentReport, words: String? = nil, isPassing: Bool = false
  ) -> Outcome {
    let digests = report.digests.map { Value.text($0) }
    var outcome = Outcome(
      [
        NamedValue("runs", .integer(report.status.states.count), volatile: isPassing),
        NamedValue("finished", .integer(report.status.finished.count), volatile: isPassing),
        NamedValue("folder", .text(report.experiment.path), volatile: true),
        NamedValue("digests", .list(digests), volatile: isPassing),
      ], figures: words.map { [.text($0)] + report.remarks } ?? report.figures)
    outcome.keeping = report.isWhole && !isPassing ? .view : .nothing
    if !report.isWhole { outcome.line = line(report.experiment.path, Experiment.status) }
    return outcome
  }
}

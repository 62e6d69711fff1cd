import Catalog
import Experiments
import Foundation
import Journal
import Language
import Torch

/// `vary FILE seed=1..5 rate=0.1,0.01`: an experiment with a run for every combination.
package struct Vary: Command {
  package static let threads = Parameter(
    "threads", .integers(1...1024), default: [1],
    "threads per run; each of several values is run (default: 1, with Slurm cpus=)")

  package static let card = Card(
    "vary", "run a session for several seeds, params, methods or data, and tabulate the results",
    operands: [.sessionFile],
    prepositions: [
      ExperimentOptions.place,
      .init(
        "to", .path, optional: true,
        "folder of the experiment (default: FILE.vary-1 among the journals)"),
    ],
    parameters: [threads] + ExperimentOptions.parameters + ExperimentOptions.views,
    example: "vary \"Sessions/tour.session\" seed=1..5", elsewhere: ["sweep"],
    notes: """
      All other options say what to vary: seed; a param of the file, as in epochs=2,5; an object's \
      maker, as in d=mnist,fashion-mnist; or that of the only object of a kind, as in \
      learner=dgm,lwf. Every combination is a run with a journal of its own. The same line given \
      again repeats no finished run. The journal keeps the table and the digests of all runs.
      """, takesAnyOption: true)

  /// Combinations that a dry run goes through.
  private static let rehearsed = 8

  private let arguments: Arguments

  package init(_ arguments: Arguments) { self.arguments = arguments }

  package func run(in context: CommandContext) throws -> Outcome {
    let file = arguments.text(0) ?? ""
    guard !context.playing.contains(URL(fileURLWithPath: file).standardizedFileURL.path) else {
      throw Diagnostic("\(file) runs itself", at: arguments.span(0))
    }
    guard ProcessInfo.processInfo.environment[LocalWorkers.experimentVariable] == nil else {
      throw Diagnostic(
        "a run of an experiment cannot start another one: remove 'vary' from the session",
        at: arguments.invocation.verbSpan)
    }
    let plan = try ExperimentPlan(
      file, axes: ExperimentOptions.axes(arguments, of: Self.card, and: severalThreads),
      Declarations.vocabulary)
    try Self.check(plan, in: context.workspace)
    guard !Self.startsExperiment(plan.document) else {
      throw Diagnostic(
        "\(file) starts an experiment itself: a run of an experiment cannot start another one",
        at: arguments.span(0), suggestion: "remove 'vary' and 'experiment' from the session")
    }
    let options = ExperimentOptions(arguments)
    try options.check()
    guard context.workspace.rehearsal == nil else {
      for setting in plan.settings.prefix(Self.rehearsed) {
        let given = setting.compactMap { Parser.binding(in: "\($0.name)=\($0.value)") }
        try context.rehearse?(file, Dictionary(given) { $1 })
      }
      arguments.prepositions["to"].flatMap(String.init).map {
        context.workspace.rehearsal?.writes($0)
      }
      return .text("\(plan.axes.map(\.values.count).reduce(1, *)) runs of \(file)")
    }
    return try options.start(folder(plan, in: context), in: context)
  }

  private func folder(
    _ plan: ExperimentPlan, in context: CommandContext
  ) throws -> ExperimentFolder {
    let file = plan.file
    let configuration = context.workspace.configuration
    let set = configuration.overrides.map { "\($0.key)=\($0.value)" }
    let name = (file as NSString).lastPathComponent
    return try ExperimentFolder.find(
      plan, circumstances(configuration), set: set,
      at: arguments.prepositions["to"].flatMap(String.init),
      beside: (context.experiments ?? (file as NSString).deletingLastPathComponent)
        .appendingPathComponent(name))
  }

  /// Several numbers of threads are an axis.
  private var severalThreads: [String] {
    arguments[Self.threads].count > 1 ? [Self.threads.name] : []
  }

  private func circumstances(
    _ configuration: Workspace.Configuration
  ) -> ExperimentDescription.Circumstances {
    let options = ExperimentOptions(arguments)
    let isGiven = arguments.settings.gives(Self.threads)
    let threads: Int? =
      switch options.on {
      case _ where isGiven: arguments[Self.threads].first
      case .local, nil: 1
      case .slurm: options.slurm.cpus
      case .print: nil
      }
    return ExperimentDescription.Circumstances(
      seed: configuration.seed, threads: threads,
      instructions: Backend.configuration.instructions.rawValue,
      device: configuration.device == .cpu ? "cpu" : "cuda", data: configuration.data.path)
  }

  /// Whether a session, or one that it runs, has a command that starts an experiment.
  private static func startsExperiment(
    _ document: JournalDocument, within files: Set<String> = []
  ) -> Bool {
    func starts(_ statement: Statement) -> Bool {
      guard case .invocation(let invocation) = statement, invocation.binding == nil else {
        return statement.inner.contains(where: starts)
      }
      let first = invocation.operands.first?.value
      switch invocation.verb {
      case card.name: return true
      case Experiment.card.name:
        return invocation.operands.count > 1
          && invocation.operands[1].value.path != [Experiment.status]
      case "run":
        guard case .literal(let value)? = first, let path = String(value),
          files.count < 16, !files.contains(path),
          let other = try? JournalDocument(file: HomeFolder.expanded(path))
        else { return false }
        return startsExperiment(other, within: files.union([path]))
      default: return false
      }
    }
    return document.commands.contains { starts($0.statement) }
  }

  /// Checks every word of the session as each combination has it; nothing is run.
  ///
  /// - Throws: `Failure` at the first declaration whose options its maker does not take.
  private static func check(_ plan: ExperimentPlan, in workspace: Workspace) throws(Failure) {
    for setting in plan.settings {
      var configuration = workspace.configuration
      for (name, value) in setting {
        configuration.overrides[name] = Parser.binding(in: "x=\(value)")?.value
      }
      let scratch = Workspace(configuration)
      do {
        for command in plan.document.commands {
          try checkDeclarations(in: try scratch.overridden(command.statement))
        }
      } catch {
        let words = setting.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
        throw Failure(
          Diagnostic(
            "with \(words): \(error.message)", at: error.span, suggestion: error.suggestion),
          trouble: .syntax, source: (plan.text, plan.file))
      }
    }
  }

  private static func checkDeclarations(in statement: Statement) throws(Diagnostic) {
    switch statement {
    case .invocation(let invocation) where invocation.binding != nil:
      _ = try canonical(statement, in: Declarations.vocabulary, lenient: false)
    case .loop, .choice, .definition:
      for inner in statement.inner { try checkDeclarations(in: inner) }
    case .invocation, .bind, .expect: break
    }
  }
}

extension String {
  fileprivate func appendingPathComponent(_ name: String) -> String {
    isEmpty ? name : self + "/" + name
  }
}

import Catalog
import Figures
import Language
import Learning
import Torch

/// `change LEARNER option=value`: other options for what a learner learns from now on.
struct Change: Command {
  static let card = Card(
    "change", "change options of a learner and keep what it has learned",
    operands: [.init("learner", .object(["learner"]), "a learner")],
    example: "change base rate=1e-4", elsewhere: ["reconfigure", "modify"],
    notes: """
      Takes the options of the learner's method, as in change ours rate=1e-4 crop=2, between \
      experiences or where a training was stopped. What is saved of a learner must fit the new \
      options: an optimizer, a network or a memory of another size cannot be changed this way. undo \
      restores the old options.
      """, takesAnyOption: true)

  static let changesObjects = true

  private let arguments: Arguments

  init(_ arguments: Arguments) throws(Diagnostic) {
    self.arguments = arguments
    guard Self.options(arguments).isEmpty else { return }
    throw Diagnostic(
      "say what to change, as in: change \(arguments.text(0) ?? "ours") rate=1e-4",
      at: arguments.invocation.verbSpan)
  }

  private static func options(_ arguments: Arguments) -> [Argument] {
    arguments.resolved.arguments.filter { if case .option = $0.role { true } else { false } }
  }

  func run(in context: CommandContext) throws -> Outcome {
    let learner = try context.workspace.learner(arguments)
    var declaration = learner.declaration
    var settings = learner.settings
    var changes: [String] = []
    for argument in Self.options(arguments) {
      guard case .option(let typed) = argument.role, case .literal(let value) = argument.value
      else { continue }
      let name = try option(typed, of: learner, at: argument)
      do { try settings.set(name, to: value, on: learner.card) } catch {
        throw Diagnostic(error.description, at: argument.valueSpan)
      }
      let set = settings.values[name] ?? value
      if case .like? = ImageBudget.Size(set) {
        throw Diagnostic(
          "\(name)=\(set) holds where a learner is created", at: argument.valueSpan,
          suggestion: "declare a new learner with it")
      }
      declaration.arguments.removeAll { $0.role == .option(name) }
      declaration.arguments.append(Argument(.option(name), .literal(set)))
      changes.append("\(name)=\(set)")
    }
    let changed = learner.with(settings, declaration: declaration)
    do {
      if learner.isRehearsal {
        try Self.rehearse(changed, after: learner, device: context.device)
      }
      try changed.restore(learner.snapshot(), on: learner.data, device: context.device)
    } catch {
      throw Diagnostic(
        "\(learner.name) cannot take \(changes.joined(separator: " ")) and keep what it has learned "
          + "(\(error))", at: arguments.span(0),
        suggestion: "declare a new learner with these options")
    }
    try context.insert(changed)
    return Outcome(
      figures: [.text("\(learner.name) continues with \(changes.joined(separator: " "))")],
      touched: [learner.name])
  }

  /// Compares the forms that both take after what was learned, as a dry run has no state to restore.
  ///
  /// - Throws: `TorchError` or `ModelError` if the state of one would not fit the other.
  private static func rehearse(
    _ changed: LearnerObject, after learner: LearnerObject, device: Device
  ) throws {
    guard let run = learner.run, run.completed > 0 else { return }
    let past = Array(run.stream.experiences.prefix(run.completed))
    func form(_ object: LearnerObject) throws -> LearnerState {
      let made = try object.makeLearner(for: run.stream, device: device)
      try made.restore(past: past, shapes: [:])
      return made.state
    }
    // What grows by what it learns has no form before.
    guard let old = try? form(learner) else { return }
    try form(changed).restore(
      Dictionary(old.tensors().map { ($0.name, $0.tensor) }, uniquingKeysWith: { $1 }))
  }

  /// The full name of an option that the learner's method has.
  private func option(
    _ typed: String, of learner: LearnerObject, at argument: Argument
  ) throws(Diagnostic) -> String {
    let fixed = [
      Declarations.model.name, Declarations.generator.name, Declarations.seed.name,
      Declarations.draws.name,
    ]
    guard !fixed.contains(typed) else {
      throw Diagnostic(
        "\(typed)= is what a learner is made from: it cannot be changed", at: argument.roleSpan,
        suggestion: "declare a new learner")
    }
    guard let parameter = learner.card.parameter(typed) else {
      throw Diagnostic(
        "\(learner.card.name) has no option '\(typed)'", at: argument.roleSpan,
        suggestion: "its options: "
          + learner.card.parameters.map(\.name).filter { !fixed.contains($0) }
          .joined(separator: " "))
    }
    return parameter.name
  }
}

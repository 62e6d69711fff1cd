import Catalog
import Language
import Learning

extension Declarations {
  /// The options with `bytes=` in the place of `memory=as:LEARNER`, and the declaration that says so: it
  /// stays the same whatever becomes of the other learner.
  ///
  /// A dry run, in which nothing is learned, keeps as many images as by default where the bytes depend on
  /// what is learned.
  /// - Throws: `Diagnostic` if there is no such learner, or if it has learned nothing.
  static func budgeted(
    _ arguments: Arguments, _ workspace: Workspace
  ) throws -> (settings: Settings, declaration: Invocation) {
    let limits = arguments.card.parameters.first { parameter in
      guard case .integerOrAs = parameter.domain else { return false }
      return arguments.settings.gives(parameter)
    }
    guard let limit = limits, let value = arguments.settings.values[limit.name],
      case .like(let other)? = ImageBudget.Size(value)
    else { return (arguments.settings, arguments.resolved) }
    let span = arguments.span(.option(limit.name))
    let learner = try workspace.object(other, as: LearnerObject.self, kind: .learner, at: span)
    guard !arguments.settings.gives(ImageBudget.bytes) else {
      throw Diagnostic(
        "\(limit.name)= and bytes= both say how much is kept", at: span,
        suggestion: "give one of them")
    }
    guard let run = learner.run, run.completed > 0,
      case .integer(let bytes)? = learner.fields.first(where: { $0.name == "bytes" })?.value
    else {
      throw Diagnostic(
        "\(other) has not learned an experience yet, so the bytes that it keeps are not known",
        at: span, suggestion: "train it first: train \(other) on ...")
    }
    var (settings, declaration) = (arguments.settings, arguments.resolved)
    settings.remove(limit.name)
    // Networks that do not grow have their size before anything is learned.
    let isFixed =
      !learner.maker.needs.storesImages && !learner.card.results.contains { $0.name == "bytes" }
    guard workspace.rehearsal == nil || isFixed else { return (settings, declaration) }
    try settings.set(ImageBudget.bytes.name, to: .integer(bytes), on: arguments.card)
    declaration.arguments.removeAll { $0.role == .option(limit.name) }
    declaration.arguments.append(
      Argument(.option(ImageBudget.bytes.name), .literal(.integer(bytes))))
    return (settings, declaration)
  }
}

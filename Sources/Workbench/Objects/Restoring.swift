import Catalog
import Language
import Learning
import Models
import Torch

/// Makes live objects from snapshots; data that were written elsewhere, as `redirected` says, are read
/// there.
enum Restoring {
  static func object(
    _ snapshot: Snapshot, name: String, in workspace: Workspace,
    control: RunControl = RunControl(), redirected: RedirectedFiles? = nil
  ) throws -> any LiveObject {
    let facts = snapshot.facts
    var (invocation, binding) = try facts.invocation()
    guard let kind = Kind(rawValue: binding.kind) else {
      throw WorkbenchError("'\(binding.kind)' is not a kind of object: the file is damaged")
    }
    binding.name = name
    invocation.binding = binding
    switch kind {
    case .data:
      return try data(facts, facts.sha256, invocation, binding, workspace, control, redirected)
    case .model:
      return ModelObject(
        name: name, declaration: invocation, blueprint: try model(facts, workspace))
    case .generator:
      let generator = GeneratorObject(
        name: name, declaration: invocation,
        blueprint: try network(facts.generator).blueprint(Models.generators),
        isRehearsal: workspace.rehearsal != nil)
      try progress(snapshot, of: generator, workspace, control, redirected)
      return generator
    case .learner:
      return try learner(snapshot, name, invocation, workspace, control, redirected)
    }
  }

  private static func network(_ saved: SnapshotFacts.Network?) throws -> SnapshotFacts.Network {
    guard let saved else { throw WorkbenchError("the network's options are missing in the file") }
    return saved
  }

  /// The model's blueprint; one that runs code of a file only if the session names that file itself.
  private static func model(
    _ facts: SnapshotFacts, _ workspace: Workspace
  ) throws -> Blueprint<any Classifier.Type> {
    let blueprint = try network(facts.model).blueprint(Models.classifiers)
    guard blueprint.card.name == TorchScript.card.name else { return blueprint }
    let named = workspace.objects.lazy.compactMap { ($0 as? ModelObject)?.blueprint }.first {
      $0.card.name == blueprint.card.name
        && $0.settings[TorchScript.digest] == blueprint.settings[TorchScript.digest]
    }
    guard let named else {
      let file = blueprint.settings[TorchScript.file] ?? ""
      throw WorkbenchError(
        "it uses the TorchScript file \(file), whose code would run: if you trust it, declare it first, "
          + "as in model net = torchscript \"\(file)\"")
    }
    return Blueprint(
      card: named.card, maker: named.maker, settings: named.settings, key: blueprint.key)
  }

  private static func data(
    _ facts: SnapshotFacts, _ sha256: String?, _ invocation: Invocation, _ binding: Binding,
    _ workspace: Workspace, _ control: RunControl, _ redirected: RedirectedFiles?
  ) throws -> DataObject {
    let made = try Declarations.make(
      invocation, binding, in: workspace, control: control, redirected: redirected)
    guard let data = made as? DataObject else {
      throw WorkbenchError("'\(invocation)' declares no data")
    }
    guard sha256.map(data.stream.mayBe) ?? true else {
      throw WorkbenchError(
        "the images of '\(invocation.verb)' are not the ones it was saved with (sha256 \(data.stream.digest))",
        isDataProblem: true)
    }
    return data
  }

  private static func learner(
    _ snapshot: Snapshot, _ name: String, _ invocation: Invocation,
    _ workspace: Workspace, _ control: RunControl, _ redirected: RedirectedFiles?
  ) throws -> LearnerObject {
    let facts = snapshot.facts
    guard let entry = Learners.all[invocation.verb], let key = facts.key else {
      throw WorkbenchError("there is no learner '\(invocation.verb)' in this version")
    }
    let card = Declarations.cards(.learner).first { $0.name == invocation.verb } ?? entry.card
    var settings = Settings()
    for argument in invocation.arguments {
      guard case .option(let option) = argument.role, option != "model", option != "generator"
      else { continue }
      let value = try Evaluator().value(argument.value, at: argument.valueSpan)
      try settings.set(option, to: value, on: card)
    }
    let object = LearnerObject(
      name: name, declaration: invocation, card: card, maker: entry.maker, settings: settings,
      classifier: try model(facts, workspace),
      generator: try network(facts.generator).blueprint(Models.generators)
        .starting(from: snapshot.start()),
      key: RandomKey(bits: key), isRehearsal: workspace.rehearsal != nil)
    try progress(snapshot, of: object, workspace, control, redirected)
    return object
  }

  /// Puts back what was learned.
  private static func progress(
    _ snapshot: Snapshot, of object: LearnerObject, _ workspace: Workspace, _ control: RunControl,
    _ redirected: RedirectedFiles?
  ) throws {
    let facts = snapshot.facts
    guard let progress = facts.progress else { return }
    let saved = SnapshotFacts(declaration: progress.data)
    let (declaration, binding) = try saved.invocation()
    let data = try data(
      facts, progress.sha256, declaration, binding, workspace, control, redirected)
    try object.restore(snapshot, on: data, device: workspace.configuration.device)
  }
}

import Catalog
import Foundation
import Language
import Learning
import Models
import Torch

/// `save NAME to FILE`: an object with all its state, in one file.
struct Save: Command {
  static let card = Card(
    "save", "save an object with all its state to a file",
    operands: [.init("object", .object([]), "an object")],
    prepositions: [.init("to", .path, "a file, in quotes")],
    example: "save ours to \"ours.safetensors\"",
    notes:
      "The file is in safetensors format; everything that is not a tensor is JSON in its metadata.")

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in workspace: Workspace) throws -> Outcome {
    let name = arguments.text(0) ?? ""
    let object = try workspace.object(name, at: arguments.span(0))
    let path = arguments.prepositions["to"].flatMap(String.init) ?? ""
    let saved = try object.saved()
    try SafeTensors(saved.tensors, metadata: ["reverie": saved.facts.json()])
      .write(to: workspace.redirected?.place(for: path) ?? path)
    return Outcome(
      [NamedValue("tensors", .integer(saved.tensors.count))],
      figures: [.text("\(name) is saved to \(path)")])
  }
}

/// `load FILE as NAME`: an object as it was saved.
struct Load: Command {
  static let card = Card(
    "load", "load an object that was saved",
    operands: [.init("file", .path, "a file, in quotes")],
    prepositions: [.init("as", .object([]), "the name of the new object")],
    example: "load \"ours.safetensors\" as again")

  static let changesObjects = true

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in workspace: Workspace) throws -> Outcome {
    let path = arguments.text(0) ?? ""
    let name = arguments.prepositions["as"].flatMap(String.init) ?? ""
    guard Self.isName(name) else {
      throw Diagnostic(
        "'\(arguments.prepositions["as"]?.description ?? "")' cannot be the name of an object",
        at: arguments.span(.preposition("as")), suggestion: "write one new name, without dots")
    }
    let place = workspace.redirected?.find(path) ?? path
    let read = { try Self.object(in: $0, as: name, workspace) }
    let object =
      try workspace.recall?.loaded(name, from: place, in: workspace, read) ?? read(place)
    try workspace.insert(object)
    return Outcome(
      object.fields.filter { !$0.isVolatile }, figures: [.text("\(name): \(object.summary)")],
      touched: [name])
  }

  private static func object(
    in path: String, as name: String, _ workspace: Workspace
  ) throws -> any LiveObject {
    let file = try SafeTensors(readingFrom: path)
    guard let facts = SavedObject(in: file.metadata) else {
      throw WorkbenchError("\(path) was not written by 'save'")
    }
    return try Restoring.object(facts, file.byName, name: name, in: workspace)
  }

  /// Whether an object can be declared under this name.
  private static func isName(_ name: String) -> Bool {
    guard let binding = Parser.binding(in: "\(name)=1") else { return false }
    return binding == (name, .literal(.integer(1)))
  }
}

/// Makes live objects from what `save` wrote.
enum Restoring {
  static func object(
    _ facts: SavedObject, _ tensors: [String: Tensor], name: String, in workspace: Workspace
  ) throws -> any LiveObject {
    var (invocation, binding) = try facts.invocation()
    guard let kind = Kind(rawValue: binding.kind) else {
      throw WorkbenchError("'\(binding.kind)' is no kind of object: the file is damaged")
    }
    binding.name = name
    invocation.binding = binding
    switch kind {
    case .data: return try data(facts, facts.sha256, invocation, binding, workspace)
    case .model:
      return NetworkObject(
        name: name, kind: kind, declaration: invocation,
        blueprint: try network(facts.model).blueprint(Models.classifiers))
    case .generator:
      return NetworkObject(
        name: name, kind: kind, declaration: invocation,
        blueprint: try network(facts.generator).blueprint(Models.generators))
    case .learner: return try learner(facts, tensors, name, invocation, workspace)
    }
  }

  private static func network(_ saved: SavedObject.Network?) throws -> SavedObject.Network {
    guard let saved else { throw WorkbenchError("the network's options are missing in the file") }
    return saved
  }

  private static func data(
    _ facts: SavedObject, _ sha256: String?, _ invocation: Invocation, _ binding: Binding,
    _ workspace: Workspace
  ) throws -> DataObject {
    guard let data = try Declarations.make(invocation, binding, in: workspace) as? DataObject else {
      throw WorkbenchError("'\(invocation)' declares no data")
    }
    guard sha256 == nil || data.stream.digest == sha256 else {
      throw WorkbenchError(
        "the images of '\(invocation.verb)' are not those of then (sha256 \(data.stream.digest))",
        isDataProblem: true)
    }
    return data
  }

  private static func learner(
    _ facts: SavedObject, _ tensors: [String: Tensor], _ name: String, _ invocation: Invocation,
    _ workspace: Workspace
  ) throws -> LearnerObject {
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
      classifier: try network(facts.model).blueprint(Models.classifiers),
      generator: try network(facts.generator).blueprint(Models.generators),
      key: RandomKey(bits: key))
    guard let progress = facts.progress else { return object }
    let saved = SavedObject(declaration: progress.data)
    let (declaration, binding) = try saved.invocation()
    let data = try data(facts, progress.sha256, declaration, binding, workspace)
    try progress.check(data.stream)
    try object.restore(tensors, progress, on: data, device: workspace.configuration.device)
    return object
  }
}

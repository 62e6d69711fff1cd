import Catalog
import Language
import Learning
import Models
import Streams
import Text
import Torch

/// Makes live objects from declarations.
enum Declarations {
  /// The cards of everything that can be declared as `kind`.
  static func cards(_ kind: Kind) -> [Card] {
    switch kind {
    case .data: Datasets.all.entries.map(\.card)
    case .model: Models.classifiers.entries.map(\.card)
    case .generator: Models.generators.entries.map(\.card)
    case .learner: Learners.all.entries.map { withParts($0.card, $0.maker.needs) }
    }
  }

  /// The kinds and everything that makes an object, without commands.
  static let vocabulary = Vocabulary(
    kinds: Kind.allCases.map { .init($0.rawValue, cards($0)) }, verbs: [])

  static let model = Parameter(
    "model", .object(["model"]), default: String?.none,
    "classifier to use (default: \(Models.defaultClassifier.card.name))")
  static let generator = Parameter(
    "generator", .object(["generator"]), default: String?.none,
    "generator to use (default: \(Models.defaultGenerator.card.name))")

  /// Which weights a learner's generator begins with.
  enum Start: String, SettingChoice { case fresh, trained }

  static let start = Parameter(
    "from", default: Start.fresh,
    "weights that the generator begins with: new random ones, or as generator= is trained now")

  static let seed = Parameter<Int?>(
    "seed", .integer(0...Int(UInt32.max)), default: nil,
    "random seed of this learner (default: derived from the session's seed and the learner's name)")
  static let draws = Parameter(
    "draws", .object(["learner"]), default: String?.none,
    "another learner whose random numbers to share, so that the two differ only in method")

  /// A learner's card with the options that every learner has, and those of the networks it needs.
  private static func withParts(_ card: Card, _ needs: Needs) -> Card {
    let networks: [(Needs.Network, any ParameterDescription)] = [
      (.classifier, model), (.generator, generator),
    ]
    let offered = networks.filter { needs.networks.contains($0.0) }.map(\.1)
    return card.adding(
      offered + (needs.networks.contains(.generator) ? [start] : []) + [seed, draws],
      ignoring: networks.filter { !needs.networks.contains($0.0) }.map(\.1))
  }

  /// The object that `invocation` declares.
  ///
  /// `control` can stop the reading of data, and is notified of options that have no effect. A file that
  /// was written elsewhere, as `redirected` says, is read there.
  static func make(
    _ invocation: Invocation, _ binding: Binding, in workspace: Workspace,
    control: RunControl = RunControl(), redirected: RedirectedFiles? = nil
  ) throws -> any LiveObject {
    guard let kind = Kind(rawValue: binding.kind),
      let card = cards(kind).first(where: { $0.name == invocation.verb })
    else { throw WorkbenchError("there is no \(binding.kind) maker '\(invocation.verb)'") }
    let arguments = try Arguments(invocation, card: card, values: Evaluator(workspace))
    let name = binding.name
    for option in card.ignored where arguments.settings.gives(option) {
      control.warn(
        "\(card.name) has its own \(option.name) or needs none: \(option.name)= has no effect")
    }
    switch kind {
    case .data:
      let file = arguments.text(0).map { redirected?.find($0) ?? $0 }
      return try data(name, arguments, file, workspace, control)
    case .model:
      return ModelObject(
        name: name, declaration: arguments.resolved,
        blueprint: try network(name, kind, arguments, Models.classifiers, workspace) {
          try $0.declared($1, for: workspace.shapes)
        })
    case .generator:
      return GeneratorObject(
        name: name, declaration: arguments.resolved,
        blueprint: try network(name, kind, arguments, Models.generators, workspace) { $1 },
        isRehearsal: workspace.rehearsal != nil)
    case .learner: return try learner(name, arguments, workspace)
    }
  }

  private static func data(
    _ name: String, _ arguments: Arguments, _ file: String?, _ workspace: Workspace,
    _ control: RunControl
  ) throws -> any LiveObject {
    let first = try read(
      arguments.card.name, arguments.settings, file, as: arguments.resolved, workspace, control)
    let then = arguments.prepositions[Datasets.then.name]
    let parts = try then?.names.map { name in
      try part(name, arguments, workspace, control)
    }
    let stream = try parts.map { try ExperienceStream(joining: [first] + $0) } ?? first
    stream.notes.forEach { control.warn("\(name): \($0)") }
    return DataObject(name: name, declaration: arguments.resolved, stream: stream)
  }

  /// The images of a maker, which a dry run reads once; `declaration` says how.
  private static func read(
    _ maker: String, _ settings: Settings, _ operand: String?, as declaration: Invocation,
    _ workspace: Workspace, _ control: RunControl
  ) throws -> ExperienceStream {
    let read = {
      try Datasets.stream(
        maker, settings, in: workspace.configuration.data, operand: operand,
        decodes: workspace.rehearsal == nil, shouldStop: control.shouldStop)
    }
    var alone = declaration
    alone.arguments.removeAll { $0.role == .preposition(Datasets.then.name) }
    return try workspace.rehearsal?.stream(alone, read) ?? read()
  }

  /// A data set that comes after another: one that is declared, as it is, or one made by name with the
  /// split options of the first.
  private static func part(
    _ name: String, _ arguments: Arguments, _ workspace: Workspace, _ control: RunControl
  ) throws -> ExperienceStream {
    if let data = workspace[name] as? DataObject { return data.stream }
    let span = arguments.span(.preposition(Datasets.then.name))
    guard let card = Datasets.all[name]?.card else {
      let declared = workspace.objects.filter { $0.kind == .data }.map(\.name)
      throw Diagnostic(
        "'\(name)' is neither a data set that is declared nor one that can be made", at: span,
        suggestion: Spelling.suggestion(for: name, among: declared + Datasets.all.names))
    }
    guard card.neededOperands == 0 else {
      throw Diagnostic(
        "\(name) needs a file or folder", at: span,
        suggestion: "declare it first, and write its name after 'then'")
    }
    var settings = Settings()
    var invocation = Invocation(verb: name)
    for option in SplitOptions.parameters {
      guard let value = arguments.settings.values[option.name] else { continue }
      try settings.set(option.name, to: value, on: card)
      invocation.arguments.append(Argument(.option(option.name), .literal(value)))
    }
    return try read(name, settings, nil, as: invocation, workspace, control)
  }

  private static func network<Maker>(
    _ name: String, _ kind: Kind, _ arguments: Arguments, _ registry: Registry<Maker>,
    _ workspace: Workspace, declared: (Maker, Settings) throws -> Settings
  ) throws -> Blueprint<Maker> {
    let entry = registry[arguments.card.name]
    guard let entry else {
      throw WorkbenchError("there is no \(registry.noun) '\(arguments.card.name)'")
    }
    var settings = arguments.settings
    for (operand, value) in zip(entry.card.operands, arguments.operands) {
      try settings.set(operand.name, to: value, on: entry.card)
    }
    return Blueprint(
      card: entry.card, maker: entry.maker, settings: try declared(entry.maker, settings),
      key: workspace.key(kind, name))
  }

  private static func learner(
    _ name: String, _ arguments: Arguments, _ workspace: Workspace
  ) throws -> any LiveObject {
    let entry = Learners.all[arguments.card.name]
    guard let entry else { throw WorkbenchError("there is no learner '\(arguments.card.name)'") }
    let (settings, declaration) = try budgeted(arguments, workspace)
    return LearnerObject(
      name: name, declaration: declaration, card: arguments.card, maker: entry.maker,
      settings: settings,
      classifier: try blueprint(
        arguments, model, .model, as: ModelObject.self, Models.defaultClassifier, workspace
      ) { $0.blueprint },
      generator: try blueprint(
        arguments, generator, .generator, as: GeneratorObject.self, Models.defaultGenerator,
        workspace
      ) { $0.generator.starting(from: try start(arguments, $0)) },
      key: try key(name, arguments, workspace), isRehearsal: workspace.rehearsal != nil)
  }

  /// Where the randomness of the learner `name` comes from.
  private static func key(
    _ name: String, _ arguments: Arguments, _ workspace: Workspace
  ) throws -> RandomKey {
    let shared = try arguments[draws].map { other in
      try workspace.object(
        other, as: LearnerObject.self, kind: .learner, at: arguments.span(.option(draws.name))
      ).key
    }
    let own = shared ?? workspace.key(.learner, name)
    return arguments[seed].map { own("seed", $0) } ?? own
  }

  /// The weights that a learner's generator begins with, from `object`, which generator= names.
  private static func start(
    _ arguments: Arguments, _ object: GeneratorObject
  ) throws -> TrainedWeights? {
    arguments[start] == .trained ? try object.trainedWeights() : nil
  }

  /// The network that an option names, or the default one with its default options.
  private static func blueprint<Object: LiveObject, Maker>(
    _ arguments: Arguments, _ parameter: Parameter<String?>, _ kind: Kind, as type: Object.Type,
    _ standard: (card: Card, maker: Maker), _ workspace: Workspace,
    of blueprint: (Object) throws -> Blueprint<Maker>
  ) throws -> Blueprint<Maker> {
    if let name = arguments[parameter] {
      let object = try workspace.object(
        name, as: type, kind: kind, at: arguments.span(.option(parameter.name)))
      return try blueprint(object)
    }
    guard kind != .generator || arguments[start] == .fresh else {
      throw Diagnostic(
        "from=trained needs a generator that is trained", at: arguments.span(.option(start.name)),
        suggestion: "name it: generator=g")
    }
    return Blueprint(
      card: standard.card, maker: standard.maker, key: workspace.key(kind, standard.card.name))
  }
}

import Catalog
import Foundation
import Journal
import Language

/// `save NAME to FILE`: an object with all its state, in one file.
struct Save: Command {
  static let replace = Parameter(
    "replace", .flag, default: false, "overwrite a file that holds something else")

  static let card = Card(
    "save", "save an object with all its state to a file",
    operands: [.init("object", .object([]), "an object")],
    prepositions: [
      .init(
        "from", .object(["learner"]), optional: true, "of a model: the learner that trained it"),
      .init("to", .path, "a file ending in .safetensors or .st, in quotes"),
    ],
    parameters: [replace], example: "save ours to \"ours.safetensors\"",
    notes: """
      The file is in safetensors format; everything that is not a tensor is stored as JSON in its \
      metadata. An existing file is replaced only with replace=yes, unless it already holds the \
      same state.

      save net from ours to "net.safetensors" writes the copy of the model net that ours has trained, \
      with the parameter names and the layout of PyTorch (resnet: of torchvision); from may be left \
      out where only one learner has trained it. The README shows how to load it in Python. Until a \
      learner has trained it, the file holds its declaration alone; load gives that back in any case. \
      What a method adds to its network (masks of hat and packnet, class means) is not in the file.
      """)

  private static let endings = ["safetensors", "st"]

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in context: CommandContext) throws -> Outcome {
    let name = arguments.text(0) ?? ""
    let object = try context.workspace.object(name, at: arguments.span(0))
    let path = arguments.prepositions["to"].flatMap(String.init) ?? ""
    let rehearsal = context.workspace.rehearsal
    // What is run again writes elsewhere.
    if context.redirected == nil || rehearsal != nil { try checkPlace(path) }
    let trainer = try trainer(of: object, in: context)
    var snapshot = try object.snapshot()
    var metadata: [String: String] = [:]
    if let trainer {
      let network = try trainer.pyTorch()
      snapshot = Snapshot(snapshot.facts, network.tensors, digest: try trainer.digest())
      metadata = try network.metadata()
    }
    // A dry run knows the files of its own alone.
    let old = rehearsal == nil ? path : context.redirected?.find(path)
    if let old, context.redirected == nil || rehearsal != nil {
      try checkContent(old, named: path, snapshot)
    }
    rehearsal?.writes(path)
    try snapshot.write(to: context.redirected?.place(for: path) ?? path, metadata: metadata)
    return Outcome(
      [NamedValue("tensors", .integer(snapshot.tensors.count))],
      figures: [
        .text("saved \(name)" + (trainer.map { " as \($0.name) trained it" } ?? "") + " to \(path)")
      ])
  }

  /// The learner whose copy of a model is saved; nil for other objects.
  private func trainer(
    of object: any LiveObject, in context: CommandContext
  ) throws -> LearnerObject? {
    let name = arguments.prepositions["from"].flatMap(String.init)
    let span = arguments.span(name == nil ? .operand : .preposition("from"))
    guard let model = object as? ModelObject else {
      guard name == nil else {
        throw Diagnostic(
          "only a model is saved 'from' a learner, and \(object.name) is a \(object.kind.noun)",
          at: span, suggestion: "leave out: from \(name ?? "")")
      }
      return nil
    }
    let trainers = context.workspace.trainers(of: model)
    if name == nil, trainers.count > 1 {
      let names = trainers.map(\.name).joined(separator: " and ")
      context.control.warn(
        "\(names) have each trained a copy of \(model.name): only its declaration is saved; for "
          + "weights: save \(model.name) from \(trainers[0].name) to ...")
    }
    return try context.workspace.trainer(of: model, named: name, at: span)
  }

  /// - Throws: `Diagnostic` if no file can be written there, or it would have a foreign name.
  private func checkPlace(_ path: String) throws(Diagnostic) {
    let span = arguments.span(.preposition("to"))
    guard Self.endings.contains((path as NSString).pathExtension.lowercased()) else {
      throw Diagnostic(
        "'\(path)' does not end in .safetensors, the format that save writes", at: span,
        suggestion: "save \(arguments.text(0) ?? "") to \"ours.safetensors\"")
    }
    let folder = path.folderPart
    var status = stat()
    guard folder.isEmpty || stat(folder, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR else {
      throw Diagnostic("there is no folder \(folder)", at: span)
    }
    guard lstat(path, &status) != 0 || [S_IFREG, S_IFLNK].contains(status.st_mode & S_IFMT) else {
      throw Diagnostic("\(path) exists and is not a file", at: span)
    }
  }

  /// - Throws: `Diagnostic` if the file exists with another content and is not to be replaced.
  private func checkContent(
    _ file: String, named path: String, _ snapshot: Snapshot
  ) throws {
    guard !arguments[Self.replace], FileManager.default.fileExists(atPath: file) else { return }
    let old = try? Snapshot(readingFrom: file)
    guard let old, old.digest == snapshot.digest,
      try old.facts.json() == snapshot.facts.json()
    else {
      throw Diagnostic(
        "\(path) exists", at: arguments.span(.preposition("to")),
        suggestion: "choose another name, or overwrite it: replace=yes")
    }
  }
}

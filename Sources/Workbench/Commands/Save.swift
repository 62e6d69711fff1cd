import Catalog
import Figures
import Foundation
import Journal
import Language
import Streams

/// `save NAME to FILE`: an object with all its state, in one file.
struct Save: Command {
  static let card = Card(
    "save", "save an object with all its state to a file",
    operands: [.init("object", .object([]), "an object")],
    prepositions: [
      .init(
        "from", .object(["learner"]), optional: true, "of a model: the learner that trained it"),
      .init("to", .path, "a file ending in .safetensors or .st; data sets also .npz"),
    ],
    parameters: [OutputFile.replace], example: "save ours to \"ours.safetensors\"",
    notes: """
      The file is in safetensors format; everything that is not a tensor is stored as JSON in its \
      metadata. An existing file is replaced only with replace=yes, unless it already holds the \
      same state. A data set's images and labels can be saved for NumPy, as in save d to "d.npz": \
      arrays x_train, y_train, experience_train, x_test and so on.

      save net from ours to "net.safetensors" writes the copy of the model net that ours has trained, \
      with the parameter names and the layout of PyTorch (resnet: of torchvision); from may be left \
      out where only one learner has trained it. The README shows how to load it in Python. Until a \
      learner has trained it, the file holds its declaration alone; load gives that back in any case. \
      What a method adds to its network (masks of hat and packnet, class means) is not in the file.
      """)

  private static let endings = ["safetensors", "st"]
  private static let arrays = "npz"

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in context: CommandContext) throws -> Outcome {
    let name = arguments.text(0) ?? ""
    let object = try context.workspace.object(name, at: arguments.span(0))
    let isArrays = object.kind == .data
    guard
      let file = try OutputFile(
        arguments, endings: Self.endings + (isArrays ? [Self.arrays] : []), in: context)
    else { throw WorkbenchError("say where to save \(name)") }
    if file.ending == Self.arrays, let data = object as? DataObject {
      return try save(data, to: file, in: context)
    }
    let trainer = try trainer(of: object, in: context)
    var snapshot = try object.snapshot()
    var metadata: [String: String] = [:]
    if let trainer {
      let network = try trainer.pyTorch()
      snapshot = Snapshot(snapshot.facts, network.tensors, digest: try trainer.digest())
      metadata = try network.metadata()
    }
    // A dry run knows the files of its own alone.
    let old =
      context.workspace.rehearsal == nil
      ? context.redirected == nil ? file.path : nil : context.redirected?.find(file.path)
    if let old { try checkContent(old, named: file.path, snapshot) }
    try snapshot.write(to: file.place(in: context), metadata: metadata)
    let bytes = snapshot.byteCount
    return Outcome(
      [NamedValue("tensors", .integer(snapshot.tensors.count))],
      figures: [
        .text(
          "saved \(name)" + (trainer.map { " as \($0.name) trained it" } ?? "") + " to \(file.path)"
            + (bytes > 0 ? ", \(Format.count(bytes, "byte")) of tensors" : "")
        )
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

  /// Saves images and labels as NumPy's arrays.
  private func save(
    _ data: DataObject, to file: OutputFile, in context: CommandContext
  ) throws -> Outcome {
    // In a dry run pixels are 0, but a later command may read the file.
    let arrays = NumpyFile(data.stream)
    return Outcome(
      [NamedValue("arrays", .integer(arrays.count))],
      figures: [.text(try file.write(arrays.bytes(), in: context))])
  }

  /// - Throws: `Diagnostic` if the file exists with another content and is not to be replaced.
  private func checkContent(
    _ file: String, named path: String, _ snapshot: Snapshot
  ) throws {
    guard !arguments[OutputFile.replace], FileManager.default.fileExists(atPath: file) else {
      return
    }
    let old = try? Snapshot(readingFrom: file)
    guard let old, old.digest == snapshot.digest,
      try old.facts.json() == snapshot.facts.json()
    else { throw OutputRule.exists(path, at: arguments.span(.preposition("to"))) }
  }
}

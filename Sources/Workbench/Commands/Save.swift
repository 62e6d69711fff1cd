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
    prepositions: [.init("to", .path, "a file ending in .safetensors or .st, in quotes")],
    parameters: [replace], example: "save ours to \"ours.safetensors\"",
    notes: """
      The file is in safetensors format; everything that is not a tensor is stored as JSON in its \
      metadata. An existing file is replaced only with replace=yes, unless it already holds the \
      same state.
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
    let snapshot = try object.snapshot()
    // A dry run knows the files of its own alone.
    let old = rehearsal == nil ? path : context.redirected?.find(path)
    if let old, context.redirected == nil || rehearsal != nil {
      try checkContent(old, named: path, snapshot)
    }
    rehearsal?.writes(path)
    try snapshot.write(to: context.redirected?.place(for: path) ?? path)
    return Outcome(
      [NamedValue("tensors", .integer(snapshot.tensors.count))],
      figures: [.text("saved \(name) to \(path)")])
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

import Catalog
import Language

/// `load FILE as NAME`: an object as it was saved.
struct Load: Command {
  static let card = Card(
    "load", "load a saved object",
    operands: [.init("file", .path, "a file, in quotes")],
    prepositions: [.init("as", .object([]), "the name of the new object")],
    example: "load \"ours.safetensors\" as again")

  static let changesObjects = true

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in context: CommandContext) throws -> Outcome {
    let path = arguments.text(0) ?? ""
    let name = arguments.prepositions["as"].flatMap(String.init) ?? ""
    guard Self.isName(name) else {
      throw Diagnostic(
        "'\(arguments.prepositions["as"]?.description ?? "")' cannot be the name of an object",
        at: arguments.span(.preposition("as")), suggestion: "write one new name, without dots")
    }
    let place = context.redirected?.find(path) ?? path
    let read = {
      let snapshot = try Snapshot(readingFrom: $0)
      return try Restoring.object(
        snapshot.withoutResults, name: name, in: context.workspace, control: context.control,
        redirected: context.redirected)
    }
    let object =
      try context.recorded?.loaded(name, from: place, in: context, read) ?? read(place)
    try context.insert(object)
    return Outcome(
      object.fields.filter { !$0.isVolatile }, figures: [.text("\(name): \(object.summary)")],
      touched: [name])
  }

  /// Whether an object can be declared under this name.
  static func isName(_ name: String) -> Bool {
    guard let binding = Parser.binding(in: "\(name)=1") else { return false }
    return binding == (name, .literal(.integer(1)))
  }
}

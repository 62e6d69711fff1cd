import Catalog
import Figures
import Journal
import Language
import Learning
import Models
import Torch

/// `interpolate GENERATOR`: images on the way from one code, or one class, to another.
struct Interpolate: Command {
  static let count = Parameter(
    "n", .integer(2...100), default: 10, "images in a row, both ends included")
  static let rows = Parameter(
    "rows", .integer(1...10), default: 4, "rows, each with codes of its own")
  static let stream = Parameter(
    "draw", .integer(0...1_000_000), default: 0,
    "number of the random stream; a different number gives different images")

  static let card = Card(
    "interpolate", "show images between two codes, or two classes, of a generator",
    operands: [.init("generator", .object(["generator"]), "a trained generator")],
    prepositions: [
      .init("from", .anything, optional: true, "the class that each row begins with"),
      .init("to", .anything, optional: true, "the class that each row ends with"),
    ],
    parameters: [count, rows, stream], example: "interpolate g from 3 to 8",
    elsewhere: ["morph", "traverse", "walk"],
    notes: """
      Without classes each row goes from one random code to another (along the arc between them, \
      White 2016, arXiv:1609.04468); with from and to it keeps one code and goes from one class to the \
      other, which needs a class-conditional generator.
      """)

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in context: CommandContext) throws -> Outcome {
    let name = arguments.text(0) ?? ""
    let object = try context.workspace.object(
      name, as: GeneratorObject.self, kind: .generator, at: arguments.span(0))
    let run = try object.begun()
    let ends = try self.ends(object, run)
    let key = context.workspace.key(.generator, name)("interpolate", arguments[Self.stream])
    let (count, rows) = (arguments[Self.count], arguments[Self.rows])
    let known =
      run.stream.experiences.prefix(run.completed + (run.step > 0 ? 1 : 0))
      .map(\.outputs.upperBound).max() ?? 1
    let images = try run.images(
      Interpolation(count, classes: ends), rows: rows, among: 0..<known, key: key)
    let names = run.stream.outputNames
    let first = ends.map { ends in
      [names[ends.from]] + [String](repeating: "", count: count - 2) + [names[ends.to]]
    }
    let blank = [String](repeating: "", count: count * (rows - 1))
    let bytes = try images.asBytes()
    let sheet = try ImageSheet(bytes, captions: first.map { $0 + blank } ?? [], columns: count)
    return Outcome(
      [
        NamedValue("images", .integer(sheet.images.count)),
        NamedValue("pixels", .text(StateDigest.text(try bytes.digest()))),
      ], figures: [.images(sheet)])
  }

  /// The places in the head of the classes at both ends; nil: codes are at the ends.
  private func ends(
    _ object: GeneratorObject, _ run: LearningRun
  ) throws -> (from: Int, to: Int)? {
    switch (arguments.prepositions["from"], arguments.prepositions["to"]) {
    case (nil, nil): return nil
    case (let from?, let to?):
      guard object.isConditional else { throw object.noDreams }
      let first = try object.outputs(of: from, run, at: arguments.span(.preposition("from")))
      let last = try object.outputs(of: to, run, at: arguments.span(.preposition("to")))
      guard first.count == 1, last.count == 1 else {
        throw Diagnostic(
          "from and to take one class each", at: arguments.span(.preposition("from")))
      }
      return (first[0], last[0])
    case (let from, _):
      let word = from == nil ? "from" : "to"
      throw Diagnostic(
        "a class at one end needs one at the other", at: arguments.invocation.verbSpan,
        suggestion: "add: \(word) CLASS")
    }
  }
}

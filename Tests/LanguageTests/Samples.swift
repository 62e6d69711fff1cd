import Catalog
import Language

/// A vocabulary like the workbench's, small enough to read.
enum Samples {
  static let vocabulary = Vocabulary(
    kinds: [
      .init(
        "data",
        [
          maker("digits", options: ["split", "order"], choices: ["scenario": scenarios]),
          maker("mnist", options: ["split"], choices: ["scenario": scenarios]),
          maker("folder", operands: 1, options: ["split"]),
        ]),
      .init("model", [maker("mlp", options: ["hidden"]), maker("cnn", options: ["width"])]),
      .init(
        "learner",
        [
          maker("icarl", options: ["model", "memory"]),
          maker("dgm", options: ["model", "generator", "mask"]),
        ]),
    ],
    verbs: [
      Card(
        "train", "train", operands: [.init("learner", .object(["learner"]), "a learner")],
        prepositions: [.init("on", .object(["data"]), optional: true, "a data set")],
        parameters: ["epochs", "rate", "batch", "stop"].map(option),
        example: "train ours on d"),
      Card(
        "eval", "eval", operands: [.init("learner", .object(["learner"]), "a learner")],
        prepositions: [.init("on", .object(["data"]), optional: true, "a data set")]),
      Card(
        "compare", "compare",
        operands: (1...4).map {
          .init("l\($0)", .objects(["learner"]), optional: $0 > 2, "a learner, as in a")
        },
        prepositions: [.init("on", .object(["data"]), optional: true, "a data set")],
        parameters: [option("metric")]),
      Card(
        "save", "save", operands: [.init("object", .object([]), "an object")],
        prepositions: [.init("to", .path, "a file, in quotes")],
        parameters: [Parameter("form", .text, default: "st", aliases: ["format"], "the format")]),
      Card(
        "sample", "sample", operands: [.init("object", .object([]), "an object")],
        prepositions: [.init("as", .object([]), optional: true, "a name")],
        parameters: [option("count")]),
      Card(
        "set", "set", scope: .session,
        blocks: .allowed, parameters: [option("seed"), choice("hints", ["on", "off"])]),
      Card("help", "help", operands: [.init("topic", .text, optional: true, "a topic")]),
      Card("note", "note", operands: [.init("text", .text, "text in quotes")]),
      Card("quit", "quit", elsewhere: ["exit"]),
    ])

  private static let scenarios = ["task", "domain", "class"]

  private static func option(_ name: String) -> any ParameterDescription {
    Parameter<Value?>(name, .anything, default: nil, "an option")
  }

  private static func choice(_ name: String, _ words: [String]) -> any ParameterDescription {
    Parameter<String?>(name, .choice(words), default: nil, "a choice")
  }

  private static func maker(
    _ name: String, operands: Int = 0, options: [String], choices: [String: [String]] = [:]
  ) -> Card {
    Card(
      name, name, operands: (0..<operands).map { .init("o\($0)", .path, "a folder, in quotes") },
      parameters: options.map(option) + choices.map { choice($0.key, $0.value) })
  }

  /// The statement of a source that holds one.
  static func statement(_ source: String) throws -> Statement? {
    try Parser.statements(in: source).first?.statement
  }

  /// The diagnostic of a source that is wrong.
  static func diagnostic(of source: String) -> Diagnostic? {
    do {
      _ = try Parser.statements(in: source)
      return nil
    } catch {
      return error
    }
  }

  /// The canonical text of a line.
  static func canonicalText(_ source: String, lenient: Bool) throws -> String {
    try Parser.statements(in: source).map {
      try canonical($0.statement, in: vocabulary, lenient: lenient).description
    }.joined(separator: "\n")
  }

  /// The diagnostic of a source whose form or words are wrong.
  static func diagnostic(of source: String, lenient: Bool) -> Diagnostic? {
    do {
      _ = try canonicalText(source, lenient: lenient)
      return nil
    } catch {
      return error as? Diagnostic
    }
  }
}

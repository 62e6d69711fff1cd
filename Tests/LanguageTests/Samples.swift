import Language

/// A vocabulary like the workbench's, small enough to read.
enum Samples {
  static let vocabulary = Vocabulary(
    kinds: [
      "data": [
        "digits": Form(
          options: ["split", "scenario", "order"],
          choices: ["scenario": ["task", "domain", "class"]]),
        "mnist": Form(options: ["split", "scenario"]),
        "folder": Form(operands: 1...1, options: ["split"]),
      ],
      "model": ["mlp": Form(options: ["hidden"]), "cnn": Form(options: ["width"])],
      "learner": [
        "icarl": Form(options: ["model", "memory"]),
        "dgm": Form(options: ["model", "generator", "mask"]),
      ],
    ],
    verbs: [
      "train": Form(
        operands: 1...1, options: ["epochs", "rate", "batch", "stop"], prepositions: ["on"]),
      "eval": Form(operands: 1...1, prepositions: ["on"]),
      "compare": Form(operands: 2...4, options: ["metric"], prepositions: ["on"]),
      "save": Form(operands: 1...1, prepositions: ["to"]),
      "sample": Form(operands: 1...1, options: ["count"], prepositions: ["as"]),
      "set": Form(options: ["seed", "hints"], choices: ["hints": ["on", "off"]]),
      "help": Form(operands: 0...1),
      "note": Form(operands: 1...1),
      "quit": Form(elsewhere: ["exit"]),
    ])

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

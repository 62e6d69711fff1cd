/// One word or sign of the source.
struct Token: Equatable {
  enum Kind: Equatable {
    /// A name without fields.
    case word(String)
    /// A name with fields: `d.3.train`.
    case path([String])
    /// More fields after a variable or parentheses: `.train.3`.
    case fields([String])
    /// A name with `=` directly before its value.
    case option(String)
    case variable(String)
    /// A whole number without its sign.
    case integer(UInt64)
    case number(Double)
    case text(String)
    /// Quoted text with variables in it.
    case template([TextPart])
    case symbol(Symbol)
    case newline
    case semicolon
    indirect case invalid(Flaw)
    case end
  }

  enum Symbol: String {
    case open = "{"
    case close = "}"
    case leftParenthesis = "("
    case rightParenthesis = ")"
    case comma = ","
    case point = "."
    case dots = ".."
    case assign = "="
    case question = "?"
    case plus = "+"
    case minus = "-"
    case star = "*"
    case slash = "/"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case unequal = "!="
  }

  /// Why a stretch of source is no token.
  struct Flaw: Equatable {
    /// What is unfinished, if more text could complete it.
    enum Unfinished: Equatable { case text, continuation }

    let message: String
    var suggestion: String?
    /// The wrong part, if that is not the whole token.
    var span: Span?
    var unfinished: Unfinished?
  }

  let kind: Kind
  let span: Span

  /// Whether a statement ends before this token.
  var endsStatement: Bool {
    switch kind {
    case .newline, .semicolon, .end, .symbol(.close): true
    default: false
    }
  }

  /// Whether it is a name, with or without fields.
  var isName: Bool {
    switch kind {
    case .word, .path: true
    default: false
    }
  }

  /// The operator that this token is between two values.
  var infix: Operator? {
    guard case .symbol(let symbol) = kind else { return nil }
    return Operator(rawValue: symbol.rawValue)
  }
}

/// The words with a meaning of their own.
enum Words {
  static let statements: Set<String> = [
    "let", "param", "for", "repeat", "if", "def", "expect",
  ]
  static let prepositions: Set<String> = ["on", "from", "to", "with", "as", "then"]

  /// Whether no object and no variable may have this name.
  static func isReserved(_ word: String) -> Bool {
    statements.contains(word) || prepositions.contains(word) || word == "in"
      || word == "else"
  }
}

import Language
import Text

/// What went wrong with a statement: one line with its place, and what kind of trouble it is.
package struct Failure: Error, Sendable {
  /// What a process that stops here exits with.
  package enum Trouble: Int32, Sendable, CaseIterable {
    case command = 1
    case syntax = 2
    /// A re-run came out otherwise than recorded, or two journals differ.
    case mismatch = 3
    case data = 4
    /// A journal does not reach its end, or records nothing.
    case incomplete = 5
    /// A journal was changed since its session wrote it.
    case damaged = 6
    /// What a journal was recorded with is not here: libtorch, instructions or a GPU.
    case circumstances = 7

    /// What the exit code means, in a few words.
    package var meaning: String {
      switch self {
      case .command: "a command failed"
      case .syntax: "syntax or usage error"
      case .mismatch: "results differ from the journal"
      case .data: "data missing or damaged"
      case .incomplete: "the journal is incomplete"
      case .damaged: "the journal was changed"
      case .circumstances: "libtorch, instruction set or GPU missing"
      }
    }

    /// All of them: `1 a command failed, 2 syntax or usage error, ...`.
    package static let list = allCases.map { "\($0.rawValue) \($0.meaning)" }
      .joined(separator: ", ")
  }

  package var diagnostic: Diagnostic
  package var trouble: Trouble
  /// More lines for a person, such as where to get a data set.
  package var details: [String]
  /// The text that the diagnostic's span counts in, and what it is called.
  package var source: (text: String, label: String)?

  /// A failure at a place.
  package init(
    _ diagnostic: Diagnostic, trouble: Trouble = .command, details: [String] = [],
    source: (text: String, label: String)? = nil
  ) {
    (self.diagnostic, self.trouble) = (diagnostic, trouble)
    (self.details, self.source) = (details, source)
  }

  /// Whatever was thrown by what stands at `span`.
  package init(_ error: any Error, at span: Span) {
    switch error {
    case let failure as Failure: self = failure
    case let diagnostic as Diagnostic: self.init(diagnostic)
    case let reason as any FailureReason:
      self.init(
        Diagnostic(Self.line(reason.message), at: span), trouble: reason.trouble,
        details: reason.details.map(Self.line))
    default: self.init(Diagnostic(Self.line("\(error)"), at: span))
    }
  }

  /// One line that a terminal shows as it is: words of damaged files are quoted in messages.
  private static func line(_ text: String) -> String {
    let most = 1000
    let shown = SafeText.line(String(text.unicodeScalars.prefix(most)), mark: "?")
    let isCut = text.unicodeScalars.dropFirst(most).first != nil
    return shown + (isCut ? "…" : "")
  }

  /// Whatever was thrown where no place is known.
  package init(wrapping error: any Error) { self.init(error, at: .nowhere) }

  /// The same failure in a text.
  package func inside(_ text: String, _ label: String) -> Failure {
    guard source == nil else { return self }
    var failure = self
    failure.source = (text, label)
    return failure
  }

  /// The message as compilers write it.
  package var oneLine: String {
    guard let source else { return "error: " + diagnostic.message }
    return diagnostic.oneLine(source: source.text, label: source.label)
  }

  /// The message with the line, cut to fit `cells`, and a caret under the place.
  package func rendered(cells: Int) -> String {
    guard let source else { return "error: " + diagnostic.message }
    return diagnostic.rendered(source: source.text, label: source.label, cells: cells)
  }
}

extension Failure {
  /// What was thrown while a text was read or run; a bare diagnostic is a matter of syntax.
  package init(syntax error: any Error) {
    if let diagnostic = error as? Diagnostic {
      self.init(diagnostic, trouble: .syntax)
    } else {
      self.init(error, at: .nowhere)
    }
  }
}

/// An error that says more than one line about itself.
package protocol FailureReason: Error {
  /// One line that says what to do.
  var message: String { get }
  /// More lines for a person, such as where to get a data set.
  var details: [String] { get }
  var trouble: Failure.Trouble { get }
}

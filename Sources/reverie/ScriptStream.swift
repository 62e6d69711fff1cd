import Journal
import Language
import ProcessControl
import Workbench

/// Commands of a stream, such as a pipe, each of which runs as soon as it is whole.
struct ScriptStream {
  private let input = LineInput()
  /// Lines of a command that is not whole, with what stands above it.
  private var held: [String] = []
  /// Lines handed over.
  private var taken = 0

  /// The next command with its prose, below as many empty lines as are before it; nil at the end.
  ///
  /// - Throws: `Failure` if the stream cannot be read.
  mutating func next() throws(Failure) -> Piece? {
    while true {
      switch input.next() {
      case .line(let line):
        // Every piece of a journal is a script by itself.
        held.append(line.hasPrefix("#!reverie journal") ? "#" : line)
        let isComment = line.drop { $0 == " " || $0 == "\t" }.first.map { $0 == "#" } ?? true
        if isComment, !isInsideCommand { continue }
        isInsideCommand = !Parser.isComplete(text)
        if !isInsideCommand { return take() }
      case .end: return held.isEmpty ? nil : take()
      case .interrupted: return nil
      case .failed(let why): throw Self.failure(why)
      }
    }
  }

  static func failure(_ why: String) -> Failure {
    Failure(Diagnostic("standard input cannot be read: \(why)", at: .nowhere), trouble: .syntax)
  }

  /// Lines that run together.
  struct Piece {
    let text: String
    /// How many lines are before it.
    let linesBefore: Int
  }

  private var isInsideCommand = false
  private var text: String { held.joined(separator: "\n") + "\n" }

  private mutating func take() -> Piece {
    defer { (taken, held) = (taken + held.count, []) }
    return Piece(text: text, linesBefore: taken)
  }
}

extension Failure {
  /// The same failure in a text of which `count` lines came before.
  func below(lines count: Int) -> Failure {
    guard var source else { return self }
    var failure = self
    source.text = String(repeating: "\n", count: count) + source.text
    failure.source = source
    if failure.diagnostic.span != .nowhere {
      failure.diagnostic.span.lower += count
      failure.diagnostic.span.upper += count
    }
    return failure
  }
}

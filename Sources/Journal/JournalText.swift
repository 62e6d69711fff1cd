import Catalog
import Language

/// The spelling of journal lines; what is written here is read by `JournalDocument`.
package enum JournalText {
  /// The version of the journals that are written; those of version 1 hold charts as values, those of
  /// version 2 lack what trainings cost.
  package static let version = 3
  package static let firstLine = start + "\(version)"
  private static let start = "#!reverie journal "

  /// The version that the first line of a journal tells; nil for a file that is no journal.
  static func version(of line: String) -> Int? {
    guard line.hasPrefix(start) else { return nil }
    return Int(line.dropFirst(start.count)).flatMap { $0 > 0 ? $0 : nil }
  }

  /// The first version whose journals hold digests of their records.
  static let firstWithDigests = 2

  /// Whether `text` is a journal of a version that holds digests of its records.
  static func hasDigests(_ text: String) -> Bool {
    let line = text.unicodeScalars.prefix { $0 != "\n" && $0 != "\r" }
    return version(of: String(Substring(line))).map { $0 >= firstWithDigests } ?? false
  }

  package static func path(_ path: [Int]) -> String {
    path.map(String.init).joined(separator: ".")
  }

  /// What is written before a command runs, `#> 7 10:11:40 train ours on d`; more lines of a block
  /// follow after `#>>`, so that a block can be begun again after a crash.
  package static func intent(_ number: Int, _ time: String, _ text: String) -> String {
    "#> \(number) \(time) " + text.replacing("\n", with: "\n#>> ")
  }

  /// `#= 7 last=0.94 ~time=9.1`.
  package static func values(_ path: [Int], _ values: [NamedValue]) -> String {
    "#= \(self.path(path)) \(words(values))"
  }

  /// A value of a result: lists in brackets, `true` and `false`.
  package static func spelled(_ value: Value) -> String {
    switch value {
    case .list(let items): "[" + items.map(spelled).joined(separator: ",") + "]"
    case .flag(let flag): flag ? "true" : "false"
    default: value.description
    }
  }

  /// `last=0.94 ~time=9.1`.
  package static func words(_ values: [NamedValue]) -> String {
    values.map { ($0.isVolatile ? "~" : "") + "\($0.name)=\(spelled($0.value))" }.joined(
      separator: " ")
  }

  /// `#@ 7 ours=9f3c...`.
  package static func digests(_ path: [Int], _ digests: [(name: String, digest: String)]) -> String
  {
    (["#@ \(self.path(path))"] + digests.map { "\($0.name)=\($0.digest)" }).joined(separator: " ")
  }

  /// `#f 7 chart {...}`, or why there is no figure.
  package static func figure(_ path: [Int], _ record: FigureRecord) -> String {
    "#f \(self.path(path)) " + record.text
  }

  /// `#! 7 message`: the command failed.
  package static func failure(_ number: Int, _ message: String) -> String {
    "#! \(number) " + lines(message).joined(separator: " ")
  }

  /// A digest of all commands and records before it that is yet to be computed.
  package static func openSeal(_ number: Int) -> String { "#% \(number) -" }

  /// The journal `text` with every digest in it recomputed.
  package static func sealed(_ text: String) -> String { JournalChain.sealed(text) }

  /// What is said about a command that a resumed session leaves out.
  package static func leftOut(_ command: String) -> String {
    "the session died in: " + command.replacing("\n", with: " ")
  }

  /// `#' text`, a line of prose for each line of `text`.
  package static func prose(_ text: String) -> String {
    lines(text).map { "#' \($0)" }.joined(separator: "\n")
  }

  /// By scalars: a line feed after a carriage return is no character of its own.
  private static func lines(_ text: String) -> [String] {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String(String.UnicodeScalarView($0)) }
  }

  /// `#: name=value ...`.
  package static func facts(_ facts: [(name: String, value: String)]) -> String {
    (["#:"] + facts.map { "\($0.name)=\(word($0.value))" }).joined(separator: " ")
  }

  private static func word(_ text: String) -> String {
    let isPlain =
      !text.isEmpty
      && text.unicodeScalars.allSatisfy { $0.isASCII && $0.value > 32 && $0 != "\"" }
    return isPlain ? text : Value.text(text).description
  }
}

extension JournalDocument.Command {
  /// What the file records about it, line by line.
  package var recorded: [String] {
    values.sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .map { path, values in
        (path.isEmpty ? "" : JournalText.path(path) + "  ") + JournalText.words(values)
      }
  }
}

/// What one line of a journal is to its running digest.
enum JournalLine {
  /// A command or a part of one, a record of it, a failure or a fact: the digest covers it.
  case covered
  /// `#% 7 9f3c...`: the running digest of all covered lines before it.
  case seal
  /// `#> 7 ...` or a further line of it: a command is about to run.
  case intent
  /// Prose, comments, tolerances, notes on verifications and blank lines, which a person may change.
  case free

  /// - Parameter line: without its line feed.
  init(_ line: Substring.UnicodeScalarView) {
    func begins(_ mark: String) -> Bool { line.starts(with: mark.unicodeScalars) }
    self =
      if line.allSatisfy(\.properties.isWhitespace) {
        .free
      } else if !begins("#") {
        .covered
      } else if begins("#% ") {
        .seal
      } else if begins("#> ") || begins("#>> ") {
        .intent
      } else if begins("#: verified=") {
        .free
      } else if ["#= ", "#@ ", "#f ", "#! ", "#: ", "#!reverie"].contains(where: begins) {
        .covered
      } else {
        .free
      }
  }

  init(_ line: String) { self.init(line[...].unicodeScalars) }
}

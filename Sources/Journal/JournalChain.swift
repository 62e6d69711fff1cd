import Digests

/// The running digest of a journal: each of its lines closes over the one before it and all covered
/// lines between them, so that a line that was removed, added, moved or edited is found by reading.
///
/// It guards against mistakes and thoughtless edits. Who recomputes it can forge a journal all the
/// same; only a re-run tells.
struct JournalChain {
  /// A line of the file at which the digest does not follow from what is before it.
  struct Break: Equatable {
    /// The lines that were changed, or between which one is missing.
    let lines: ClosedRange<Int>
    /// The command that the digest belongs to.
    let number: Int
  }

  /// The newest digest, 32 hexadecimal digits; empty before the first.
  private(set) var digest = ""
  /// Covered lines since then.
  private var open: [String] = []

  init() {}

  /// The digest of a journal that goes on after `text`, which holds all that is whole of it.
  ///
  /// Commands that are after its last digest are left out, so that what a person added there is
  /// found later on too.
  init(continuing text: String) {
    for line in Self.lines(text) {
      switch JournalLine(line) {
      case .seal: (digest, open) = (Self.read(line)?.digest ?? "", [])
      case .covered: add(line)
      case .intent, .free: break
      }
    }
    if !digest.isEmpty || open.contains(where: { !$0.hasPrefix("#:") && !$0.hasPrefix("#!rev") }) {
      open = []
    }
  }

  /// Takes in what of `text` it covers.
  mutating func add(_ text: String) {
    for line in Self.lines(text) {
      if case .covered = JournalLine(line) { open.append(line) }
    }
  }

  /// The line that closes over all that was taken in: `#% 7 9f3c...`.
  mutating func close(_ number: Int) -> String {
    let covered = ([digest] + open + ["\(number)"]).joined(separator: "\n")
    digest = String(sha256(Array(covered.utf8)).prefix(32))
    open = []
    return "#% \(number) \(digest)"
  }

  /// `text` with every digest in it recomputed.
  static func sealed(_ text: String) -> String {
    var chain = JournalChain()
    return lines(text).map { line in
      guard case .seal = JournalLine(line) else {
        chain.add(line)
        return line
      }
      return chain.close(read(line)?.number ?? 0)
    }.joined(separator: "\n")
  }

  /// Where the digests of `text` do not follow from its lines.
  ///
  /// After a break the digests that are in the file are taken as they are, so that each is
  /// reported on its own.
  static func breaks(_ text: String) -> [Break] {
    var chain = JournalChain()
    var breaks: [Break] = []
    var (first, number) = (1, 0)
    let lines = lines(text)
    for (index, line) in lines.enumerated() {
      guard case .seal = JournalLine(line) else {
        chain.add(line)
        continue
      }
      let found = read(line)
      number = found?.number ?? number + 1
      if chain.close(number) != line {
        breaks.append(Break(lines: first...index + 1, number: number))
        chain.digest = found?.digest ?? ""
      }
      first = index + 2
    }
    if !chain.open.isEmpty, first <= lines.count {
      breaks.append(Break(lines: first...lines.count, number: number + 1))
    }
    return breaks
  }

  /// Reads `#% 7 9f3c...`.
  private static func read(_ line: String) -> (number: Int, digest: String)? {
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, let number = Int(words[1]) else { return nil }
    return (number, String(words[2]))
  }

  /// The lines of `text` without the carriage returns that an editor may have put before line feeds.
  private static func lines(_ text: String) -> [String] {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(Substring(line.last == "\r" ? line.dropLast() : line))
    }
  }
}

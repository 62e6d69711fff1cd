import Digests
import Journal

/// The digest of what a journal holds of lasting worth: its commands with their values and the states
/// of their objects.
///
/// Two runs have the same if they are equal but for times and places, however often one of them was
/// stopped and resumed.
package enum RunDigest {
  /// 32 hexadecimal digits.
  package static func of(_ document: JournalDocument) -> String {
    let sum = SHA256()
    for command in document.commands {
      sum.add(command.text + "\n")
      for (path, values) in command.values.sorted(by: { before($0.key, $1.key) }) {
        sum.add(JournalText.values(path, values.filter { !$0.isVolatile }) + "\n")
      }
      for (path, states) in command.digests.sorted(by: { before($0.key, $1.key) }) {
        let sorted = states.sorted { $0.key < $1.key }.map { (name: $0.key, digest: $0.value) }
        sum.add(JournalText.digests(path, sorted) + "\n")
      }
    }
    return String(sum.hexadecimal().prefix(32))
  }

  private static func before(_ left: [Int], _ right: [Int]) -> Bool {
    left.lexicographicallyPrecedes(right)
  }
}

/// Comparisons that tell nobody by their time how much of a secret was guessed.
package enum SecretText {
  /// Whether two texts are the same; takes as long wherever they differ.
  package static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}

/// A stretch of source text, in Unicode scalar offsets.
package struct Span: Equatable, Hashable, Sendable {
  /// The offset of the first scalar.
  package var lower: Int
  /// The offset after the last scalar.
  package var upper: Int

  /// The place of what belongs to no source.
  package static let nowhere = Span(lower: 0, upper: 0)

  /// Makes the stretch `lower..<upper`.
  package init(lower: Int, upper: Int) {
    (self.lower, self.upper) = (lower, upper)
  }

  /// The smallest stretch that holds both.
  package func joined(with other: Span) -> Span {
    Span(lower: min(lower, other.lower), upper: max(upper, other.upper))
  }
}

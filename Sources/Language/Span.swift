/// A stretch of source text, in Unicode scalar offsets.
public struct Span: Equatable, Hashable, Sendable {
  /// The offset of the first scalar.
  public var lower: Int
  /// The offset behind the last scalar.
  public var upper: Int

  /// The place of what belongs to no source.
  public static let nowhere = Span(lower: 0, upper: 0)

  /// Makes the stretch `lower..<upper`.
  public init(lower: Int, upper: Int) {
    (self.lower, self.upper) = (lower, upper)
  }

  /// The smallest stretch that holds both.
  public func joined(with other: Span) -> Span {
    Span(lower: min(lower, other.lower), upper: max(upper, other.upper))
  }
}

/// A number that a learner tells about itself besides its accuracy.
public struct Measure: Sendable, Equatable {
  /// Whether it counts something.
  public enum Number: Sendable, Equatable {
    case count(Int)
    case share(Double)
  }

  /// The name under which the learner's card announces it.
  public let name: String
  public let number: Number

  /// A count, such as bytes.
  public init(_ name: String, count: Int) { (self.name, number) = (name, .count(count)) }

  /// Any other number.
  public init(_ name: String, _ value: Double) { (self.name, number) = (name, .share(value)) }
}

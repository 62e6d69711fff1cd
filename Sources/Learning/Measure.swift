/// A number that a learner tells about itself besides its accuracy.
package struct Measure: Sendable, Equatable {
  /// Whether it counts something.
  package enum Number: Sendable, Equatable {
    case count(Int)
    case share(Double)
  }

  /// The name under which the learner's card announces it.
  package let name: String
  package let number: Number

  /// A count, such as bytes.
  package init(_ name: String, count: Int) { (self.name, number) = (name, .count(count)) }

  /// Any other number.
  package init(_ name: String, _ value: Double) { (self.name, number) = (name, .share(value)) }
}

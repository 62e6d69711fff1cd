/// A named value that a measure or a learner gives.
package struct MeasuredValue: Sendable, Equatable {
  /// What is measured, in the form in which it is recorded.
  package enum Content: Sendable, Equatable {
    /// A whole number, such as bytes.
    case count(Int)
    case number(Double)
    case numbers([Double])
    /// Row by row; rows may differ in length.
    case matrix([[Double]])
    /// Whole numbers, row by row.
    case counts([[Int]])
  }

  package let name: String
  package let content: Content

  package init(_ name: String, _ content: Content) { (self.name, self.content) = (name, content) }

  /// A count, such as bytes.
  package init(_ name: String, count: Int) { self.init(name, .count(count)) }

  /// Any other number.
  package init(_ name: String, _ value: Double) { self.init(name, .number(value)) }
}

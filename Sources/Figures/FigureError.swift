/// A figure that cannot be made from its input.
package struct FigureError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong and what is expected, in one line.
  package let description: String

  init(_ description: String) {
    self.description = description
  }
}

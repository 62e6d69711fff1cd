/// A figure that cannot be made from what it was given.
package struct FigureError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong and what would be right, in one line.
  package let description: String

  init(_ description: String) {
    self.description = description
  }
}

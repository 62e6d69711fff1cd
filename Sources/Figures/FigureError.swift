/// A figure that cannot be made from what it was given.
public struct FigureError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong and what would be right, in one line.
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// What libtorch said, in one line.
public struct TorchError: Error, Equatable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}

/// What libtorch said, in one line.
package struct TorchError: Error, Equatable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

import Catalog
import Torch

/// A network that scores classes; its weights live in the store under their names.
package protocol Classifier: AnyObject, Cataloged {
  /// Builds the network for images of `shape` with `classes` outputs.
  ///
  /// - Throws: `ModelError` if the network cannot take such images, `TorchError`.
  init(_ settings: Settings, shape: ImageShape, classes: Int, in store: ParameterStore) throws

  /// The options of a declaration with what is to be kept about what they name.
  ///
  /// - Parameter shapes: the data sets that there are, to one of which the network should fit.
  /// - Throws: `ModelError` if it cannot be built from them.
  static func declared(
    _ settings: Settings, for shapes: [(name: String, shape: ImageShape, classes: Int)]
  ) throws -> Settings

  /// The tensors in `store`, which is its own or one like it, as PyTorch has them.
  func pyTorch(_ store: ParameterStore) throws -> PyTorchNetwork

  /// The scores (logits), `[batch, classes]`, of `inputs`, `[batch, channels, height, width]` in
  /// 0...1.
  func callAsFunction(_ inputs: Tensor, training: Bool) throws -> Tensor
}

extension Classifier {
  package static func declared(
    _ settings: Settings, for shapes: [(name: String, shape: ImageShape, classes: Int)]
  ) throws -> Settings { settings }
}

/// Why a network cannot be built.
package struct ModelError: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

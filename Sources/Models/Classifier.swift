import Catalog
import Torch

/// A network that scores classes; its weights live in the store under their names.
package protocol Classifier: AnyObject, Cataloged {
  /// Builds the network for images of `shape` with `classes` outputs.
  ///
  /// - Throws: `ModelError` if the network cannot take such images, `TorchError`.
  init(_ settings: Settings, shape: ImageShape, classes: Int, in store: ParameterStore) throws

  /// The scores (logits), `[batch, classes]`, of `inputs`, `[batch, channels, height, width]` in
  /// 0...1.
  func callAsFunction(_ inputs: Tensor, training: Bool) throws -> Tensor
}

/// Why a network cannot be built.
package struct ModelError: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

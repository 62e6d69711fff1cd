import Catalog
import Torch

/// A network that generates images; its weights live in the store under their names.
package protocol Generator: AnyObject, Cataloged {
  /// Builds the network for images of `shape`; `classes` is how many there will ever be.
  ///
  /// - Throws: `ModelError` if the network cannot make such images, `TorchError`.
  init(_ settings: Settings, shape: ImageShape, classes: Int, in store: ParameterStore) throws

  /// One step of learning from `images`, `[batch, channels, height, width]` in 0...1.
  ///
  /// `weights`, `[batch]` with sum 1, say what each image's loss counts; nil: all the same. All
  /// randomness comes from `key`.
  func observe(_ images: Tensor, weights: Tensor?, key: RandomKey) throws -> Losses

  /// `count` images, `[count, channels, height, width]` in 0...1, without gradients.
  func sample(_ count: Int, key: RandomKey) throws -> Tensor

  /// What `observe` steps, under names that do not change.
  var optimizers: [(name: String, optimizer: any Optimizer)] { get }
}

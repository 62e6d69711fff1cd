import Catalog
import Torch

/// A network that generates images; its weights live in the store under their names.
package protocol Generator: AnyObject, Cataloged {
  /// Whether its images are of classes that can be asked for.
  static var isConditional: Bool { get }

  /// Whether what it learned of an experience is fixed once that has ended.
  static var isFinal: Bool { get }

  /// Builds the network for images of `shape`; `classes` is how many there will ever be.
  ///
  /// - Throws: `ModelError` if the network cannot make such images, `TorchError`.
  init(_ settings: Settings, shape: ImageShape, classes: Int, in store: ParameterStore) throws

  /// What images are made from.
  var space: CodeSpace { get }

  /// Called before the first step on images of the classes at places `outputs` of the head, and again
  /// when a saved generator goes on with them; what it changes then is restored after it.
  func begin(_ outputs: Range<Int>) throws

  /// Called after the last step on images of those classes.
  func end(_ outputs: Range<Int>) throws

  /// One step of learning from `images`, `[batch, channels, height, width]` in 0...1, with `labels`,
  /// `[batch]`, which an unconditional generator leaves aside.
  ///
  /// `weights`, `[batch]` with sum 1, say what each image's loss counts; nil: all the same. All
  /// randomness comes from `key`.
  func observe(
    _ images: Tensor, labels: Tensor, weights: Tensor?, key: RandomKey
  ) throws -> Losses

  /// Images, `[batch, channels, height, width]` in 0...1, of `codes`, `[batch, codes]`; for gradients
  /// see `observe`.
  ///
  /// `classes`, `[batch, classes]`, are the shares of each class in an image, which add up to 1; nil for
  /// an unconditional generator. What is random besides the codes comes from `key`.
  func images(_ codes: Tensor, classes: Tensor?, key: RandomKey) throws -> Tensor

  /// What `observe` steps, under names that do not change.
  var optimizers: [(name: String, optimizer: any Optimizer)] { get }
}

/// The codes that a generator makes images from, standard normal numbers, and its classes.
package struct CodeSpace {
  /// Numbers of a code.
  package let codes: Int
  package let classes: Int
  package let device: Device

  package init(codes: Int, classes: Int, device: Device) {
    (self.codes, self.classes, self.device) = (codes, classes, device)
  }
}

extension Generator {
  package static var isConditional: Bool { false }
  package static var isFinal: Bool { false }
  package func begin(_ outputs: Range<Int>) throws {}
  package func end(_ outputs: Range<Int>) throws {}

  /// `count` images of classes drawn from those at places `outputs`, `[count, channels, height, width]`
  /// in 0...1, without gradients.
  package func sample(_ count: Int, among outputs: Range<Int>, key: RandomKey) throws -> Tensor {
    guard Self.isConditional else { return try made(count, labels: nil, key) }
    let drawn = try Tensor.integers(
      below: outputs.count, shape: [count], key: key("classes"), device: space.device)
    return try made(count, labels: (drawn + Double(outputs.lowerBound)).to(.int64), key)
  }

  /// `count` images of the class at place `output`, as above; nil if it cannot be asked for one.
  package func sample(_ count: Int, of output: Int, key: RandomKey) throws -> Tensor? {
    guard Self.isConditional, (0..<space.classes).contains(output) else { return nil }
    let labels = try Tensor([Int](repeating: output, count: count)).to(space.device)
    return try made(count, labels: labels, key)
  }

  private func made(_ count: Int, labels: Tensor?, _ key: RandomKey) throws -> Tensor {
    try withoutGradients {
      let codes = try Tensor.normal([count, space.codes], key: key("sample"), device: space.device)
      return try images(
        codes, classes: labels.map { try $0.oneHot(space.classes) }, key: key("noise"))
    }
  }
}

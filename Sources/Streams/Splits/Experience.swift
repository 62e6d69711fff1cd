/// What a learner is given at one time: some classes with their images.
package struct Experience: Sendable {
  /// Its place in the stream, from 0.
  package let index: Int
  /// The data set's own numbers of its classes, in order.
  package let classes: [Int]
  /// Where its classes are in the head; the n-th class is the n-th place.
  package let outputs: Range<Int>
  /// Images to learn from.
  package let train: ImageSelection
  /// Images kept back from training, if asked for.
  package let validation: ImageSelection?
  /// Images for testing.
  package let test: ImageSelection
}

/// What a learner gets at one time.
public struct Experience: Sendable {
  /// Its place in the stream, from 0.
  public let index: Int
  /// The data set's own numbers of its classes, in order.
  public let classes: [Int]
  /// Where its classes are in the head; the n-th class is the n-th place.
  public let outputs: Range<Int>
  /// Images to learn from.
  public let train: ImageSelection
  /// Images kept back from training, if asked for.
  public let validation: ImageSelection?
  /// Images to test with.
  public let test: ImageSelection
}

/// Training reached a non-finite loss, after which the weights are useless.
package struct DivergenceError: Error, CustomStringConvertible, Equatable {
  /// The part of the loss.
  package let loss: String
  package let value: Double
  /// The step of the experience, and the experience, both from 1.
  package let step: Int
  package let experience: Int
  /// The phase of the experience, if there are several.
  package let phase: String?

  package var description: String {
    "training has diverged: loss '\(loss)' is \(value) at step \(step) of experience "
      + "\(experience)" + (phase.map { " (\($0))" } ?? "")
      + "; use a lower learning rate, or train with diverged=continue"
  }

  package static func == (left: Self, right: Self) -> Bool { left.description == right.description }
}

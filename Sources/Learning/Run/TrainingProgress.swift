import Models

/// Where a training stands; given out after every step and once an experience is measured.
package struct TrainingProgress {
  /// The experience at hand, from 0, and how many the stream has.
  package let experience: Int
  package let experiences: Int
  /// Steps taken in this experience, and how many it will take.
  package let step: Int
  package let steps: Int
  /// Steps taken and to be taken by the whole command.
  package let done: Int
  package let planned: Int
  package let losses: Losses
  /// Overall accuracy after each experience so far.
  package let overall: [Double]
  /// Whether the experience is learned to its end and measured.
  package let isMeasured: Bool
}

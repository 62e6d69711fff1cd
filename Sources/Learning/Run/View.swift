import Catalog
import Figures
import Streams

/// A view of a learner, as shown by `plot NAME.view`.
package struct View: Sendable {
  package let name: String
  /// One line, without a full stop.
  package let help: String
  /// Whether it shows something before the first experience has ended.
  package let showsBeginnings: Bool
  /// What it shows; of one experience, counted from 0, if one is asked for.
  package let draw: @Sendable (LearningRun, _ experience: Int?) throws -> [Figure]

  /// A view of what every learner has.
  package init(
    _ name: String, _ help: String, showsBeginnings: Bool = false,
    draw: @escaping @Sendable (LearningRun, _ experience: Int?) throws -> [Figure]
  ) {
    (self.name, self.help) = (name, help)
    (self.showsBeginnings, self.draw) = (showsBeginnings, draw)
  }

  /// A view of learners of the type `Method`, once an experience of the stream has ended.
  package init<Method: Learner>(
    _ name: String, _ help: String, of method: Method.Type = Method.self,
    draw: @escaping @Sendable (Method, _ experience: Int?, ExperienceStream) throws -> [Figure]
  ) {
    self.init(name, help) { run, experience in
      guard let learner = run.learner as? Method else { return [] }
      return try draw(learner, experience, run.stream)
    }
  }

  /// How a card announces it.
  package var offer: Card.Offer { Card.Offer(name, help) }
}

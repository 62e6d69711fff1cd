import Figures
import Foundation

/// What the page of a running session shows and no journal holds; the newest of a kind counts.
package enum LiveEvent: Codable, Sendable {
  /// A training at work, or the last one that was.
  case training(Training)
  /// Images that a learner's generator made at the end of an experience.
  case samples(Samples)
  /// The live objects and variables, as `list` shows them.
  case objects([Figure])

  package struct Training: Codable, Sendable, Equatable {
    package let learner: String
    /// Steps taken and to be taken by the command.
    package let done: Int
    package let planned: Int
    /// Experience, step, rate, time left, accuracy and losses, in words.
    package let words: String
    /// The accuracy matrix so far and the course of the losses.
    package let figures: [Figure]

    package init(learner: String, done: Int, planned: Int, words: String, figures: [Figure]) {
      (self.learner, self.done, self.planned) = (learner, done, planned)
      (self.words, self.figures) = (words, figures)
    }
  }

  package struct Samples: Codable, Sendable {
    package let learner: String
    /// The number of the command that trains.
    package let command: Int
    /// From 1, and how many there are.
    package let experience: Int
    package let experiences: Int
    package let png: Data
    /// The alternative text of the image.
    package let description: String

    package init(
      learner: String, command: Int, experience: Int, experiences: Int, png: Data,
      description: String
    ) {
      (self.learner, self.command) = (learner, command)
      (self.experience, self.experiences) = (experience, experiences)
      (self.png, self.description) = (png, description)
    }
  }

  /// The event as one line without its end.
  ///
  /// - Throws: what its figures throw when they are too large to be written.
  package func line() throws -> Data { try JSONEncoder().encode(self) }

  /// Reads what `line` gave.
  package init(line: Data) throws { self = try JSONDecoder().decode(Self.self, from: line) }
}

import Models
import Streams
import Torch

/// A trained learner as a judge of generated images: its features and its answers.
///
/// No learner that is judged ever sees it, and nothing that it finds enters a training.
package struct Oracle {
  private let run: LearningRun
  /// Its accuracy on the test images of the data that it judges for.
  package let accuracy: Double
  /// For each class of the judged stream, by place in its head: the oracle's place of the same class.
  private let places: [Int]

  /// An oracle for images of the classes of `stream`.
  ///
  /// - Throws: `ModelError` if the learner of `run` has no features, does not choose among all classes at
  ///   once or has not learned all of them, `StreamsError` if it lacks a class of `stream`.
  package init(_ run: LearningRun, for stream: ExperienceStream) throws {
    guard run.stream.scenario == .classIncremental, stream.scenario != .domainIncremental else {
      throw ModelError("an oracle needs data with one output for each class: scenario=class")
    }
    guard run.isFinished else {
      throw ModelError("the oracle has not learned all classes of its data yet: train it further")
    }
    self.run = run
    guard let all = stream.union(upTo: stream.experiences.count - 1, .test) else {
      throw ModelError("there are no test images to judge by")
    }
    let answers = try run.evaluate(all, of: stream)
    accuracy = Double(answers.correct) / Double(max(1, answers.count))
    places = try stream.order.map { number in
      guard let same = stream.number(of: number, in: run.stream),
        let place = run.stream.order.firstIndex(of: same)
      else {
        throw ModelError("the oracle has not learned the class '\(stream.classNames[number])'")
      }
      return place
    }
    guard try features(ImageFeed(all, device: run.device).batch(0..<1).inputs) != nil else {
      throw ModelError(
        "\(type(of: run.learner).card.name) has no features to judge by: "
          + "use a joint or finetune learner as the oracle")
    }
  }

  var device: Device { run.device }

  /// The features of `images`, `[images, features]`.
  func features(_ images: Tensor) throws -> Tensor? {
    guard let found = try withoutGradients({ try run.learner.features(images) }) else { return nil }
    return try found.to(.cpu).to(.float64)
  }

  /// The share of `images` to which it gives the class at `place` in the judged stream's head.
  func recognised(_ images: Tensor, as place: Int) throws -> Double {
    let answers = try withoutGradients {
      try Evaluation.best(run.learner.scores(images), among: 0..<run.stream.headSize)
    }
    return Double(answers.count { $0 == places[place] }) / Double(max(1, answers.count))
  }
}

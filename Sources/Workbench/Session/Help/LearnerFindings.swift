import Figures
import Learning
import Streams
import Torch

/// What a trained learner's own numbers say, in sentences.
struct LearnerFindings {
  private let learner: LearnerObject
  private let run: LearningRun
  private let names: [String]

  /// Nil if the learner has not learned anything yet.
  init?(_ learner: LearnerObject) {
    guard let run = learner.run, run.completed > 0, !run.isRehearsal else { return nil }
    (self.learner, self.run) = (learner, run)
    let stream = run.stream
    names = (0..<stream.headSize).map { place in
      stream.scenario == .domainIncremental || place >= stream.order.count
        ? "class \(place + 1)" : stream.classNames[stream.order[place]]
    }
  }

  /// - Parameter key: of the random numbers for the images that its generator makes.
  /// - Throws: `TorchError`.
  func lines(key: RandomKey) throws -> [String] {
    try [accuracy, loss, confusion].compactMap(\.self) + results + generated(key)
  }

  private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

  private var accuracy: String? {
    run.matrix.last.map { last in
      "\(learner.name) classifies \(Self.percent(last)) of all test images so far correctly, after "
        + "\(run.completed) of \(run.stream.experiences.count) experiences."
    }
  }

  /// The experience that lost most.
  private var loss: String? {
    let shares = run.matrix.accuracies
    guard let now = shares.last, run.completed > 1 else { return nil }
    let losses = (0..<run.completed - 1).map { place in
      (place, shares[place][place] - now[place])
    }
    guard let (place, lost) = losses.max(by: { $0.1 < $1.1 }) else { return nil }
    let experience = run.stream.experiences[place]
    let name = Measures.labels(run.stream)[experience.index]
    guard lost > 0.005 else { return "Nothing was forgotten: no experience lost accuracy." }
    return "It forgot \(name) most: \(Self.percent(shares[place][place])) when it was learned, "
      + "\(Self.percent(now[place])) now."
  }

  /// The pair that is most often confused on test images.
  private var confusion: String? {
    let record = run.record
    guard let (answers, _) = record.answers(after: record.matrix.correct.count - 1),
      let (pair, share) = Self.worst(answers)
    else { return nil }
    return "Its \(names[pair.truth])s are taken for \(names[pair.answer])s "
      + "\(Self.percent(share)) of the time (test images)."
  }

  /// The wrong answer with the largest share of its class.
  private static func worst(_ answers: AnswerCounts) -> (AnswerCounts.Pair, Double)? {
    let totals = answers.pairs.reduce(into: [Int: Int]()) { $0[$1.truth, default: 0] += $1.count }
    return answers.pairs.filter { $0.truth != $0.answer && $0.answer != AnswerCounts.none }
      .map { ($0, Double($0.count) / Double(max(1, totals[$0.truth] ?? 1))) }
      .max { ($0.1, $1.0.truth) < ($1.1, $0.0.truth) }
  }

  /// What its card announces.
  private var results: [String] {
    learner.card.results.compactMap { offer in
      guard let value = learner.result.first(where: { $0.name == offer.name })?.value else {
        return nil
      }
      let shown = value.double.map(Format.number) ?? value.description
      return "\(offer.name) = \(shown): \(offer.help)."
    }
  }

  private func generated(_ key: RandomKey) throws -> [String] {
    guard let own = try OwnAnswers(run, key: key) else { return [] }
    let by = "(\(Format.count(own.counts.count, "image")), classified by the learner itself)"
    if own.isConditional {
      guard let (pair, share) = Self.worst(own.counts) else {
        return ["Its generator's images are all taken for the class asked for \(by)."]
      }
      return [
        "Its generator's \(names[pair.truth])s are taken for \(names[pair.answer])s "
          + "\(Self.percent(share)) of the time \(by)."
      ]
    }
    let shares = own.counts.pairs.filter { $0.answer != AnswerCounts.none }
      .sorted { ($0.count, $1.answer) > ($1.count, $0.answer) }
    let shown = shares.map { pair in
      "\(names[pair.answer]) \(Self.percent(Double(pair.count) / Double(own.counts.count)))"
    }
    let learned = 0..<run.stream.experiences[run.completed - 1].outputs.upperBound
    let missing = learned.filter { place in !shares.contains { $0.answer == place } }
    return ["Its generator makes: \(shown.joined(separator: ", ")) \(by)."]
      + (missing.isEmpty
        ? [] : ["It never makes: \(missing.map { names[$0] }.joined(separator: ", "))."])
  }
}

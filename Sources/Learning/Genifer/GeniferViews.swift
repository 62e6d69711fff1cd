import Catalog
import Figures
import Models
import Streams
import Torch

/// What Genifer shows of itself.
struct GeniferViews {
  static let offers = [
    Card.Offer("dreams", "images of each class that the generator now makes, a row for each class"),
    Card.Offer(
      "features",
      "real and replayed images of the same classes by their matched features, in two dimensions"),
  ]

  /// Dreams in a row.
  private static let columns = 5
  /// Points of each kind, at most; each class has the same number of them, at least two.
  private static let points = 150
  /// Codes are always the same, so that what changes is the generator.
  private static let key = RandomKey(seed: 0)("genifer views")

  let learner: Genifer
  let stream: ExperienceStream

  /// The view `name`; of the classes of the ended experience `number`, from 0, if one is asked for.
  func figures(_ name: String, _ number: Int?) throws -> [Figure] {
    let known = try learner.replayable
    let outputs = number.map { stream.experiences[$0].outputs } ?? 0..<known
    guard !outputs.isEmpty, outputs.upperBound <= known else {
      let classes = number.map { "the classes of experience \($0 + 1)" } ?? "any class"
      return [.text("the generator has not learned \(classes); gan-last=yes has it learn the last")]
    }
    switch name {
    case "dreams": return try [dreams(outputs)]
    case "features": return try [features(outputs)]
    default: return []
    }
  }

  private func dreams(_ outputs: Range<Int>) throws -> Figure {
    let labels = outputs.flatMap { [Int](repeating: $0, count: Self.columns) }
    guard learner.networks.replayedStage == 0 else {
      return .text("there are no dreams to look at where features are replayed")
    }
    let images = try learner.dreams(labels, Self.key)
    let shape = stream.shape
    let pixels = try (images * 255.0 + 0.5).to(.uint8).bytes()
    return .images(
      try ImageSheet(
        images: stride(from: 0, to: pixels.count, by: shape.count).map {
          Array(pixels[$0..<$0 + shape.count])
        }, channels: shape.channels, height: shape.height, width: shape.width,
        captions: labels.enumerated().map { place, output in
          place % Self.columns == 0 ? stream.classNames[stream.order[output]] : ""
        }, columns: Self.columns))
  }

  /// Test images stand for real ones: nothing was learned from them.
  private func features(_ outputs: Range<Int>) throws -> Figure {
    let each = max(2, Self.points / outputs.count)
    let labels = outputs.flatMap { [Int](repeating: $0, count: each) }
    let real = try realImages(outputs, each).map(learner.matchedFeatures)
    let replayed = try learner.replayedFeatures(labels, Self.key)
    let components = try PrincipalComponents(.concatenate(real + [replayed], dim: 0))
    func series(_ name: String, _ rows: some Sequence<[Double]>) -> LineChart.Series {
      LineChart.Series(name: name, points: rows.map { (x: $0[0], y: $0[1]) })
    }
    let percent = components.shares.map { "\(Int(($0 * 100).rounded())) %" }
    let count = real.reduce(0) { $0 + $1.shape[0] }
    return .chart(
      LineChart(
        title: "features of stage \(learner.networks.matchedStage), principal components",
        xLabel: "first (\(percent[0]) of the variance)", yLabel: "second (\(percent[1]))",
        series: [
          series("real", components.places.prefix(count)),
          series("replayed", components.places.dropFirst(count)),
        ], isJoined: false))
  }

  /// The first test images of each of the classes, experience by experience.
  private func realImages(_ outputs: Range<Int>, _ each: Int) throws -> [Tensor] {
    try stream.experiences.filter { $0.outputs.overlaps(outputs) }.compactMap { experience in
      var left = Dictionary(uniqueKeysWithValues: outputs.map { ($0, each) })
      let places = experience.test.labels.indices.filter { place in
        let label = experience.test.labels[place]
        guard let room = left[label], room > 0 else { return false }
        left[label] = room - 1
        return true
      }
      guard !places.isEmpty else { return nil }
      let feed = try ImageFeed(experience.test, device: learner.networks.average.store.device)
      return try feed.batch(at: Tensor(places)).inputs
    }
  }
}

import Catalog
import Figures
import Models
import Streams
import Torch

/// What can be seen of Genifer.
struct GeniferViews {
  static let all = [
    view("dreams", "images of each class as generated now, one row per class") {
      try $0.dreams($1)
    },
    view(
      "features",
      "real and replayed images of the same classes, plotted by the first two principal "
        + "components of their matched features"
    ) { try $0.features($1) },
  ]

  private static func view(
    _ name: String, _ help: String,
    draw: @escaping @Sendable (GeniferViews, Range<Int>) throws -> Figure
  ) -> View {
    View(name, help, of: Genifer.self) { learner, number, stream in
      try GeniferViews(learner: learner, stream: stream).figures(of: number, draw)
    }
  }

  /// Images in a row.
  private static let columns = 5
  /// Points of each kind, unless there are more than half as many classes: then two of each class.
  private static let points = 150
  /// The same codes for all learners and seeds: what differs is their generators.
  private static let key = RandomKey(seed: 0)("genifer views")

  let learner: Genifer
  let stream: ExperienceStream

  /// What `draw` shows of the classes of the ended experience `number`, from 0, or of all that the
  /// generator knows.
  private func figures(
    of number: Int?, _ draw: (GeniferViews, Range<Int>) throws -> Figure
  ) throws -> [Figure] {
    let known = try learner.replayable
    let outputs = number.map { stream.experiences[$0].outputs } ?? 0..<known
    guard !outputs.isEmpty, outputs.upperBound <= known else {
      let classes = number.map { "the classes of experience \($0 + 1)" } ?? "any class"
      return [
        .text(
          "the generator has not been trained on \(classes); with gan-last=yes it is trained in the "
            + "last experience too")
      ]
    }
    return [try draw(self, outputs)]
  }

  private func dreams(_ outputs: Range<Int>) throws -> Figure {
    guard learner.networks.replayedStage == 0 else {
      return .text("no images to show: replayed=features generates features")
    }
    // Class by class, as many large images at a time take much memory.
    let rows = try outputs.map { output in
      let labels = [Int](repeating: output, count: Self.columns)
      return try learner.dreams(labels, Self.key("class", output)).asBytes()
    }
    let captions = outputs.flatMap { output in
      [stream.classNames[stream.order[output]]] + [String](repeating: "", count: Self.columns - 1)
    }
    return .images(
      try ImageSheet(.concatenate(rows, dim: 0), captions: captions, columns: Self.columns))
  }

  /// Test images stand for real ones: nothing was learned from them.
  private func features(_ outputs: Range<Int>) throws -> Figure {
    let each = max(2, Self.points / outputs.count)
    let real = try realImages(outputs, each).map(learner.matchedFeatures)
    let replayed = try outputs.flatMap { output in
      try pieces(each).map { piece in
        try learner.replayedFeatures(
          [Int](repeating: output, count: piece.count),
          Self.key("class", output, piece.lowerBound))
      }
    }
    let features = try Tensor.concatenate(real + replayed, dim: 0)
    guard try features.to(.float64).sum().item().isFinite else {
      return .text("the features are not finite: training has diverged")
    }
    let components = try PrincipalComponents(features)
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
        ], form: .points))
  }

  /// The first test images of each of the classes that has any, in pieces.
  private func realImages(_ outputs: Range<Int>, _ each: Int) throws -> [Tensor] {
    try stream.experiences.filter { $0.outputs.overlaps(outputs) }.flatMap { experience in
      let test = experience.test
      let feed = try ImageFeed(test, device: learner.networks.average.store.device)
      let classes = experience.outputs.clamped(to: outputs).compactMap { output -> [Int]? in
        let places = test.labels.indices.filter { test.labels[$0] == output }.prefix(each)
        return places.isEmpty ? nil : Array(places)
      }
      return try classes.flatMap { places in
        try pieces(places.count).map { try feed.batch(at: Tensor(Array(places[$0]))).inputs }
      }
    }
  }

  /// `count` images in as many pieces as are needed for none to take more memory than evaluation.
  private func pieces(_ count: Int) -> [Range<Int>] {
    let most = stream.experiences.map { Evaluation.chunk($0.test) }.min() ?? 1
    return stride(from: 0, to: count, by: most).map { $0..<min($0 + most, count) }
  }
}

import Catalog
import Figures
import Language

/// `plot A,B`: accuracy over experiences as lines; `plot A.accuracy`: the matrix.
struct Plot: Command {
  static let card = Card(
    "plot", "draw what learners have achieved",
    operands: [
      .init("what", .object([]), "learners, as in base,ours, or a learner's matrix: ours.accuracy")
    ],
    example: "plot base,ours")

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in workspace: Workspace) throws -> Outcome {
    var curves: [NamedValue] = []
    var matrices: [NamedValue] = []
    var figures: [Figure] = []
    for word in Compare.names(arguments.operands[0]) {
      let path = word.split(separator: ".").map(String.init)
      let learner = try workspace.object(
        path[0], as: LearnerObject.self, kind: .learner, at: arguments.span(0))
      guard let run = learner.run, run.completed > 0 else {
        throw WorkbenchError(
          "\(path[0]) has not learned an experience yet: train \(path[0]) on ...")
      }
      switch path.dropFirst().first {
      case nil:
        curves.append(NamedValue(path[0], .numbers(run.matrix.overall)))
      case "accuracy":
        matrices.append(NamedValue(word, .matrix(run.matrix.accuracies)))
        figures += Measures.figures(of: run.matrix, stream: run.stream)
      case let other?:
        throw Diagnostic(
          "'\(other)' cannot be drawn", at: arguments.span(0),
          suggestion: "write \(path[0]) or \(path[0]).accuracy")
      }
    }
    if !curves.isEmpty { figures.append(Self.chart(curves)) }
    return Outcome(curves + matrices, figures: figures)
  }

  /// The curves of values that are lists of numbers, one for each experience learned.
  static func chart(
    _ curves: [NamedValue], title: String = "accuracy on all classes so far"
  ) -> Figure {
    let series = curves.map { curve in
      let points = curve.value.numbers ?? []
      return LineChart.Series(
        name: curve.name, points: points.enumerated().map { (x: Double($0 + 1), y: $1) })
    }
    return .chart(
      LineChart(
        title: title, xLabel: "experiences learned", yLabel: "accuracy", series: series,
        yRange: 0...1))
  }
}

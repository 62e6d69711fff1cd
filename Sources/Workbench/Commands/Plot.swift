import Catalog
import Figures
import Journal
import Language
import Learning

/// `plot A,B`: accuracy over experiences as lines; `plot A.accuracy`: the matrix, or another view.
struct Plot: Command {
  static let card = Card(
    "plot", "plot the results of learners, or one view of a learner",
    operands: [
      .init("what", .objects([]), "learners, as in base,ours, or a view of one: ours.accuracy")
    ],
    example: "plot base,ours", elsewhere: ["draw", "graph", "chart"],
    notes: """
      Every learner has the views accuracy, losses and confusion; the help of a method, such as \
      help dgm, lists its own. For a view of a single experience, add its number: plot \
      ours.masks.2.
      """)

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in context: CommandContext) throws -> Outcome {
    var curves: [(name: String, accuracies: [Double])] = []
    var figures: [Figure] = []
    var learners: [LearnerObject] = []
    for word in Compare.names(arguments.operands[0]) {
      let path = context.workspace.split(word)
      let learner = try context.workspace.trainable(path[0], at: arguments.span(0))
      learners.append(learner)
      if path.count == 1, learner.kind == .generator {
        figures += try learner.figures(of: Views.losses.name, number: nil)
        continue
      }
      guard path.count > 1 else {
        curves.append((path[0], try learner.learned().matrix.overall))
        continue
      }
      figures += try ViewPath(path, of: learner, at: arguments.span(0)).figures()
    }
    if !curves.isEmpty { figures.append(Self.chart(curves)) }
    if let differences = LearnerObject.differences(learners) { context.control.warn(differences) }
    var outcome = Outcome(figures: figures)
    outcome.keeping = .view
    return outcome
  }

  /// Accuracies by learner, one for each experience learned.
  private static func chart(_ curves: [(name: String, accuracies: [Double])]) -> Figure {
    let series = curves.map { curve in
      LineChart.Series(
        name: curve.name,
        points: curve.accuracies.enumerated().map { (x: Double($0 + 1), y: $1) })
    }
    return .chart(
      LineChart(
        title: "accuracy on all classes so far", xLabel: "experiences learned",
        yLabel: "accuracy", series: series, yRange: 0...1))
  }
}

/// A learner's view as it is asked for: `ours.masks`, or `ours.masks.2` for experience 2.
struct ViewPath {
  private let learner: LearnerObject
  private let name: String
  private let number: Int?

  /// - Throws: `Diagnostic` at `span` if the path is none of a view.
  init(_ path: [String], of learner: LearnerObject, at span: Span) throws(Diagnostic) {
    (self.learner, name) = (learner, path.count > 1 ? path[1] : "")
    number = path.count > 2 ? Int(path[2]) : nil
    let names = learner.views.map { "\(learner.name).\($0.name)" }
    guard names.contains("\(learner.name).\(name)") else {
      throw Diagnostic(
        "'\(name)' cannot be plotted", at: span,
        suggestion: "write \(learner.name) or " + names.joined(separator: " "))
    }
    guard path.count < 3 || path.count == 3 && number != nil else {
      throw Diagnostic(
        "'\(path.joined(separator: "."))' is not a view", at: span,
        suggestion: "write \(learner.name).\(name) or \(learner.name).\(name).1")
    }
  }

  func figures() throws -> [Figure] { try learner.figures(of: name, number: number) }
}

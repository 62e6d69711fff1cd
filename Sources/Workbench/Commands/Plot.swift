import Catalog
import Figures
import Journal
import Language
import Learning

/// `plot A,B`: accuracy over experiences as lines; `plot A.accuracy`: a view or a field.
struct Plot: Command {
  static let width = Parameter(
    "width", .integer(20...1000), default: Int?.none,
    "width of charts in columns of the terminal (default: as fits); in files a column is 8 points")
  static let height = Parameter(
    "height", .integer(3...200), default: Int?.none,
    "height of charts between their axes in rows; in files a row is 16 points")

  static let card = Card(
    "plot", "plot results of learners, a view of a learner, or any field of an object",
    operands: [
      .init(
        "what", .objects([]),
        "learners, as in base,ours; a view, as in ours.losses; or fields, as in base.last,ours.last"
      )
    ],
    prepositions: [OutputFile.operand(formats)],
    parameters: [width, height, OutputFile.replace],
    example: "plot base,ours", elsewhere: ["draw", "graph", "chart"],
    notes: """
      Every learner has the views \(Views.all.map(\.name).joined(separator: ", ")); the help of a method, such as \
      help dgm, lists its own. For a view of a single experience, add its number: plot \
      ours.masks.2. Fields are the results that show ours and journals list, and train and test of \
      a data set: measures such as last, average and forgetting become curves over experiences, \
      lists curves, matrices heat maps, other numbers points. plot ours.losses to "losses.svg" also \
      writes the plot to a file.
      """)

  private static let formats = Figure.FileFormat.allCases.map(\.rawValue)

  private let arguments: Arguments

  init(_ arguments: Arguments) { self.arguments = arguments }

  func run(in context: CommandContext) throws -> Outcome {
    let file = try OutputFile(arguments, endings: Self.formats, in: context)
    let (workspace, span) = (context.workspace, arguments.span(0))
    var curves: [FieldPlot] = []
    var figures: [Figure] = []
    var learners: [LearnerObject] = []
    for word in arguments.names(0) {
      let path = workspace.split(word)
      let object = try workspace.object(path[0], at: span)
      let learner = object as? LearnerObject
      if let learner { learners.append(learner) }
      if let learner, path.count == 1, learner.kind == .generator {
        figures += try learner.figures(of: Views.losses.name, number: nil)
        continue
      }
      if let learner, path.count > 1, learner.views.contains(where: { $0.name == path[1] }) {
        figures += try ViewPath(path, of: learner, at: span).figures()
        continue
      }
      let plot = try FieldPlot(path, of: object, at: span)
      if case .figure(let figure) = plot.content {
        figures.append(figure)
      } else {
        curves.append(plot)
      }
    }
    figures += FieldPlot.charts(curves)
    if let differences = LearnerObject.differences(learners) { context.control.warn(differences) }
    var outcome = Outcome(figures: figures)
    outcome.keeping = .view
    outcome.size = (arguments[Self.width], arguments[Self.height])
    if let file {
      outcome.figures.append(
        .text(try file.write(figures, size: outcome.size, in: context)))
    }
    return outcome
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
    guard path.count < 3 || path.count == 3 && number != nil else {
      throw Diagnostic(
        "'\(path.joined(separator: "."))' is not a view", at: span,
        suggestion: "write \(learner.name).\(name) or \(learner.name).\(name).1")
    }
  }

  func figures() throws -> [Figure] { try learner.figures(of: name, number: number) }
}

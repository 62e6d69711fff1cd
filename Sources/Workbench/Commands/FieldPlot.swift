import Catalog
import Figures
import Journal
import Language
import Learning

/// A field of an object as a curve, as points or as a heat map.
struct FieldPlot {
  enum Content {
    /// Values over experiences, the first of which is experience 1.
    case experiences([Double])
    /// Values over their places in a list.
    case places([Double])
    case number(Double)
    case figure(Figure)
  }

  /// `ours.last`.
  let name: String
  /// `last`; of a learner alone, the accuracy on all classes so far.
  private let field: String
  let content: Content
  private let range: ClosedRange<Double>?

  /// - Throws: `Diagnostic` at `span` if there is no such field, or it holds no numbers; an error if
  ///   nothing is learned yet.
  init(_ path: [String], of object: any LiveObject, at span: Span) throws {
    name = path.joined(separator: ".")
    guard path.count > 1 else {
      guard let learner = object as? LearnerObject else {
        throw Diagnostic(
          "'\(object.name)' is a \(object.kind.noun): name the field to plot", at: span,
          suggestion: Self.choices(object))
      }
      field = "accuracy on all classes so far"
      (content, range) = (.experiences(try learner.learned().matrix.overall), 0...1)
      return
    }
    field = path[1]
    if path.count == 2, let (values, range) = Self.history(of: path[1], object) {
      (content, self.range) = (.experiences(values), range)
      return
    }
    range = nil
    guard let whole = object.fields.first(where: { $0.name == path[1] })?.value else {
      throw Diagnostic(
        "'\(path[1])' cannot be plotted: \(object.name) has no such field or view", at: span,
        suggestion: Self.choices(object))
    }
    guard let value = whole.item(at: path.dropFirst(2)) else {
      throw Diagnostic(
        "there is no '\(name)'", at: span,
        suggestion: "see all of it: show \(object.name).\(path[1])")
    }
    if let matrix = value.matrix {
      content = .figure(Self.map(name, matrix))
    } else if let numbers = value.numbers, !numbers.isEmpty {
      content = .places(numbers)
    } else if let number = value.double {
      content = .number(number)
    } else {
      throw Diagnostic(
        "\(name) holds no numbers and cannot be plotted", at: span,
        suggestion: "show \(name)")
    }
  }

  /// What of an object can be plotted.
  private static func choices(_ object: any LiveObject) -> String {
    let fields = object.fields.filter { field in
      field.value.double != nil || field.value.numbers.map { !$0.isEmpty } ?? false
        || field.value.matrix != nil
    }.map(\.name)
    let views = object.views.map(\.name).filter { !fields.contains($0) }
    let names = (views + fields).map { "\(object.name).\($0)" }
    return names.isEmpty
      ? "it has none that can be plotted"
      : "choose from: "
        + names.joined(separator: " ")
  }

  /// The values of a measure, or of the sizes of a data set, over experiences; nil of other fields.
  private static func history(
    of field: String, _ object: any LiveObject
  ) -> (values: [Double], range: ClosedRange<Double>?)? {
    if let data = object as? DataObject {
      let experiences = data.stream.experiences
      switch field {
      case "train": return (experiences.map { Double($0.train.count) }, nil)
      case "test": return (experiences.map { Double($0.test.count) }, nil)
      default: return nil
      }
    }
    guard let learner = object as? LearnerObject, let run = learner.run, run.completed > 0,
      let measure = Measures[field], measure.form == .number
    else { return nil }
    let values = (1...run.completed).map { count -> Double in
      guard
        case .number(let number)? = run.record.after(count).flatMap({ measure.values($0).first })?
          .content
      else { return .nan }
      return number
    }
    return (values, measure.range == 0...1 ? 0...1 : nil)
  }

  private static func map(_ title: String, _ rows: [[Double]]) -> Figure {
    let values = rows.joined().filter(\.isFinite)
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    let labels = { (count: Int) in (0..<count).map { "\($0 + 1)" } }
    return .heatMap(
      HeatMap(
        title: title, rowLabels: labels(rows.count),
        columnLabels: labels(rows.map(\.count).max() ?? 0),
        values: rows.map { $0.map { $0 } },
        range: low >= 0 && high <= 1 ? 0...1 : low...max(low, high)))
  }

  /// The plots as charts: those over experiences together, those over places, and single numbers.
  static func charts(_ plots: [FieldPlot]) -> [Figure] {
    func chart(
      _ x: String, _ form: LineChart.Form, _ points: (FieldPlot, Int) -> [(x: Double, y: Double)]?
    ) -> [Figure] {
      let drawn = plots.enumerated().compactMap { place, plot in
        points(plot, place + 1).map { (plot, $0) }
      }
      guard !drawn.isEmpty else { return [] }
      let fields = Set(drawn.map(\.0.field))
      let title = fields.count == 1 ? fields.first ?? "" : ""
      let ranges = drawn.map(\.0.range)
      return [
        .chart(
          LineChart(
            title: title, xLabel: x,
            yLabel: title.hasPrefix("accuracy") ? "accuracy" : "",
            series: drawn.map { .init(name: $0.0.name, points: $0.1) },
            yRange: ranges.contains(nil) ? nil : ranges[0], form: form,
            xTicks: form == .points ? drawn.flatMap { $0.1.map(\.x) } : []))
      ]
    }
    func counted(_ values: [Double]) -> [(x: Double, y: Double)] {
      values.enumerated().map { (Double($0 + 1), $1) }
    }
    return chart("experiences learned", .counted) { plot, _ in
      if case .experiences(let values) = plot.content { counted(values) } else { nil }
    }
      + chart("place in the list", .counted) { plot, _ in
        if case .places(let values) = plot.content { counted(values) } else { nil }
      }
      + chart("place in the command", .points) { plot, place in
        if case .number(let value) = plot.content { [(Double(place), value)] } else { nil }
      }
  }
}

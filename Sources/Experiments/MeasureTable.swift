import Catalog
import Figures
import Journal
import Learning

/// The table of a paper: methods by rows, data by columns, one measure over seeds in each cell.
struct MeasureTable {
  /// A row: a choice of everything but seed and data, and a learner where a session has several.
  struct Method: Hashable {
    let values: [String]
    let learner: String
  }

  /// What one method gave on one data set, by what pairs runs: their seed.
  private struct Cell {
    var values: [(pair: String, value: Double)] = []
  }

  let measure: String
  let methods: [Method]
  /// The choices of data; one empty text if data do not vary.
  let columns: [String]
  private let names: [String]
  private let hasLearners: Bool
  private let bounds: ClosedRange<Double>?
  private var cells: [Method: [String: Cell]] = [:]

  /// Nil if no training of a finished run reported `measure`.
  init?(_ measure: String, _ result: ExperimentResult) {
    self.measure = measure
    bounds = Measures[measure]?.range
    let axes = result.axes
    names = axes.filter { !$0.isSeed && !$0.isData }.map(\.name)
    hasLearners = Set(result.runs.flatMap { $0.learners.map(\.name) }).count > 1
    var methods: [Method] = []
    var columns: [String] = []
    for run in result.runs {
      let choice = zip(axes, run.run.values).filter { !$0.0.isSeed && !$0.0.isData }.map(\.1)
      let data = run.run.value(axes) { $0.isData }
      let pair = run.run.value(axes) { $0.isSeed }
      for learner in run.learners {
        guard let value = learner.values.first(where: { $0.name == measure })?.value.double else {
          continue
        }
        let method = Method(values: choice, learner: hasLearners ? learner.name : "")
        if !methods.contains(method) { methods.append(method) }
        if !columns.contains(data) { columns.append(data) }
        cells[method, default: [:]][data, default: Cell()].values.append((pair, value))
      }
    }
    guard !methods.isEmpty else { return nil }
    (self.methods, self.columns) = (methods, columns)
  }

  /// Values are shares, which are shown in percent.
  private var isShare: Bool { Measures[measure]?.unit == .share }
  private var scale: Double { isShare ? 100 : 1 }
  private var range: ClosedRange<Double>? {
    bounds.map { ($0.lowerBound * scale)...($0.upperBound * scale) }
  }

  /// What is in the cells.
  var title: String {
    "\(measure)\(isShare ? " (%)" : ""): mean and 95 % confidence interval (Student's t)"
  }

  /// Names of the columns that name a method.
  private var head: [String] { names + (hasLearners ? ["learner"] : []) }

  private func labels(_ method: Method) -> [Table.Cell] {
    let all = method.values + (hasLearners ? [method.learner] : [])
    return all.map { .text($0) }
  }

  /// How a method is called in words.
  func name(_ method: Method) -> String {
    let all = method.values + (hasLearners ? [method.learner] : [])
    return all.isEmpty ? measure : all.joined(separator: " ")
  }

  private func numbers(_ method: Method, _ column: String) -> [Double] {
    (cells[method]?[column]?.values ?? []).map { $0.value * scale }
  }

  /// `98.36 (97.45 to 99.27)`, with n where it is not that of all.
  private func text(
    _ numbers: [Double], _ all: Int?, within bounds: ClosedRange<Double>?, signed: Bool = false
  ) -> String {
    guard let found = Statistics(numbers) else { return "" }
    func digits(_ value: Double) -> String {
      let text = Table.Cell.number(value, digits: isShare ? 2 : 4).string
      return signed && value > 0 ? "+" + text : text
    }
    let interval = found.interval(within: bounds).map {
      " (\(digits($0.lowerBound)) to \(digits($0.upperBound)))"
    }
    return digits(found.mean) + (interval ?? "") + (all == nil ? ", n=\(found.count)" : "")
  }

  /// The number of runs, if it is the same in every cell.
  private func common(_ counts: [Int]) -> Int? {
    Set(counts.filter { $0 > 0 }).count == 1 ? counts.first { $0 > 0 } : nil
  }

  private func table(
    _ rows: [Method], signed: Bool = false, within bounds: ClosedRange<Double>?,
    _ numbers: (Method, String) -> [Double]
  ) -> Table {
    let all = common(rows.flatMap { row in columns.map { numbers(row, $0).count } })
    let cells = rows.map { row in
      labels(row)
        + columns.map { .text(text(numbers(row, $0), all, within: bounds, signed: signed)) }
        + (all.map { [.integer($0)] } ?? [])
    }
    return Table(
      header: head + columns.map { $0.isEmpty ? measure : $0 } + (all == nil ? [] : ["n"]),
      rows: cells)
  }

  /// The same with a star after each value that the paired intervals say is the best of its column.
  var marked: Table {
    let plain = means
    guard methods.count > 1 else { return plain }
    let best = columns.map { column in
      BestValue.place(
        among: methods.map { cells[$0]?[column]?.values ?? [] },
        lowerIsBetter: Measures[measure]?.lowerIsBetter ?? false)
    }
    let rows = plain.rows.enumerated().map { row, cells in
      cells.enumerated().map { place, cell -> Table.Cell in
        let column = place - head.count
        return best.indices.contains(column) && best[column] == row
          ? .text(cell.string + " *") : cell
      }
    }
    return Table(header: plain.header, rows: rows)
  }

  /// What is in the cells of `marked`.
  var titleWithMarks: String {
    methods.count > 1
      ? title + "; *: better than every other row, by the 95 % interval of paired differences"
      : title
  }

  /// Means with intervals.
  var means: Table { table(methods, within: range, numbers) }

  /// Every method minus the first, run by run under the same seed; nil for one method.
  var differences: (title: String, table: Table)? {
    guard let first = methods.first, methods.count > 1 else { return nil }
    let table = table(Array(methods.dropFirst()), signed: true, within: nil) { method, column in
      let base = Dictionary(
        cells[first]?[column]?.values ?? [], uniquingKeysWith: { first, _ in first })
      return (cells[method]?[column]?.values ?? []).compactMap { pair, value in
        base[pair].map { (value - $0) * scale }
      }
    }
    return (
      "\(measure)\(isShare ? " (%)" : "") minus that of \(name(first)), paired by seed", table
    )
  }

  /// The value of every run: methods by rows, seeds by columns.
  var bySeed: Table {
    let pairs = methods.flatMap { method in
      columns.flatMap { cells[method]?[$0]?.values.map(\.pair) ?? [] }
    }
    let seeds = pairs.enumerated().filter { pairs.firstIndex(of: $0.element) == $0.offset }
      .map(\.element)
    let hasData = columns != [""]
    let rows = methods.flatMap { method in
      columns.map { column -> [Table.Cell] in
        let values = Dictionary(
          cells[method]?[column]?.values ?? [], uniquingKeysWith: { first, _ in first })
        return labels(method) + (hasData ? [.text(column)] : [])
          + seeds.map { seed in
            values[seed].map { .number($0 * scale, digits: isShare ? 2 : 4) } ?? .text("")
          }
      }
    }
    return Table(
      header: head + (hasData ? ["data"] : [])
        + seeds.map { $0.isEmpty ? measure : "seed \($0)" }, rows: rows)
  }
}

import Catalog
import Figures

/// Charts and heat maps as journals of version 1 hold them: as values under names made of their
/// series and titles.
package enum RecordedCharts {
  /// Whether the numbers of `value` are those of a series or a heat map of `figures`.
  package static func holds(_ value: NamedValue, _ figures: [Figure]) -> Bool {
    figures.contains { figure in
      switch figure {
      case .chart(let chart): chart.series.contains { holds(value.value, $0) }
      case .heatMap(let map): value.value.matrix.map { holds($0, map) } ?? false
      default: false
      }
    }
  }

  private static func holds(_ value: Value, _ series: LineChart.Series) -> Bool {
    if let numbers = value.numbers { return isSame(numbers, series.points.map(\.y)) }
    guard let pairs = value.matrix, pairs.allSatisfy({ $0.count == 2 }) else { return false }
    return isSame(pairs.flatMap(\.self), series.points.flatMap { [$0.x, $0.y] })
  }

  /// Blank cells of the map may hold anything, as accuracies before training do.
  private static func holds(_ matrix: [[Double]], _ map: HeatMap) -> Bool {
    matrix.count == map.values.count
      && zip(matrix, map.values).allSatisfy { row, cells in
        row.count <= max(cells.count, map.columnLabels.count)
          && cells.enumerated().allSatisfy { column, cell in
            guard let cell else { return true }
            return column < row.count && isSame([row[column]], [cell])
          }
      }
  }

  private static func isSame(_ left: [Double], _ right: [Double]) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
  }
}

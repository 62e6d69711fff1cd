@testable import Figures
import TestSupport

/// Figures of every kind from a seed: hostile words and numbers, ragged rows, empty lists.
struct Samples {
  var random: Seeded

  init(_ seed: UInt64) {
    random = Seeded(seed: seed)
  }

  mutating func word() -> String {
    let parts = [
      "", "a", "task", "Größe", "漢字", "👩‍👩‍👧", "🇩🇪", "e\u{301}", "\t", "\u{1B}[31m", "\u{7}", "\r\n",
      "\u{202E}", "\u{9B}", "\u{200B}", "\u{301}", "<&\">", "a rather long label of many words",
    ]
    return (0..<Int.random(in: 0...3, using: &random)).map { _ in random.pick(parts) }.joined()
  }

  mutating func number() -> Double {
    let odd = [
      0, -0.0, 1, .nan, .infinity, -.infinity, .greatestFiniteMagnitude,
      -.greatestFiniteMagnitude, .leastNonzeroMagnitude, 1e-300, 1e16,
    ]
    return Bool.random(using: &random)
      ? Double.random(in: -1...2, using: &random) : random.pick(odd)
  }

  mutating func words(_ most: Int) -> [String] {
    (0..<Int.random(in: 0...most, using: &random)).map { _ in word() }
  }

  mutating func numbers(_ most: Int) -> [Double] {
    (0..<Int.random(in: 0...most, using: &random)).map { _ in number() }
  }

  mutating func range() -> ClosedRange<Double> {
    random.pick([
      0...1, 0...0, -1...3, -.infinity...(.infinity), 0...(.infinity), 1e300...1.7e308,
      -.greatestFiniteMagnitude...(.greatestFiniteMagnitude), 0.1...0.1001,
    ])
  }

  mutating func table() -> Table {
    let rows = (0..<Int.random(in: 0...5, using: &random)).map { _ in
      (0..<Int.random(in: 0...6, using: &random)).map { _ -> Table.Cell in
        switch Int.random(in: 0...2, using: &random) {
        case 0: .text(word())
        case 1: .number(number(), digits: Int.random(in: -3...30, using: &random))
        default: .integer(random.pick([0, 7, .min, .max, -60_000]))
        }
      }
    }
    return Table(header: words(6), rows: rows)
  }

  mutating func chart() -> LineChart {
    let series = (0..<random.pick([0, 1, 2, 3, 9])).map { _ in
      LineChart.Series(name: word(), points: numbers(12).map { (x: number(), y: $0) })
    }
    return LineChart(
      title: word(), xLabel: word(), yLabel: word(), series: series,
      yRange: Bool.random(using: &random) ? nil : range(),
      form: random.pick([.counted, .curves, .points]),
      xTicks: Bool.random(using: &random) ? [] : [1, 2, 3])
  }

  mutating func heatMap() -> HeatMap {
    let width = random.pick([0, 1, 3, 14, 60])
    let values = (0..<Int.random(in: 0...6, using: &random)).map { _ in
      numbers(width).map { Bool.random(using: &random) ? $0 : nil }
    }
    return HeatMap(
      title: word(), rowLabels: words(7), columnLabels: words(width), values: values,
      range: range())
  }

  mutating func sheet() throws -> ImageSheet {
    let channels = random.pick([1, 3])
    let (height, width) = (random.pick([1, 2, 7, 8, 20]), random.pick([1, 2, 5, 8, 130]))
    let images = (0..<random.pick([0, 1, 2, 5])).map { _ in
      (0..<channels * height * width).map { _ in UInt8.random(in: 0...255, using: &random) }
    }
    return try ImageSheet(
      images: images, channels: channels, height: height, width: width, captions: words(13))
  }

  mutating func figures() throws -> [Figure] {
    [
      .text(words(5).joined(separator: "\n")), .table(table()), .chart(chart()),
      .heatMap(heatMap()), .images(try sheet()),
    ]
  }
}

/// `line` without the escape codes that set colours and weights.
func withoutCodes(_ line: String) -> String {
  line.replacing(/\u{1B}\[[0-9;]*m/, with: "")
}

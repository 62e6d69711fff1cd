import Testing

@testable import Figures

struct LineChartTests {
  static func chart(_ ys: [[Double]], yRange: ClosedRange<Double>? = nil) -> LineChart {
    let series = ys.enumerated().map { index, values in
      LineChart.Series(
        name: "s\(index)", points: values.enumerated().map { (x: Double($0), y: $1) })
    }
    return LineChart(
      title: "Accuracy", xLabel: "task", yLabel: "share", series: series, yRange: yRange)
  }

  @Test func `a rising line in Braille`() {
    let chart = Self.chart([[0, 1]], yRange: 0...1)
    #expect(
      Figure.chart(chart).lines(TextStyle(columns: 26)) == [
        "Accuracy",
        "share",
        "1.00 ┤                  ⡠⠊",
        "     │                ⡠⠊",
        "0.75 ┤              ⡠⠊",
        "     │            ⡠⠊",
        "     │          ⡠⠊",
        "0.50 ┤        ⡠⠊",
        "     │      ⡠⠊",
        "0.25 ┤    ⡠⠊",
        "     │  ⡠⠊",
        "0.00 ┤⡠⠊",
        "     └┬──────────────────┬",
        "      0                  1",
        "              task",
        "● s0",
      ])
  }

  @Test func `points that nothing joins are dots alone`() throws {
    let points = [(x: 0.0, y: 0.0), (x: 1, y: 1), (x: 0, y: 1)]
    let chart = LineChart(
      title: "", xLabel: "", yLabel: "", series: [.init(name: "a", points: points)],
      yRange: 0...1, form: .points)
    let figure = Figure.chart(chart)
    let drawn = figure.lines(TextStyle(columns: 16, unicode: false))
    #expect(drawn.dropLast().joined().count { $0 == "*" } == 3)
    let svg = try #require(figure.svg())
    // One more in the legend.
    #expect(svg.components(separatedBy: "<circle").count - 1 == 4)
    #expect(!svg.contains("stroke-width=\"2\""))
  }

  @Test func `two lines in ASCII have two symbols`() {
    let chart = Self.chart([[0, 1], [1, 0]], yRange: 0...1)
    #expect(
      Figure.chart(chart).lines(TextStyle(columns: 16, unicode: false)) == [
        "Accuracy",
        "share",
        "1.00 +o        *",
        "     | o      *",
        "0.75 +  o    *",
        "     |   o  *",
        "     |    o*",
        "0.50 +    *o",
        "     |   *  o",
        "0.25 +  *    o",
        "     | *      o",
        "0.00 +*        o",
        "     ++--------+",
        "      0        1",
        "         task",
        "* s0  o s1",
      ])
  }

  @Test func `two lines without colours have letters`() {
    let chart = Self.chart([[0, 0.2, 0.9], [1, 0.5, 0.3]])
    let lines = Figure.chart(chart).lines(TextStyle(columns: 40))
    #expect(lines[2] == "1.00 ┤b⠢⢄")
    #expect(lines[7] == "0.50 ┤                 b⠑⠒⠒⠤⡤⣊⣁⡀")
    #expect(lines[11] == "0.00 ┤a⡠⠤⠔⠒⠊⠉⠁")
    #expect(lines.last == "a s0  b s1")
  }

  @Test func `one point is a dot`() {
    let lines = Figure.chart(Self.chart([[0.5]])).lines(TextStyle(columns: 30))
    #expect(lines[7] == "0.500 ┤           ●")
    #expect(lines.joined().count { $0 == "●" } == 2)
    #expect(lines[13] == "                  0" && lines[14].hasSuffix("  task"))
  }

  @Test func `a break in the values is a gap in the line`() {
    let whole = Self.chart([[1, 1, 1, 1, 1]], yRange: 0...1)
    let broken = Self.chart([[1, 1, .nan, 1, 1]], yRange: 0...1)
    func dots(_ chart: LineChart) -> Int {
      Figure.chart(chart).lines(TextStyle()).joined().count {
        ("\u{2801}"..."\u{28FF}").contains($0)
      }
    }
    #expect(dots(broken) < dots(whole))
    #expect(dots(broken) > 0)
  }

  @Test func `no points say so`() {
    #expect(Figure.chart(Self.chart([[]])).lines(TextStyle()) == ["Accuracy", "(no data)"])
    #expect(Figure.chart(Self.chart([[.nan, .infinity]])).lines(TextStyle()).last == "(no data)")
  }

  @Test func `each series has its colour`() {
    let lines = Figure.chart(Self.chart([[0, 1], [1, 0]])).lines(TextStyle(colours: true))
    #expect(lines.last == "\u{1B}[38;5;74m●\u{1B}[0m s0  \u{1B}[38;5;178m●\u{1B}[0m s1")
  }

  @Test func `a plot follows the height of the terminal`() {
    let chart = Figure.chart(Self.chart([[0, 1]]))
    let heights = [1, 24, 50, 1000].map { chart.lines(TextStyle(rows: $0)).count - 6 }
    #expect(heights == [4, 10, 23, 40])
  }

  @Test func `ticks are where they are asked for, in both forms`() throws {
    let points = stride(from: 1, through: 6, by: 0.25).map { (x: $0, y: $0) }
    let chart = LineChart(
      title: "", xLabel: "experience", yLabel: "", series: [.init(name: "a", points: points)],
      form: .curves, xTicks: [1, 2, 3, 4, 5])
    let lines = Figure.chart(chart).lines(TextStyle(columns: 40))
    #expect(lines[11].split(separator: " ").map(String.init) == ["1", "2", "3", "4", "5"])
    #expect(lines[12].contains("experience"))
    let svg = try #require(Figure.chart(chart).svg())
    for tick in 1...5 {
      #expect(
        svg.contains("text-anchor=\"middle\" font-size=\"12\" fill=\"#595959\">\(tick)</text>"))
    }
    let many = LineChart(
      title: "", xLabel: "", yLabel: "", series: chart.series, xTicks: (1...100).map(Double.init))
    #expect(many.scales?.x.ticks == [1])
  }
}

import Testing

@testable import Figures

struct HeatMapTests {
  static let map = HeatMap(
    title: "Accuracy", rowLabels: ["after 1", "after 2"], columnLabels: ["t1", "t2"],
    values: [[0.98, nil], [0.5, 1]], range: 0...1)

  static let wide = HeatMap(
    title: "", rowLabels: ["r"], columnLabels: (1...20).map { "task \($0)" },
    values: [(0..<20).map { $0 == 5 ? nil : Double($0) / 19 }], range: 0...1)

  @Test func `shares are whole percents`() {
    #expect(
      Figure.heatMap(Self.map).lines(TextStyle()) == [
        "Accuracy",
        "          t1   t2",
        "after 1   98    ·",
        "after 2   50  100",
      ])
  }

  @Test func `missing values are dots in ASCII`() {
    let lines = Figure.heatMap(Self.map).lines(TextStyle(unicode: false))
    #expect(lines[2] == "after 1   98    .")
  }

  @Test func `colours lie under the numbers`() {
    let lines = Figure.heatMap(Self.map).lines(TextStyle(colours: true, trueColour: true))
    #expect(
      lines[3].hasSuffix(
        "\u{1B}[38;2;0;0;0;48;2;124;123;120m  50 \u{1B}[0m"
          + "\u{1B}[38;2;0;0;0;48;2;254;232;56m 100 \u{1B}[0m"))
  }

  @Test func `columns that do not fit are shades`() {
    #expect(
      Figure.heatMap(Self.wide).lines(TextStyle(columns: 30)) == [
        "  task 1 task 8 task 15",
        "r     ░·░░▒▒▒▒▓▓▓▓████",
        "0  ░▒▓█ 100",
      ])
    #expect(
      Figure.heatMap(Self.wide).lines(TextStyle(columns: 50, unicode: false)) == [
        "  task 1  task 5  task 9  task 13 task 17",
        "r         ... ....::::::::********########",
        "0  .:*# 100",
      ])
  }

  @Test func `other ranges show two digits`() {
    let map = HeatMap(
      title: "", rowLabels: [], columnLabels: [], values: [[1.234, 12], [.nan, -.infinity]],
      range: 0...20)
    #expect(Figure.heatMap(map).lines(TextStyle()) == ["  1.2    12", "  nan  -inf"])
  }

  @Test func `an empty map says so`() {
    let map = HeatMap(title: "x", rowLabels: [], columnLabels: [], values: [], range: 0...1)
    #expect(Figure.heatMap(map).lines(TextStyle()) == ["x", "(no data)"])
  }

  @Test(arguments: [1, 8, 30, 80, 200])
  func `a map of a hundred experiences is condensed and not cut`(columns: Int) throws {
    let values = (0..<100).map { row in (0..<100).map { $0 <= row ? Double($0) / 99 : nil } }
    let map = HeatMap.accuracies(values.map { $0.map { $0 ?? 0 } })
    let lines = Figure.heatMap(map).lines(TextStyle(columns: columns))
    let rows = lines.filter { $0.contains("█") && !$0.hasPrefix("0 ") }
    guard columns >= 30 else { return #expect(!lines.isEmpty) }
    #expect(!lines.dropFirst().joined().contains("…"))
    #expect(lines.contains { $0.contains("cells: means of") } == (columns < 200))
    // The last columns, the brightest, are there.
    #expect(rows.last?.hasSuffix("█") == true)
    #expect(columns != 80 || lines.contains("(cells: means of 2 x 2)"))
  }

  @Test func `blocks are means of what is there`() {
    let map = HeatMap(
      title: "", rowLabels: ["a", "b", "c"], columnLabels: ["x", "y", "z"],
      values: [[1, 0, nil], [nil, 0.5, nil], [.nan, nil, 0.25]], range: 0...1)
    let small = map.condensed(2)
    #expect(small.rowLabels == ["a..b", "c"] && small.columnLabels == ["x..y", "z"])
    #expect(small.values[0] == [0.5, nil] && small.values[1][1] == 0.25)
    #expect(small.values[1][0]?.isNaN == true)
  }

  @Test func `accuracies have one title, and experiences that are not trained yet are blank`() {
    let map = HeatMap.accuracies([[1, 0], [0.5, 0.75]], labels: ["0-1", "2-3"])
    #expect(map.title == "Accuracy (%): trained up to row, tested on column")
    #expect(map.values == [[1, nil], [0.5, 0.75]] && map.rowLabels == ["0-1", "2-3"])
    #expect(HeatMap.accuracies([[1]], labels: ["a", "b"]).columnLabels == ["1"])
  }
}

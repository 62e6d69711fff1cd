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
}

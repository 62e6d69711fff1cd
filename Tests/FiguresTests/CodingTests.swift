import Foundation
import Testing
import Text

@testable import Figures

/// Figures written as JSON and read again.
struct CodingTests {
  @Test(arguments: 0..<40)
  func `what is written is read back as it was`(seed: Int) throws {
    var samples = Samples(UInt64(600 + seed))
    for figure in try samples.figures() where figure.kind != .images {
      let json = try figure.json()
      let read = try Figure(json: json)
      #expect(read.isSame(as: figure), "\(json)")
      #expect(try read.json() == json)
      #expect(!json.contains("\n") && SafeText.mapped(json, keepsMarks: true) { _ in "!" } == json)
      for style in [TextStyle(), TextStyle(columns: 20, unicode: false)] {
        #expect(read.lines(style) == figure.lines(style))
      }
      #expect(read.svg() == figure.svg() && read.png() == figure.png())
      #expect(read.mimeBundle() == figure.mimeBundle())
    }
  }

  @Test func `a chart has one spelling`() throws {
    let chart = LineChart(
      title: "t\u{1B}", xLabel: "x", yLabel: "y",
      series: [.init(name: "a", points: [(0, 0.1), (1, .nan), (2, -0.0), (3, 1e300)])],
      yRange: 0...(.infinity), xTicks: [1, 2])
    #expect(
      try Figure.chart(chart).json()
        == #"{"form":"counted","kind":"chart","series":[{"name":"a","x":[0,1,2,3],"#
        + #""y":[0.1,"nan",-0,1e+300]}],"title":"t\u001b","version":1,"x-label":"x","#
        + #""x-ticks":[1,2],"y-label":"y","y-range":[0,"inf"]}"#)
  }

  @Test func `a heat map, a table and a text have one spelling`() throws {
    #expect(
      try Figure.heatMap(HeatMapTests.map).json()
        == #"{"columns":["t1","t2"],"kind":"heatmap","range":[0,1],"rows":["after 1","after 2"],"#
        + #""title":"Accuracy","values":[[0.98,null],[0.5,1]],"version":1}"#)
    let table = Table(header: ["a"], rows: [[.text("b"), .integer(3), .number(0.25, digits: 4)]])
    #expect(
      try Figure.table(table).json()
        == #"{"header":["a"],"kind":"table","rows":[["b",3,{"digits":4,"number":0.25}]],"#
        + #""version":1}"#)
    #expect(
      try Figure.text("a\nb").json() == #"{"kind":"text","text":"a\nb","version":1}"#)
  }

  @Test func `images are written as the file that holds them`() throws {
    let sheet = try ImageSheet(images: [[1]], channels: 1, height: 1, width: 1, captions: ["a"])
    #expect(throws: FigureError.self) { _ = try Figure.images(sheet).json() }
    var file = ImageFile(sheet, pixels: "00ff")
    file.file = "a.figures/7.png"
    let read = try Figure(json: Figure.file(file).json())
    #expect(read == .file(file))
    #expect(read.lines(TextStyle()) == ["(1 images of 1 x 1 pixels in a.figures/7.png)"])
  }

  @Test(arguments: [
    "", "{}", "[]", "null", #"{"kind":"chart","version":1}"#,
    #"{"kind":"text","text":"a","version":2}"#, #"{"kind":"pie","version":1}"#,
    #"{"kind":"chart","version":1,"title":"","x-label":"","y-label":"","form":"counted","#
      + #""series":[{"name":"a","x":[1],"y":[]}]}"#,
    #"{"kind":"chart","version":1,"title":"","x-label":"","y-label":"","form":"counted","#
      + #""series":[],"y-range":[1,0]}"#,
    #"{"kind":"chart","version":1,"title":"","x-label":"","y-label":"","form":"counted","#
      + #""series":[{"name":"a","x":["one"],"y":[1]}]}"#,
    #"{"kind":"images","version":1,"file":"a","sha256":"","pixels":"","count":-1,"width":1,"#
      + #""height":1,"captions":[]}"#,
    #"{"kind":"images","version":1,"file":"a","sha256":"","pixels":"","count":1,"#
      + #""width":9223372036854775807,"height":1,"captions":[]}"#,
    #"{"kind":"table","version":1,"header":[],"rows":[[{"number":"x","digits":1}]]}"#,
    String(repeating: "[", count: 100_000),
  ])
  func `a malformed figure is refused`(json: String) {
    #expect(throws: (any Error).self) { _ = try Figure(json: json) }
  }

  @Test func `figures beyond the limits are refused`() throws {
    let rows = "[" + [String](repeating: "[]", count: 10_001).joined(separator: ",") + "]"
    let label = String(repeating: "x", count: 10_001)
    let map = { (rows: String, columns: String, title: String) in
      #"{"kind":"heatmap","version":1,"title":"\#(title)","rows":[],"columns":\#(columns),"#
        + #""values":\#(rows),"range":[0,1]}"#
    }
    #expect(try Figure(json: map("[[1]]", "[]", "")).kind == .heatmap)
    #expect(throws: FigureError.self) { _ = try Figure(json: map(rows, "[]", "")) }
    #expect(throws: FigureError.self) { _ = try Figure(json: map("[]", "[]", label)) }
    // Few values, but a rectangle of 1001 x 1001 cells.
    let names = "[" + [String](repeating: "\"\"", count: 1001).joined(separator: ",") + "]"
    let wide = "[" + [String](repeating: "[]", count: 1001).joined(separator: ",") + "]"
    #expect(throws: FigureError.self) { _ = try Figure(json: map(wide, names, "")) }
    let series = LineChart.Series(
      name: "a", points: [(x: Double, y: Double)](repeating: (0, 0), count: 500_001))
    let chart = LineChart(title: "", xLabel: "", yLabel: "", series: [series])
    #expect(throws: FigureError.self) { _ = try Figure.chart(chart).json() }
  }

  @Test func `the four forms of a figure hold the same numbers`() throws {
    let table = Table(header: ["n"], rows: [[.number(0.125, digits: 3)], [.integer(42)]])
    let bundle = Figure.table(table).mimeBundle().parts
    for number in ["0.125", "42"] {
      #expect(bundle["text/plain"]?.contains(number) == true)
      #expect(bundle["text/html"]?.contains(">\(number)<") == true)
    }
    let map = Figure.heatMap(HeatMapTests.map)
    let svg = try #require(map.mimeBundle().parts["image/svg+xml"])
    for number in ["98", "50", "100"] {
      #expect(svg.contains(">\(number)</text>"))
      #expect(map.lines(TextStyle()).joined().contains(number))
    }
    // A pixel of the cell of each value: its colour is that of the value.
    #expect(map.png()?.starts(with: [0x89, 0x50]) == true)
    let chart = Figure.chart(LineChartTests.chart([[0, 1], [1, 0]], yRange: 0...1))
    let drawn = try #require(chart.mimeBundle().parts["image/svg+xml"])
    for words in ["Accuracy", "share", "task", "s0", "s1", "0.75"] {
      #expect(drawn.contains(">\(words)</text>"), "\(words)")
      #expect(chart.lines(TextStyle()).joined().contains(words), "\(words)")
    }
    #expect(chart.png() == nil)
  }

  @Test func `figures are the same within a tolerance, or not`() {
    let left = Figure.chart(LineChartTests.chart([[0.5]]))
    let right = Figure.chart(LineChartTests.chart([[0.51]]))
    #expect(!left.isSame(as: right) && left.isSame(as: left))
    #expect(left.isSame(as: right) { abs($0 - $1) < 0.1 })
    #expect(!left.isSame(as: .chart(LineChartTests.chart([[0.5], [1]]))))
    let missing = Figure.chart(LineChartTests.chart([[.nan]]))
    #expect(missing.isSame(as: missing))
  }

  @Test func `subnormal numbers keep their bits, whatever the processor takes them for`() throws {
    let smallest = Double(bitPattern: 1)
    let figure = Figure.table(Table(header: [], rows: [[.number(smallest, digits: 3)]]))
    let json = try figure.json()
    #expect(json.contains(#""number":"bits:1""#))
    guard case .table(let table) = try Figure(json: json),
      case .number(let read, _) = table.rows[0][0]
    else { throw FigureError("no number") }
    #expect(read.bitPattern == 1)
    #expect(throws: FigureError.self) {
      _ = try Figure(json: json.replacing("bits:1", with: "bits:3ff0000000000000"))
    }
  }
}

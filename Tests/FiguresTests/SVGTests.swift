import Foundation
import FoundationXML
import Testing

@testable import Figures

struct SVGTests {
  @Test(arguments: 0..<40)
  func `every picture is well-formed XML`(seed: Int) throws {
    var samples = Samples(UInt64(400 + seed))
    for figure in try samples.figures() {
      guard let svg = figure.svg() else { continue }
      let parser = XMLParser(data: Data(svg.utf8))
      #expect(parser.parse(), "\(String(describing: parser.parserError)) in \(svg.prefix(2000))")
      #expect(svg.contains("<title>"))
      #expect(!svg.contains("nan") || !svg.contains("=\"nan"))
    }
  }

  @Test func `text and tables have no picture`() {
    #expect(Figure.text("a").svg() == nil)
    #expect(Figure.table(Table(header: ["a"], rows: [])).svg() == nil)
  }

  @Test func `images are embedded and stay sharp`() throws {
    let sheet = try ImageSheet(
      images: [[0, 255, 255, 0]], channels: 1, height: 2, width: 2, captions: ["seven"])
    let svg = try #require(Figure.images(sheet).svg())
    #expect(svg.contains("image-rendering: pixelated"))
    #expect(svg.contains("href=\"data:image/png;base64,iVBORw0KGgo"))
    #expect(svg.contains(">seven</text>"))
  }

  @Test func `a chart names its curves and uses safe colours`() throws {
    let svg = try #require(Figure.chart(LineChartTests.chart([[0, 1], [1, 0]])).svg())
    #expect(svg.contains("<title>Accuracy</title>"))
    #expect(svg.contains("stroke=\"#0072b2\""))
    #expect(svg.contains("stroke=\"#d55e00\""))
    #expect(svg.contains(">s1</text>"))
  }

  @Test func `a long curve is thinned but keeps its extremes`() throws {
    var values = (0..<9000).map { Double($0 % 7) }
    values[4321] = 100
    let chart = LineChartTests.chart([values], yRange: 0...100)
    let svg = try #require(Figure.chart(chart).svg())
    let curve = try #require(svg.split(separator: "\n").first { $0.contains("#0072b2") })
    #expect(curve.count { $0 == "," } == 2000)
    #expect(curve.contains(",64 "))
  }

  @Test func `a heat map writes numbers on its cells`() throws {
    let svg = try #require(Figure.heatMap(HeatMapTests.map).svg())
    #expect(svg.contains(">98</text>"))
    #expect(svg.contains("fill=\"#fee838\""))
  }
}

import Testing
import Text

@testable import Figures

/// What holds for every figure in every style.
struct LawTests {
  static let columnCounts = Array(1...40) + Array(stride(from: 43, to: 120, by: 7)) + [-5, 0, .max]

  @Test(arguments: 0..<6)
  func `no line is wider than the columns`(seed: Int) throws {
    var samples = Samples(UInt64(seed))
    for columns in Self.columnCounts {
      for figure in try samples.figures() {
        for style in Self.styles(columns) {
          let wide = figure.lines(style).filter {
            CellWidth.of(withoutCodes($0)) > max(1, columns)
          }
          #expect(wide.isEmpty, "at \(columns)")
        }
      }
    }
  }

  @Test(arguments: 0..<12)
  func `plain styles write no escape codes and no other controls`(seed: Int) throws {
    var samples = Samples(UInt64(100 + seed))
    for columns in [1, 2, 9, 40, 80] {
      for figure in try samples.figures() {
        for style in Self.styles(columns) {
          for line in figure.lines(style) {
            let shown = style.colours ? withoutCodes(line) : line
            #expect(
              !shown.unicodeScalars.contains { $0.properties.generalCategory == .control },
              "\(line.debugDescription)")
          }
        }
      }
    }
  }

  @Test(arguments: 0..<12)
  func `without Unicode only ASCII is written`(seed: Int) throws {
    var samples = Samples(UInt64(200 + seed))
    for columns in [1, 2, 9, 40, 80] {
      for figure in try samples.figures() {
        for style in Self.styles(columns) where !style.unicode {
          #expect(figure.lines(style).allSatisfy { line in line.utf8.allSatisfy { $0 < 0x7F } })
        }
      }
    }
  }

  @Test(arguments: 0..<12)
  func `every code that is switched on is switched off in its line`(seed: Int) throws {
    var samples = Samples(UInt64(300 + seed))
    for figure in try samples.figures() {
      for line in figure.lines(TextStyle(columns: 60, colours: true)) {
        let codes = line.split(separator: "\u{1B}[").count { $0.hasPrefix("0m") }
        let all = line.unicodeScalars.count { $0 == "\u{1B}" }
        #expect(all == 2 * codes)
      }
    }
  }

  @Test func `figures are values`() throws {
    var (first, second) = (Samples(7), Samples(7))
    let sheet = Figure.images(try first.sheet())
    #expect(try Figure.images(second.sheet()) == sheet)
    #expect(Figure.table(TableTests.table) != .text("name"))
    #expect(Figure.chart(LineChartTests.chart([[1]])) != .chart(LineChartTests.chart([[2]])))
  }

  private static func styles(_ columns: Int) -> [TextStyle] {
    [
      TextStyle(columns: columns), TextStyle(columns: columns, unicode: false),
      TextStyle(columns: columns, colours: true),
      TextStyle(columns: columns, colours: true, unicode: false),
      TextStyle(columns: columns, colours: true, trueColour: true),
    ]
  }
}

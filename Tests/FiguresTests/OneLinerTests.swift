import Testing

@testable import Figures

struct OneLinerTests {
  @Test(arguments: [
    (0, "    "), (0.5, "██  "), (1, "████"), (0.28125, "█▏  "), (7, "████"), (-1, "    "),
    (Double.nan, "    "),
  ])
  func `a bar fills in eighths`(fraction: Double, bar: String) {
    #expect(ProgressBar.text(fraction, width: 4) == bar)
  }

  @Test func `a bar in ASCII fills in whole cells`() {
    #expect(ProgressBar.text(0.7, width: 5, unicode: false) == "###..")
    #expect(ProgressBar.text(0.7, width: -3) == "")
    #expect(ProgressBar.text(1, width: .max).count == 1000)
  }

  @Test func `paint needs colours`() {
    let colours = TextStyle(colours: true)
    #expect(Paint.red("a", TextStyle()) == "a")
    #expect(Paint.red("a", colours) == "\u{1B}[31ma\u{1B}[0m")
    #expect(Paint.dim("", colours) == "")
  }

  @Test func `palette entries are the nearest colours`() {
    #expect(Colour.white.paletteIndex == 231)
    #expect(Colour.black.paletteIndex == 16)
    #expect(Colour(255, 0, 0).paletteIndex == 196)
    #expect(Colour(8, 8, 8).paletteIndex == 232)
    #expect(Colour(128, 128, 128).paletteIndex == 244)
  }

  @Test func `the heat scale rises in lightness`() {
    let lightness = (0...20).map { Palette.heat(Double($0) / 20).luminance }
    #expect(zip(lightness, lightness.dropFirst()).allSatisfy { $0 < $1 })
    #expect(Palette.heat(.nan) == Palette.heat(0))
  }
}

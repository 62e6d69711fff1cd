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

  @Test func `a sparkline shows low and high`() {
    #expect(Sparkline.text([0, 1, 2, 3, 4, 5, 6, 7], width: 8) == "▁▂▃▄▅▆▇█")
    #expect(Sparkline.text([0, 0, 7, 7], width: 2, unicode: false) == "_@")
    #expect(Sparkline.text([3, .nan, 3], width: 9) == "▄ ▄")
    #expect(Sparkline.text([.nan], width: 9) == " ")
    #expect(Sparkline.text([1, 2], width: -1) == "")
    #expect(Sparkline.text([], width: 4) == "")
    #expect(Sparkline.text([-1e308, 1e308, 1.7e308], width: 3).count == 3)
  }

  @Test func `paint needs colours`() {
    let colours = TextStyle(colours: true)
    #expect(Paint.red("a", TextStyle()) == "a")
    #expect(Paint.red("a", colours) == "\u{1B}[31ma\u{1B}[0m")
    #expect(Paint.green("a", colours) == "\u{1B}[32ma\u{1B}[0m")
    #expect(Paint.bold("a", colours) == "\u{1B}[1ma\u{1B}[0m")
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

import Testing

@testable import Figures

struct FormatTests {
  @Test(arguments: [
    (0.1987, "0.1987"), (0.19874, "0.1987"), (12.5, "12.5"), (1e-05, "1e-05"), (0, "0"),
    (-0.0, "0"), (60000, "60000"), (12345.6, "12346"), (1_500_000, "1.5e+06"),
    (.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf"), (-3.25, "-3.25"),
    (999_999.9, "1e+06"),
  ])
  func `a number has at most four digits that count`(value: Double, text: String) {
    #expect(Format.number(value) == text)
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (60000, "60,000"), (-1_234_567, "-1,234,567"),
    (Int.min, "-9,223,372,036,854,775,808"),
  ])
  func `a count has commas between thousands`(value: Int, text: String) {
    #expect(Format.count(value) == text)
  }

  @Test(arguments: [
    (0, "0 s"), (0.0001, "<1 ms"), (0.04, "40 ms"), (0.4, "0.4 s"), (9.96, "10 s"), (12, "12 s"),
    (59.7, "1 min"), (200, "3 min 20 s"), (3599.9, "1 h"), (7500, "2 h 5 min"),
    (86_399, "1 d"), (273_600, "3 d 4 h"), (.nan, "nan"), (-12, "-12 s"), (1e300, "1.157e+295 d"),
  ])
  func `a duration has one or two units`(seconds: Double, text: String) {
    #expect(Format.duration(seconds) == text)
  }
}

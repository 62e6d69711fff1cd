import Testing

@testable import Figures

struct ImageSheetTests {
  @Test func `pairs of rows are half blocks in colour`() throws {
    let sheet = try ImageSheet(images: [[255, 0, 0, 255]], channels: 1, height: 2, width: 2)
    #expect(
      Figure.images(sheet).lines(TextStyle(colours: true, trueColour: true)) == [
        "\u{1B}[38;2;255;255;255;48;2;0;0;0m▀\u{1B}[0m\u{1B}[38;2;0;0;0;48;2;255;255;255m▀\u{1B}[0m"
      ])
    #expect(
      Figure.images(sheet).lines(TextStyle(colours: true)) == [
        "\u{1B}[38;5;231;48;5;16m▀\u{1B}[0m\u{1B}[38;5;16;48;5;231m▀\u{1B}[0m"
      ])
  }

  @Test func `images without colours are ramps in a grid with captions`() throws {
    let sheet = try ImageSheet(
      images: [[255, 255, 255, 255], [128, 128, 128, 128], [255, 0, 255, 0]], channels: 1,
      height: 2, width: 2, captions: ["one", "2"])
    #expect(
      Figure.images(sheet).lines(TextStyle(columns: 9, unicode: false)) == [
        "@@  ++", "one 2", "", "@",
      ])
  }

  @Test func `an image wider than the terminal is averaged`() throws {
    let sheet = try ImageSheet(images: [[255, 255, 0, 0]], channels: 1, height: 1, width: 4)
    #expect(Figure.images(sheet).lines(TextStyle(columns: 2)) == ["@"])
    #expect(Figure.images(sheet).lines(TextStyle(columns: 1)) == ["+"])
  }

  @Test func `three channels are planes`() throws {
    let sheet = try ImageSheet(images: [[1, 2, 3]], channels: 3, height: 1, width: 1)
    #expect(
      Figure.images(sheet).lines(TextStyle(colours: true, trueColour: true)) == [
        "\u{1B}[38;2;1;2;3m▀\u{1B}[0m"
      ])
  }

  @Test func `captions are cut under their image`() throws {
    let sheet = try ImageSheet(
      images: [[0], [0]], channels: 1, height: 1, width: 1,
      captions: ["a very long caption", "b"])
    #expect(
      Figure.images(sheet).lines(TextStyle(columns: 40)) == ["", "a very long… b"])
  }

  @Test(arguments: [
    (2, 1, 1, "images have 2 channels; only 1 (grey) or 3 (colour) can be shown"),
    (1, 0, 1, "images of 1 x 0 pixels cannot be shown; sides go from 1 to 16384"),
    (
      1, Int.max, Int.max,
      "images of \(Int.max) x \(Int.max) pixels cannot be shown; sides go from 1 to 16384"
    ),
    (1, 2, 2, "image 1 has 3 bytes; 1 x 2 x 2 needs 4"),
  ])
  func `impossible sizes are refused`(channels: Int, height: Int, width: Int, text: String) {
    #expect(throws: FigureError(text)) {
      try ImageSheet(images: [[1, 2, 3]], channels: channels, height: height, width: width)
    }
  }

  @Test func `a row that is asked for is kept together`() throws {
    let sheet = try ImageSheet(
      images: [[255], [0], [255], [0]], channels: 1, height: 1, width: 1,
      captions: ["a", "", "b"], columns: 2)
    #expect(
      Figure.images(sheet).lines(TextStyle(columns: 40, unicode: false)) == [
        "@", "a", "", "@", "b",
      ])
    #expect(sheet.png()[16..<24] == [0, 0, 0, 6, 0, 0, 0, 6])
    let wide = try ImageSheet(
      images: Array(repeating: [UInt8](repeating: 255, count: 28 * 2), count: 8), channels: 1,
      height: 2, width: 28, columns: 4)
    let lines = Figure.images(wide).lines(TextStyle(columns: 60, unicode: false))
    #expect(lines[0].count == 4 * 14 + 3)
  }

  @Test func `eight digits fit one screen, and larger sets are drawn as small as is legible`()
    throws
  {
    func lines(_ count: Int, rows: Int = 24) throws -> [String] {
      let image = [UInt8](repeating: 200, count: 28 * 28)
      let sheet = try ImageSheet(
        images: [[UInt8]](repeating: image, count: count), channels: 1, height: 28, width: 28)
      return Figure.images(sheet).lines(TextStyle(columns: 78, rows: rows, colours: false))
    }
    #expect(try lines(8).count == 19)
    #expect(try lines(1).count == 14)
    #expect(try lines(100).count == 20 * 8 - 1)
    #expect(try lines(8, rows: 100).count == 4 * 15 - 1)
  }
}

import Testing

@testable import Figures

struct PNGWriterTests {
  @Test func `check sums have their known values`() {
    #expect(PNGWriter.crc32(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(PNGWriter.adler32(Array("Wikipedia".utf8)) == 0x11E6_0398)
    #expect(PNGWriter.crc32([]) == 0)
    #expect(PNGWriter.adler32([]) == 1)
  }

  @Test func `a file has its signature, its header and its end`() {
    let file = PNGWriter.file([7], width: 1, height: 1, channels: 1)
    #expect(Array(file.prefix(8)) == [137, 80, 78, 71, 13, 10, 26, 10])
    #expect(
      Array(file[8..<33]) == [
        0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0x3A, 0x7E, 0x9B, 0x55,
      ])
    #expect(Array(file.suffix(12)) == [0, 0, 0, 0, 73, 69, 78, 68, 0xAE, 0x42, 0x60, 0x82])
  }

  @Test func `long data goes into several stored blocks`() {
    let side = 300
    let pixels = [UInt8](repeating: 9, count: side * side)
    let file = PNGWriter.file(pixels, width: side, height: side, channels: 1)
    let data = side * (side + 1)
    #expect(file.count == 8 + 25 + 12 + (2 + data + 2 * 5 + 4) + 12)
    // The first block is not the last and holds 65,535 bytes.
    #expect(Array(file[41..<48]) == [0x78, 0x01, 0, 0xFF, 0xFF, 0, 0])
  }

  @Test func `a sheet is a grid with gaps of two pixels`() throws {
    let sheet = try ImageSheet(images: [[1], [2], [3]], channels: 1, height: 1, width: 1)
    let file = sheet.png()
    #expect(Array(file[16..<24]) == [0, 0, 0, 10, 0, 0, 0, 2])
    #expect(Array(file[48..<59]) == [0, 1, 1, 255, 255, 2, 2, 255, 255, 3, 3])
  }

  @Test func `no images are one white pixel`() throws {
    let sheet = try ImageSheet(images: [], channels: 3, height: 4, width: 4)
    #expect(Array(sheet.png()[16..<24]) == [0, 0, 0, 1, 0, 0, 0, 1])
  }
}

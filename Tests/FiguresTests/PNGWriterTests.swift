import Foundation
import Testing

@testable import Figures

struct PNGWriterTests {
  /// Width, height, bits and colour type as the header has them.
  private static func header(_ file: [UInt8]) -> [UInt8] { Array(file[16..<26]) }

  @Test(arguments: [(1, 0), (3, 2)])
  func `a file has its signature, its header and its end`(channels: Int, colour: UInt8) {
    let pixels = [UInt8](repeating: 7, count: 6 * channels)
    let file = PNGWriter.file(pixels, width: 3, height: 2, channels: channels)
    #expect(Array(file.prefix(8)) == [137, 80, 78, 71, 13, 10, 26, 10])
    #expect(Self.header(file) == [0, 0, 0, 3, 0, 0, 0, 2, 8, colour])
    #expect(Array(file.suffix(12)) == [0, 0, 0, 0, 73, 69, 78, 68, 0xAE, 0x42, 0x60, 0x82])
  }

  @Test func `what is even takes little room`() {
    let pixels = [UInt8](repeating: 9, count: 300 * 300)
    let file = PNGWriter.file(pixels, width: 300, height: 300, channels: 1)
    #expect((50..<2000).contains(file.count))
  }

  @Test(arguments: [(0, 0), (2, 3), (-1, 4)])
  func `sizes that do not fit the pixels give one grey pixel`(width: Int, height: Int) {
    let file = PNGWriter.file([1, 2], width: width, height: height, channels: 1)
    #expect(Self.header(file) == [0, 0, 0, 1, 0, 0, 0, 1, 8, 0])
  }

  @Test func `a sheet is a grid with gaps of two pixels`() throws {
    let sheet = try ImageSheet(images: [[1], [2], [3]], channels: 1, height: 1, width: 1)
    #expect(Array(sheet.png()[16..<24]) == [0, 0, 0, 10, 0, 0, 0, 2])
  }

  @Test func `no images are one white pixel`() throws {
    let sheet = try ImageSheet(images: [], channels: 3, height: 4, width: 4)
    #expect(Array(sheet.png()[16..<24]) == [0, 0, 0, 1, 0, 0, 0, 1])
  }
}

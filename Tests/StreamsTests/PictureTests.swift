import Foundation
import Testing

@testable import Streams

@Suite struct PictureTests {
  private func picture(_ bytes: some Sequence<UInt8>) throws -> DecodedImage {
    let folder = try TemporaryFolder()
    try folder.write(Array(bytes), to: "image")
    return try DecodedImage(folder.file("image"))
  }

  @Test func `a grey PNG keeps its values`() throws {
    let image = try picture(png(width: 3, height: 2, [[0, 1, 2], [253, 254, 255]]))
    #expect((image.height, image.width, image.channels) == (2, 3, 1))
    #expect(image.pixels == [0, 1, 2, 253, 254, 255])
  }

  @Test func `a colour PNG keeps its values`() throws {
    let image = try picture(png(width: 2, height: 1, kind: 2, [[10, 20, 30, 40, 50, 60]]))
    #expect((image.height, image.width, image.channels) == (1, 2, 3))
    #expect(image.pixels == [10, 20, 30, 40, 50, 60])
  }

  @Test func `16 bits become the nearest 8`() throws {
    let image = try picture(
      png(width: 4, height: 1, depth: 16, [[0, 0, 0x40, 0x40, 0x80, 0x80, 255, 255]]))
    #expect(image.pixels == [0, 0x40, 0x80, 255])
  }

  @Test func `one bit becomes black and white`() throws {
    let image = try picture(png(width: 8, height: 1, depth: 1, [[0b0110_0001]]))
    #expect(image.pixels == [0, 255, 255, 0, 0, 0, 0, 255])
  }

  @Test func `alpha is laid over black`() throws {
    let grey = try picture(png(width: 2, height: 1, kind: 4, [[200, 255, 200, 0]]))
    #expect(grey.channels == 1)
    #expect(grey.pixels == [200, 0])
    let colour = try picture(
      png(width: 2, height: 1, kind: 6, [[10, 20, 30, 255, 10, 20, 30, 0]]))
    #expect(colour.channels == 3)
    #expect(colour.pixels == [10, 20, 30, 0, 0, 0])
  }

  @Test func `alpha is blended on the stored values`() throws {
    let alphas = (0..<64).map { UInt8($0 * 4) }
    let rows: [[UInt8]] = [alphas.flatMap { alpha -> [UInt8] in [200, 200, 200, alpha] }]
    let image = try picture(png(width: 64, height: 1, kind: 6, rows))
    #expect(image.pixels[32 * 3] == 100)
    for (place, alpha) in alphas.enumerated() {
      let exact = 200 * Double(alpha) / 255
      #expect(image.pixels[place * 3] == UInt8(exact.rounded()))
    }
  }

  @Test(arguments: [0, 2, 4, 6] as [UInt8])
  func `interlaced images of 16 bits equal those that are not`(_ kind: UInt8) throws {
    let channels = [0: 1, 2: 3, 4: 2, 6: 4][kind] ?? 1
    let rows: [[UInt8]] = (0..<9).map { row in
      (0..<(11 * channels)).flatMap { place -> [UInt8] in
        bigEndian((row * 9973 + place * 131) % 65_536, bytes: 2)
      }
    }
    let plain = try picture(png(width: 11, height: 9, kind: kind, depth: 16, rows))
    let interlaced = try picture(
      png(width: 11, height: 9, kind: kind, depth: 16, isInterlaced: true, rows))
    #expect(interlaced.pixels == plain.pixels)
    #expect(Set(plain.pixels).count > 20)
  }

  @Test(arguments: [1.0, 0.55, 0.45455])
  func `gamma changes no value`(_ gamma: Double) throws {
    let gama = bigEndian(Int(gamma * 100_000))
    let image = try picture(
      png(width: 4, height: 1, chunks: [("gAMA", gama)], [[0, 60, 120, 255]]))
    #expect(image.pixels == [0, 60, 120, 255])
  }

  @Test func `a transparent colour becomes black`() throws {
    let image = try picture(
      png(width: 3, height: 1, chunks: [("tRNS", [0, 60])], [[0, 60, 61]]))
    #expect(image.pixels == [0, 0, 61])
  }

  @Test func `a grey JPEG has one channel`() throws {
    let image = try picture(SmallFiles.greyJPEG)
    #expect((image.height, image.width, image.channels) == (16, 16, 1))
    for (place, value) in image.pixels.enumerated() {
      #expect(abs(Int(value) - 16 * (place % 16)) <= 8)
    }
  }

  @Test func `four inks become light`() throws {
    let image = try picture(SmallFiles.inkJPEG)
    #expect((image.height, image.width, image.channels) == (8, 16, 3))
    #expect(Array(image.pixels.prefix(3)) == [255, 0, 0])
    #expect(Array(image.pixels.suffix(3)) == [0, 95, 191])
  }

  /// The grey JPEG with bytes put before its first quantization table.
  private func beforeTables(_ bytes: [UInt8]) throws -> [UInt8] {
    let whole = SmallFiles.greyJPEG
    let at = try #require(whole.indices.first { whole[$0...].starts(with: [0xFF, 0xDB]) })
    return whole[..<at] + bytes + whole[at...]
  }

  @Test func `oddities in the header of a JPEG cost nothing`() throws {
    let plain = try picture(SmallFiles.greyJPEG).pixels
    #expect(try picture(beforeTables([0, 1, 2, 3])).pixels == plain)
    var revision = SmallFiles.greyJPEG
    (revision[11], revision[12]) = (0, 0)
    #expect(try picture(revision).pixels == plain)
    #expect(try picture(SmallFiles.greyJPEG.dropLast(2)).pixels == plain)
    #expect(try picture(SmallFiles.greyJPEG.dropLast(2) + [0, 0, 0, 0xFF, 0xD9]).pixels == plain)
  }

  @Test func `a JPEG with bytes left over after its scan is damaged`() throws {
    let bytes = joined(
      Array(SmallFiles.greyJPEG.dropLast(2)), [UInt8](1...40), [0xFF, 0xD9])
    let error = #expect(throws: StreamsError.self) { try picture(bytes) }
    #expect(error?.message.contains("bytes are left over after a scan") == true)
  }

  @Test(arguments: 1...8)
  func `the EXIF orientation is reported and not applied`(_ turn: Int) throws {
    let tiff = joined(
      Array("Exif\0\0MM".utf8), [0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0],
      [UInt8(turn), 0, 0, 0, 0, 0, 0])
    let block = joined([0xFF, 0xE1], bigEndian(tiff.count + 2, bytes: 2), tiff)
    let image = try picture(beforeTables(block))
    #expect(image.orientation == turn)
    #expect(image.pixels == (try picture(SmallFiles.greyJPEG).pixels))
  }

  @Test func `decoding stops between two rows`() throws {
    for bytes in [greyPNG(64), SmallFiles.greyJPEG] {
      var asked = 0
      let stop = StopSignal {
        asked += 1
        return asked == 3
      }
      #expect(throws: StreamsError.stopped) {
        try DecodedImage(bytes, name: "image", stop: stop)
      }
      #expect(asked == 3)
    }
  }

  @Test func `channels are made to fit`() {
    var out = [UInt8](repeating: 0, count: 6)
    let grey = DecodedImage(height: 1, width: 2, channels: 1, pixels: [7, 9])
    out.withUnsafeMutableBytes { grey.write(channels: 3, into: $0) }
    #expect(out == [7, 9, 7, 9, 7, 9])
    let colour = DecodedImage(height: 1, width: 2, channels: 3, pixels: [255, 0, 0, 255, 255, 255])
    out.withUnsafeMutableBytes { colour.write(channels: 3, into: $0) }
    #expect(out == [255, 255, 0, 255, 0, 255])
    out.withUnsafeMutableBytes { colour.write(channels: 1, into: $0) }
    #expect(out.prefix(2) == [76, 255])
  }

  @Test(arguments: [1, 3, 4, 7, 12, 25])
  func `resizing keeps one value one value`(_ side: Int) {
    let pixels = [UInt8](repeating: 93, count: 12 * 17 * 3)
    let image = Resampling(side: side)(
      DecodedImage(height: 12, width: 17, channels: 3, pixels: pixels))
    #expect((image.height, image.width) == (side, side))
    #expect(image.pixels == [UInt8](repeating: 93, count: side * side * 3))
  }

  @Test func `shrinking averages areas of the centred square`() {
    let image = DecodedImage(
      height: 2, width: 4, channels: 1, pixels: [255, 10, 20, 255, 255, 30, 40, 255])
    #expect(Resampling(side: 1)(image).pixels == [25])
    #expect(Resampling(side: 2)(image).pixels == [10, 20, 30, 40])
  }
}

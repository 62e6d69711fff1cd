/// One image of a sheet as colours at any size up to its own.
struct ScaledImage {
  let width: Int
  let height: Int
  private let pixels: [Colour]

  /// Image `index` of `sheet`, shrunk to `width` x `height` by averaging the area of each pixel.
  init(_ sheet: ImageSheet, _ index: Int, width: Int, height: Int) {
    self.width = width
    self.height = height
    let columns = (0..<width).map { Self.span($0, of: width, over: sheet.width) }
    let rows = (0..<height).map { Self.span($0, of: height, over: sheet.height) }
    let image = sheet.images[index]
    pixels = rows.flatMap { row in
      columns.map { column in
        let means = (0..<sheet.channels).map { channel in
          Self.mean(image, plane: channel * sheet.height, sheet.width, row, column)
        }
        return means.count == 3
          ? Colour(means[0], means[1], means[2]) : Colour(means[0], means[0], means[0])
      }
    }
  }

  /// The pixel at a place; nil below the last row.
  subscript(x: Int, y: Int) -> Colour? {
    y < height ? pixels[y * width + x] : nil
  }

  /// The source pixels that target pixel `index` of `count` covers, each with its share.
  private static func span(
    _ index: Int, of count: Int, over total: Int
  ) -> [(place: Int, weight: Double)] {
    let start = Double(index * total) / Double(count)
    let end = Double((index + 1) * total) / Double(count)
    return (Int(start)..<min(total, Int(end.rounded(.up)))).map { place in
      (place, (min(end, Double(place + 1)) - max(start, Double(place))) / (end - start))
    }
  }

  private static func mean(
    _ image: [UInt8], plane: Int, _ width: Int, _ rows: [(place: Int, weight: Double)],
    _ columns: [(place: Int, weight: Double)]
  ) -> UInt8 {
    var sum = 0.0
    for row in rows {
      for column in columns {
        let value = Double(image[(plane + row.place) * width + column.place])
        sum += value * row.weight * column.weight
      }
    }
    return UInt8(min(255, max(0, sum.rounded())))
  }
}
